#!/bin/sh
# Which lines of R and of C++ the tests run, of the instruction sets that the machine has,
# and which they do not. Fails below 98 % of R and 95 % of C++.
#
#   sh tools/coverage.sh [r|core]     one of them, or both side by side
#
# R: covr runs the R tests. C++: the core's own tests, and the package on its tour and in
# the R tests, compiled with gcov's counters; a line counts that any of them has run. (Threads may
# lose counts to each other, but never all of a line's.)
# Listings go to build/coverage. Takes a quarter of an hour; design/coverage.md says why what
# is left is left.
set -eu
cd "$(dirname "$0")/.."
tree=$(pwd)
mkdir -p build/coverage
sh tools/install.sh testthat jsonlite data.table tibble covr --if-possible mclust mvtnorm broom gmm
sh tools/install-tools.sh gcovr
[ $# -gt 0 ] || exec sh tools/side-by-side.sh 'sh tools/coverage.sh r' 'sh tools/coverage.sh core'
# What ccache keeps does not say where counters belong.
GAUSSMIX_NO_CCACHE=true . tools/compiler.sh

# The best instruction set, and the others that the machine has.
best_set() { Rscript -e 'cat(gaussmix::gmm_instruction_set())'; }
other_sets() {
  Rscript -e 'set <- gaussmix::gmm_instruction_set(); cat(setdiff(attr(set, "available"), set))'
}

core() {
  folder=$tree/build/coverage
  flags="-O1 -g0 --coverage"
  rm -rf "$folder/core" "$folder/package" "$folder/library"
  CXXFLAGS="$flags" make -C tests/core all BUILD="$folder/core" SANITIZE=--coverage
  GAUSSMIX_INSTRUCTION_SET=$(best_set) "$folder/core/test-core" '~[large]'
  # What differs between sets are the loops over the data.
  for set in $(other_sets); do
    GAUSSMIX_INSTRUCTION_SET=$set "$folder/core/test-core" '[statistics],[density],[normal],[sinks]'
  done
  # From a copy that stays, as gcov reads what the compiler left beside the objects.
  mkdir -p "$folder/package" "$folder/library"
  cp -r DESCRIPTION NAMESPACE LICENSE R data inst man src "$folder/package"
  rm -f "$folder"/package/src/*.o "$folder"/package/src/*.so
  printf 'CXX17FLAGS = %s\nSHLIB_CXX17LD = g++ -std=c++17 --coverage\n' "$flags" >"$folder/Makevars"
  R_MAKEVARS_USER="$folder/Makevars" R CMD INSTALL --no-test-load \
    --library="$folder/library" "$folder/package" >"$folder/install.log" 2>&1 ||
    { cat "$folder/install.log" >&2; exit 1; }
  export R_LIBS="$folder/library${R_LIBS:+:$R_LIBS}" NOT_CRAN=true GAUSSMIX_INSTRUMENTED=true
  # In one process: counts of others that are killed at their end would be lost.
  export TESTTHAT_PARALLEL=FALSE
  Rscript tools/tour.R tools/tour.R
  Rscript tools/test-package.R
  # Both know the sources by the same names below their roots.
  counted="--filter src/ --exclude src/RcppExports.cpp"
  gcovr --root "$tree" --object-directory "$tree/tests/core" $counted --json "$folder/core.json" "$folder/core"
  gcovr --root "$folder/package" $counted --json "$folder/package.json" "$folder/package/src"
  gcovr --root "$tree" --add-tracefile "$folder/core.json" --add-tracefile "$folder/package.json" \
    --fail-under-line 95 --print-summary >"$folder/cpp.txt" || failed=yes
  cat "$folder/cpp.txt"
}

r() {
  Rscript tools/coverage-r.R >build/coverage/r.txt || failed=yes
  cat build/coverage/r.txt
}

failed=""
for part in "$@"; do
  case $part in
    r | core) $part ;;
    *) echo "There is no part $part: r or core." >&2; exit 2 ;;
  esac
done
[ -z "$failed" ]
