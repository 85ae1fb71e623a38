#!/bin/sh
# Minutes, after each change: what can be said without running anything, style in the files
# that differ from the last commit, the core's tests on the best instruction set unless they
# have passed as they are, and the R tests without the long ones.
set -eu
cd "$(dirname "$0")/.."
. tools/compiler.sh
changed=$({ git diff --name-only --diff-filter=d HEAD && git ls-files --others --exclude-standard; } |
  grep -E '[.](R|h|cpp)$' || true)
sh tools/side-by-side.sh 'make -C tests/core checked' \
  'sh tools/install.sh testthat jsonlite data.table tibble && NOT_CRAN=true Rscript tools/test-package.R --quick' \
  "sh tools/static.sh quick && { test -z '$changed' || sh tools/check-style.sh $(echo "$changed" | tr '\n' ' '); }"
