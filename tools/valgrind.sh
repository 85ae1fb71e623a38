#!/bin/sh
# Installs the package with lines for reports into a library of its own and takes the
# tour under valgrind: it sees reads of memory that was never written, which no
# sanitizer of g++ does, besides wrong accesses and leaks.
set -eu
cd "$(dirname "$0")/.."
sh tools/install-valgrind.sh
sh tools/install-instrumented.sh build/valgrind plain
sh tools/tour.sh valgrind build/valgrind
