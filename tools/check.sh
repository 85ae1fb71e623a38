#!/bin/sh
# R CMD check --as-cran on the built tarball. Fails for errors, warnings and notes
# other than those that a machine or a first submission always has.
set -eu
cd "$(dirname "$0")/.."
sh tools/install.sh testthat jsonlite data.table tibble --if-possible mclust broom gmm knitr rmarkdown
tree=$(pwd)
mkdir -p build/check
cd build/check
rm -rf ./*
# Without pandoc and its R packages there is no vignette to build or check.
skip=""
Rscript -e 'pandoc <- requireNamespace("knitr", quietly = TRUE) &&
  requireNamespace("rmarkdown", quietly = TRUE) && rmarkdown::pandoc_available("1.14")
quit(status = as.integer(!pandoc))' || {
  echo "knitr, rmarkdown and pandoc are not all there: the vignette is left out." >&2
  skip=yes
}
R CMD build ${skip:+--no-build-vignettes} "$tree"
# The manual needs LaTeX, the remote checks a network.
export _R_CHECK_CRAN_INCOMING_REMOTE_=false _R_CHECK_FORCE_SUGGESTS_=false
R CMD check --as-cran --no-manual ${skip:+--ignore-vignettes} gaussmix_*.tar.gz
Rscript "$tree/tools/judge-check.R" gaussmix.Rcheck/00check.log
