#!/bin/sh
# Installs the package for the sanitizers of addresses and undefined behaviour into a
# library of its own, takes the tour with it, leaks included, and runs the R tests.
#
#   sh tools/sanitize-r.sh [tour]      with "tour", without the tests
#
# Tests that measure time or memory are skipped: GAUSSMIX_INSTRUMENTED is set, see
# tests/testthat/helper-instrumented.R.
set -eu
cd "$(dirname "$0")/.."
. tools/sanitizer-flags.sh

sh tools/install-instrumented.sh build/sanitize-r address
sh tools/tour.sh address build/sanitize-r
[ "${1:-}" != tour ] || exit 0

Rscript tools/install-missing.R testthat jsonlite data.table tibble
# Without leaks: the shells that start R have some.
R_LIBS="$(pwd)/build/sanitize-r/library${R_LIBS:+:$R_LIBS}" NOT_CRAN=true \
  GAUSSMIX_INSTRUMENTED=true UBSAN_OPTIONS="$undefined_options" \
  ASAN_OPTIONS="detect_leaks=0:$address_options" LD_PRELOAD="$(address_libraries)" \
  Rscript tools/test-package.R
