#!/bin/sh
# R CMD check --as-cran on the built tarball, its vignettes included. Fails for errors,
# warnings and notes other than those that a machine or a first submission always has.
#
#   sh tools/check.sh [imports-only]     with the packages of Imports alone: examples work,
#                                        tests step aside; vignettes are left out
set -eu
cd "$(dirname "$0")/.."
suggested="testthat jsonlite data.table tibble"
Rscript tools/install-missing.R Rcpp RcppEigen generics ggplot2 rlang rcmdcheck $suggested \
  --if-possible mclust mvtnorm broom gmm knitr palmerpenguins rmarkdown
. tools/compiler.sh
tree=$(pwd)
folder=$tree/build/check${1:+-$1}
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

# The manual needs LaTeX, the remote checks a network.
export _R_CHECK_CRAN_INCOMING_REMOTE_=false _R_CHECK_FORCE_SUGGESTS_=false
# Without qpdf R warns that the sizes of PDF files are not checked, of which there are none.
command -v qpdf >/dev/null 2>&1 || export R_QPDF=true

if [ "${1:-}" = imports-only ]; then
  R CMD build --no-build-vignettes "$tree"
  export _R_CHECK_DEPENDS_ONLY_=true
  exec Rscript "$tree/tools/check-package.R" gaussmix_*.tar.gz . --no-manual --ignore-vignettes
fi

# Without pandoc and its R packages there is no vignette to build or check.
skip=""
Rscript -e 'pandoc <- requireNamespace("knitr", quietly = TRUE) &&
  requireNamespace("rmarkdown", quietly = TRUE) && rmarkdown::pandoc_available("1.14")
quit(status = as.integer(!pandoc))' || {
  echo "skipped: the vignettes; knitr, rmarkdown and pandoc are not all there"
  skip=yes
}
R CMD build ${skip:+--no-build-vignettes} "$tree"
if [ -z "$skip" ]; then
  tar -xzf gaussmix_*.tar.gz gaussmix/inst/doc
  Rscript "$tree/tools/check-vignettes.R" "$tree/vignettes" gaussmix/inst/doc
  rm -r gaussmix
fi
# With --as-cran R asks CRAN whether suggested packages that are not there are orphaned,
# and ends if it gets no answer.
strict=--as-cran
Rscript -e 'suggested <- trimws(strsplit(read.dcf(commandArgs(TRUE), "Suggests"), ",")[[1]])
there <- vapply(sub(" .*", "", suggested), requireNamespace, logical(1), quietly = TRUE)
quit(status = as.integer(!all(there)))' "$tree/DESCRIPTION" || {
  echo "skipped: --as-cran; suggested packages are not all there"
  strict=""
}
# They have just been run and knitted.
Rscript "$tree/tools/check-package.R" gaussmix_*.tar.gz . $strict --no-manual \
  --no-vignettes ${skip:+--ignore-vignettes}
