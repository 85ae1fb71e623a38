#!/bin/sh
# What every change can afford of the tools for memory and threads: the core's tests
# under the sanitizers, and the tour of the package under those and under valgrind. The
# R tests under sanitizers (make sanitize-r) and the self-test (make sanitize-self-test)
# take longer; here the self-test's faults must still find their places in the code.
set -eu
cd "$(dirname "$0")/.."
sh tools/sanitize-core.sh
sh tools/sanitize-r.sh tour
sh tools/valgrind.sh
sh tools/sanitize-self-test.sh plant
