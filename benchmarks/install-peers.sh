#!/bin/sh
# Installs the programs that gaussmix is compared with: on Debian or Ubuntu, as root,
# scikit-learn, Armadillo, OpenBLAS and the GSL; from CRAN mclust, ClusterR and Rmixmod, and for
# missing values mix, MGMM and mixture, into the benchmarks' own library. The system's choice of
# BLAS stays what it was.
#
#   sh benchmarks/install-peers.sh
set -eu
cd "$(dirname "$0")/.."
cache=${GAUSSMIX_BENCHMARK_CACHE:-build/benchmarks}
mkdir -p "$cache/library"

wanted="python3-sklearn libarmadillo-dev libopenblas0-pthread libgsl-dev g++ gfortran"
# shellcheck disable=SC2086
if ! dpkg-query -W $wanted >/dev/null 2>&1; then
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
  # Installed later, OpenBLAS would take the place of the BLAS that R had.
  architecture=$(gcc -print-multiarch)
  for part in blas lapack; do
    kept=/usr/lib/$architecture/$part/lib$part.so.3
    [ ! -e "$kept" ] || update-alternatives --quiet --set "lib$part.so.3-$architecture" "$kept"
  done
fi

R_LIBS="$cache/library" Rscript -e '
library <- normalizePath(commandArgs(TRUE))
wanted <- c("mclust", "ClusterR", "Rmixmod", "mix", "MGMM", "mixture")
missing <- setdiff(wanted, rownames(installed.packages(library)))
if (length(missing) > 0) {
  repositories <- getOption("repos")
  if (repositories[["CRAN"]] == "@CRAN@") repositories <- c(CRAN = "https://cloud.r-project.org")
  install.packages(missing, lib = library, repos = repositories, Ncpus = 2, quiet = TRUE)
}' "$cache/library"

# A library of headers is compiled by its user, so with what makes it fastest.
[ "$cache/peer-armadillo" -nt benchmarks/peer-armadillo.cpp ] ||
  g++ -std=c++17 -O3 -march=native -DNDEBUG -DARMA_NO_DEBUG -fopenmp \
    benchmarks/peer-armadillo.cpp -o "$cache/peer-armadillo" -larmadillo
