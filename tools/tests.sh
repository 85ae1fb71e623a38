#!/bin/sh
# Installs what is missing and gaussmix itself, and runs all tests: what can be said
# without running anything (tools/static.sh), the core without R on each instruction set that
# the machine has, the laws of fits on random problems, and the package in R; laws and
# parities in R also on the least instruction set. The seed of the problems is fixed, so that
# one tree always has one result; GAUSSMIX_FUZZ_N=20000 looks longer (1000), GAUSSMIX_FUZZ_SEED
# elsewhere (1). Takes minutes of two cores, and less than 3 GB of memory.
set -eu
cd "$(dirname "$0")/.."
sh tools/install.sh testthat jsonlite data.table tibble --if-possible mclust mvtnorm broom gmm
. tools/compiler.sh
sh tools/static.sh
make -C tests/core all

on_least_set='export GAUSSMIX_INSTRUCTION_SET=baseline; Rscript tests/fuzz/run.R 300 0 &&
  Rscript tools/test-package.R "laws|parity"'
sh tools/side-by-side.sh 'make -C tests/core check-sets check-large' \
  'Rscript tests/fuzz/run.R --self-test' "$on_least_set"

# Each problem is made from its own number, so two halves of a run are the run.
half=$((${GAUSSMIX_FUZZ_N:-1000} / 2))
seed=${GAUSSMIX_FUZZ_SEED:-1}
[ "$seed" != random ] || seed=$(date +%s)
sh tools/side-by-side.sh "Rscript tests/fuzz/run.R $half $((2 * half / 5)) $seed" \
  "Rscript tests/fuzz/run.R $half $((2 * half / 5)) $((seed + half))"

NOT_CRAN=true Rscript tools/test-package.R
