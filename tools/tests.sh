#!/bin/sh
# Installs what is missing and gaussmix itself, and runs all tests: the direction of
# the core's includes, the texts of messages, the table of hard inputs, the vignettes, the core without R,
# the laws of fits on random problems, and the package in R; the core on each instruction
# set that the machine has, laws and parities in R also on the least. The seed of the problems is
# fixed, so that one tree always has one result; GAUSSMIX_FUZZ_SEED=random looks elsewhere,
# GAUSSMIX_FUZZ_N=100000 longer.
set -eu
cd "$(dirname "$0")/.."
sh tools/install.sh testthat jsonlite data.table tibble --if-possible mclust mvtnorm broom gmm
Rscript tools/check-includes.R
Rscript tools/check-includes.R --self-test
Rscript tools/check-messages.R
Rscript tools/check-messages.R --self-test
Rscript tools/check-hard-inputs.R
Rscript tools/check-hard-inputs.R --self-test
Rscript tools/check-vignettes.R vignettes
Rscript tools/check-vignettes.R --self-test
make -C tests/core -j2 all
make -C tests/core check-sets check-large
Rscript tests/fuzz/run.R --self-test
Rscript tests/fuzz/run.R
NOT_CRAN=true Rscript tools/test-package.R
# What every machine runs when it has nothing better.
export GAUSSMIX_INSTRUCTION_SET=baseline
Rscript tests/fuzz/run.R 500 0
Rscript tools/test-package.R "laws|parity"
