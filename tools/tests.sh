#!/bin/sh
# Installs what is missing and gaussmix itself, and runs all tests: the direction of
# the core's includes, the core without R, and the package in R.
set -eu
cd "$(dirname "$0")/.."
sh tools/install.sh testthat jsonlite data.table tibble --if-possible mclust broom gmm
Rscript tools/check-includes.R
Rscript tools/check-includes.R --self-test
Rscript tools/check-messages.R
Rscript tools/check-messages.R --self-test
make -C tests/core -j2 check
NOT_CRAN=true Rscript tools/test-package.R
