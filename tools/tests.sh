#!/bin/sh
# Installs what is missing and gaussmix itself, and runs all tests: the direction of
# the core's includes, the core without R, the package in R, and its laws on random
# problems. The seed of these is fixed, so that one tree always has one result;
# GAUSSMIX_FUZZ_SEED=random looks elsewhere, GAUSSMIX_FUZZ_N=100000 longer.
set -eu
cd "$(dirname "$0")/.."
sh tools/install.sh testthat jsonlite data.table tibble
Rscript tools/check-includes.R
Rscript tools/check-includes.R --self-test
make -C tests/core -j2 check
NOT_CRAN=true Rscript tools/test-package.R
Rscript tests/fuzz/run.R --self-test
Rscript tests/fuzz/run.R
