#!/bin/sh
# The checks that take too long for every change, one after the other, hours in all. Appends a
# line to design/nightly.csv, which is committed: date, commit, and for each check its
# seconds, or "failed", or nothing if it was not run. What they said is in build/nightly.
#
#   sh tools/nightly.sh [check ...]     some of them, by their names in the csv
set -eu
cd "$(dirname "$0")/.."
table=design/nightly.csv
all="thread valgrind sanitized_r imports_only large fuzz planted coverage vignettes"
mkdir -p build/nightly
[ -f "$table" ] || echo "date,commit,$(echo "$all" | tr ' ' ',')" >"$table"

# What is not committed has no name.
if [ -n "$(git status --porcelain)" ]; then
  echo "The tree differs from its commit: commit first." >&2
  exit 1
fi
commit=$(git rev-parse --short HEAD)
date=$(date +%Y-%m-%d)

# Other problems every day, the same for one day.
fuzz() {
  sh tools/install.sh &&
    seed=$(($(date +%s) / 86400 * 20000)) &&
    sh tools/side-by-side.sh "Rscript tests/fuzz/run.R 10000 4000 $seed" \
      "Rscript tests/fuzz/run.R 10000 4000 $((seed + 10000))"
}

run() {
  case $1 in
    thread) sh tools/sanitize-core.sh thread ;;
    valgrind) sh tools/valgrind.sh ;;
    sanitized_r) sh tools/sanitize-r.sh ;;
    imports_only) sh tools/check.sh imports-only ;;
    large) make -C tests/core check-large ;;
    fuzz) fuzz ;;
    planted) sh tools/sanitize-self-test.sh && sh tools/benchmark-guard.sh --self-test ;;
    coverage) sh tools/coverage.sh ;;
    vignettes) sh tools/knit-vignettes.sh ;;
    *)
      echo "There is no nightly check $1." >&2
      return 1
      ;;
  esac
}

line="$date,$commit"
failed=0
for check in $all; do
  case " ${*:-$all} " in
    *" $check "*) ;;
    *)
      line="$line,"
      continue
      ;;
  esac
  begin=$(date +%s)
  if (run "$check") >"build/nightly/$check.log" 2>&1; then
    result=$(($(date +%s) - begin))
    echo "$check: $result s"
  else
    result=failed
    failed=1
    echo "$check: FAILED, see build/nightly/$check.log"
  fi
  line="$line,$result"
done
echo "$line" >>"$table"
exit "$failed"
