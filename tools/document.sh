#!/bin/sh
# Regenerates R/RcppExports.R, src/RcppExports.cpp, NAMESPACE and man/.
set -eu
cd "$(dirname "$0")/.."
Rscript tools/install-missing.R roxygen2 Rcpp
Rscript -e 'Rcpp::compileAttributes()'
sh tools/install.sh
Rscript -e 'roxygen2::roxygenise(load_code = "installed")'
sh tools/install.sh
