#!/bin/sh
# Installs what is missing and gaussmix itself, and fails if an iteration has become
# slower than benchmarks/guard-bounds.csv allows this processor, relative to a yardstick
# that is measured in turn with it. Options go to benchmarks/guard.R: --self-test plants a
# slowdown of 2, --record writes the bounds of this processor anew.
#
#   sh tools/benchmark-guard.sh [--self-test|--record]
set -eu
cd "$(dirname "$0")/.."
sh tools/install.sh
Rscript benchmarks/guard.R "$@"
