#!/bin/sh
# The style of the code: what lintr finds in R by the rules of .lintr, and where
# clang-format would set C++ otherwise by those of .clang-format. Fails for anything. What
# is not installed is left out, with a word; clang-format of another major version than 14
# breaks lines otherwise, and counts as not there.
#
#   sh tools/check-style.sh [file ...]     the files given, or all
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- $(find R tests tools benchmarks inst/examples -name '*.R' | LC_ALL=C sort) \
  $(find src tests/core -name '*.h' -o -name '*.cpp' | LC_ALL=C sort)

# The files given that end like this.
ending() {
  pattern=$1
  shift
  for file in "$@"; do
    case $file in */RcppExports.*) ;; *) echo "$file" ;; esac
  done | grep -E "[.]($pattern)\$" || true
}

status=0
in_r=$(ending R "$@")
in_cpp=$(ending 'h|cpp' "$@")
if [ -z "$in_r" ]; then
  :
elif Rscript -e 'quit(status = !requireNamespace("lintr", quietly = TRUE))' >/dev/null 2>&1; then
  Rscript tools/lint.R $in_r || status=1
else
  echo "skipped: lintr is not here"
fi
if [ -z "$in_cpp" ]; then
  :
elif clang-format --version 2>/dev/null | grep -q 'version 14[.]'; then
  echo "clang-format: $(echo "$in_cpp" | wc -l) files"
  clang-format --dry-run -Werror $in_cpp || status=1
else
  echo "skipped: clang-format 14 is not here"
fi
exit $status
