#!/bin/sh
# Installs what is missing and gaussmix itself, and runs the main job: Iris.
set -eu
cd "$(dirname "$0")/.."
sh tools/install.sh
mkdir -p build
Rscript inst/examples/iris.R build/iris-ellipses.png
