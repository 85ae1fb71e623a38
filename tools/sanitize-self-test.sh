#!/bin/sh
# Proves the sanitizers and valgrind: faults are planted in a copy of the tree
# (tools/plant-faults.R) and woken one at a time; each must be caught by each tool
# that the list names, and none may be reported while all are asleep.
#
#   sh tools/sanitize-self-test.sh [plant]     with "plant", no more than planted
set -eu
cd "$(dirname "$0")/.."
. tools/sanitizer-flags.sh
. tools/compiler.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/tree"
cp -R DESCRIPTION LICENSE NAMESPACE R src tools "$work/tree"
mkdir "$work/tree/tests"
cp -R tests/core "$work/tree/tests"
rm -f "$work"/tree/src/*.o "$work"/tree/src/*.so
Rscript tools/plant-faults.R "$work/tree" >"$work/faults"
if [ "${1:-}" = plant ]; then
  echo "self-test: all faults find their places"
  exit 0
fi

require_sanitizer "$address_flags"
require_sanitizer "$thread_flags"
sh tools/install-valgrind.sh
Rscript tools/install-missing.R RcppEigen testthat
echo "Building the copy for every tool ..."
# The tests of threads run what has faults in it.
build_core() {
  CXXFLAGS="$checked_flags" TESTFLAGS="$checked_test_flags" make -s -C "$work/tree/tests/core" all \
    BUILD="$work/$1" SANITIZE="$2" SOURCES="main.cpp allocation.cpp test-threads.cpp"
}
build_core core "$address_flags"
build_core thread "$thread_flags"
sh tools/install-instrumented.sh "$work/tour" address "$work/tree"
sh tools/install-instrumented.sh "$work/valgrind" plain "$work/tree"

# What a tool says of the copy goes to $work/said.
run_tool() {
  case $1 in
    core)
      ASAN_OPTIONS="detect_leaks=1:$address_options" UBSAN_OPTIONS="$undefined_options" \
        "$work/core/test-core" "$per_pass" ;;
    thread)
      TSAN_OPTIONS="$thread_options" $(without_randomisation) "$work/thread/test-core" "$per_pass" ;;
    tour) sh tools/tour.sh address "$work/tour" ;;
    valgrind) sh tools/tour.sh valgrind "$work/valgrind" ;;
  esac >"$work/said" 2>&1
}
# Of the tests of threads, those that take long say no more than these.
per_pass="statistics are bitwise equal for*,what is written per row*,draws are bitwise*"

missed=0
for tool in core thread tour valgrind; do
  if run_tool "$tool"; then
    echo "silent   $tool, all faults asleep"
  else
    echo "NOT SILENT: $tool, all faults asleep"
    cat "$work/said"
    missed=$((missed + 1))
  fi
done

tab=$(printf '\t')
while IFS="$tab" read -r fault tool says; do
  export GAUSSMIX_PLANTED_FAULT="$fault"
  code=0
  run_tool "$tool" </dev/null || code=$?
  if [ "$code" != 0 ] && grep -qE "$says" "$work/said"; then
    echo "caught   $fault by $tool: $(grep -m1 -oE "$says" "$work/said")"
  else
    echo "MISSED:  $fault by $tool (exit code $code)"
    tail -n 20 "$work/said"
    missed=$((missed + 1))
  fi
done <"$work/faults"

echo "self-test: $(wc -l <"$work/faults" | tr -d ' ') faults to catch, $missed missed"
[ "$missed" = 0 ]
