#!/bin/sh
# Installs the package from a tree into <folder>/library, compiled so that faults show
# and reports have lines.
#
#   sh tools/install-instrumented.sh <folder> address|plain [tree]
set -eu
cd "$(dirname "$0")/.."
. tools/sanitizer-flags.sh
. tools/compiler.sh
folder=$1
kind=$2
tree=$(cd "${3:-.}" && pwd)

case $kind in
  address)
    require_sanitizer "$address_flags"
    compiler="g++ $address_flags"
    ;;
  plain) compiler=g++ ;;
  *)
    echo "There is no build called $kind: address or plain." >&2
    exit 2
    ;;
esac

Rscript tools/install-missing.R Rcpp RcppEigen generics ggplot2 rlang
mkdir -p "$folder/library" "$folder/package"
folder=$(cd "$folder" && pwd)
command -v ccache >/dev/null 2>&1 && compiler="ccache $compiler"
# The package has CXX_STD = CXX17, but its compiler may be asked for by both names.
cat >"$folder/Makevars" <<MAKEVARS
CXX = $compiler
CXXFLAGS = $checked_flags
CXX17 = $compiler
CXX17STD = -std=c++17
CXX17FLAGS = $checked_flags
MAKEVARS
rm -f "$folder"/package/gaussmix_*.tar.gz
(cd "$folder/package" && R CMD build --no-build-vignettes "$tree" >build.log 2>&1) ||
  { cat "$folder/package/build.log" >&2; exit 1; }
# No test load: R has not loaded the sanitizers here.
R_MAKEVARS_USER="$folder/Makevars" GAUSSMIX_KEEP_SYMBOLS=true \
  R CMD INSTALL --no-lock --no-test-load --no-docs --library="$folder/library" \
  "$folder"/package/gaussmix_*.tar.gz >"$folder/install.log" 2>&1 ||
  { cat "$folder/install.log" >&2; exit 1; }
