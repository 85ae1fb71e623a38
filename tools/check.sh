#!/bin/sh
# R CMD check --as-cran on the built tarball, and with Imports alone. Fails for errors, warnings and notes
# other than those that a machine or a first submission always has.
set -eu
cd "$(dirname "$0")/.."
sh tools/install.sh testthat jsonlite data.table tibble --if-possible mclust mvtnorm broom gmm knitr rmarkdown
tree=$(pwd)
mkdir -p build/check
cd build/check
rm -rf ./*
export MAKEFLAGS="${MAKEFLAGS:--j2}"
# Without pandoc and its R packages there is no vignette to build or check.
skip=""
Rscript -e 'pandoc <- requireNamespace("knitr", quietly = TRUE) &&
  requireNamespace("rmarkdown", quietly = TRUE) && rmarkdown::pandoc_available("1.14")
quit(status = as.integer(!pandoc))' || {
  echo "knitr, rmarkdown and pandoc are not all there: the vignette is left out." >&2
  skip=yes
}
R CMD build ${skip:+--no-build-vignettes} "$tree"
if [ -z "$skip" ]; then
  tar -xzf gaussmix_*.tar.gz gaussmix/inst/doc
  Rscript "$tree/tools/check-vignettes.R" "$tree/vignettes" gaussmix/inst/doc
  rm -r gaussmix
fi
# The manual needs LaTeX, the remote checks a network.
export _R_CHECK_CRAN_INCOMING_REMOTE_=false _R_CHECK_FORCE_SUGGESTS_=false
# Without qpdf R warns that the sizes of PDF files are not checked, of which there are none.
command -v qpdf >/dev/null 2>&1 || export R_QPDF=true
# With --as-cran R asks CRAN whether suggested packages that are not there are orphaned,
# and ends if it gets no answer.
strict=--as-cran
Rscript -e 'suggested <- trimws(strsplit(read.dcf(commandArgs(TRUE), "Suggests"), ",")[[1]])
there <- vapply(sub(" .*", "", suggested), requireNamespace, logical(1), quietly = TRUE)
quit(status = as.integer(!all(there)))' "$tree/DESCRIPTION" || {
  echo "Suggested packages are not all there: the check is done without --as-cran." >&2
  strict=""
}
R CMD check $strict --no-manual ${skip:+--ignore-vignettes} gaussmix_*.tar.gz
Rscript "$tree/tools/judge-check.R" gaussmix.Rcheck/00check.log
# Again with the packages of Imports alone: examples work, tests step aside.
mkdir imports-only
_R_CHECK_DEPENDS_ONLY_=true R CMD check --no-manual --ignore-vignettes -o imports-only gaussmix_*.tar.gz
Rscript "$tree/tools/judge-check.R" imports-only/gaussmix.Rcheck/00check.log
