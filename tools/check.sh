#!/bin/sh
# R CMD check --as-cran on the built tarball. Fails for errors, warnings and notes
# other than those that a machine or a first submission always has.
set -eu
cd "$(dirname "$0")/.."
sh tools/install.sh testthat jsonlite data.table tibble
tree=$(pwd)
mkdir -p build/check
cd build/check
rm -rf ./*
R CMD build "$tree"
# The manual needs LaTeX, the remote checks a network.
export _R_CHECK_CRAN_INCOMING_REMOTE_=false _R_CHECK_FORCE_SUGGESTS_=false
R CMD check --as-cran --no-manual gaussmix_*.tar.gz
Rscript "$tree/tools/judge-check.R" gaussmix.Rcheck/00check.log
