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

# What a tool says of the copy, with the fault that is awake.
run_tool() {
  case $1 in
    core)
      ASAN_OPTIONS="detect_leaks=1:$address_options" UBSAN_OPTIONS="$undefined_options" \
        "$work/core/test-core" "$per_pass" ;;
    thread)
      TSAN_OPTIONS="$thread_options" $(without_randomisation) "$work/thread/test-core" "$per_pass" ;;
    tour) sh tools/tour.sh address "$work/tour" ;;
    valgrind) sh tools/tour.sh valgrind "$work/valgrind" ;;
  esac
}
# Of the tests of threads, those that take long say no more than these.
per_pass="statistics are bitwise equal for*,what is written per row*,draws are bitwise*"

# All faults of one tool, one after the other; a line for each.
tab=$(printf '\t')
check_tool() {
  said=$work/$1.said
  if run_tool "$1" >"$said" 2>&1 </dev/null; then
    echo "silent   $1, all faults asleep"
  else
    echo "NOT SILENT: $1, all faults asleep"
    cat "$said"
  fi
  while IFS="$tab" read -r fault tool says; do
    [ "$tool" = "$1" ] || continue
    export GAUSSMIX_PLANTED_FAULT="$fault"
    code=0
    run_tool "$tool" >"$said" 2>&1 </dev/null || code=$?
    if [ "$code" != 0 ] && grep -qE "$says" "$said"; then
      echo "caught   $fault by $tool: $(grep -m1 -oE "$says" "$said")"
    else
      echo "MISSED:  $fault by $tool (exit code $code)"
      tail -n 20 "$said"
    fi
  done <"$work/faults"
}

# Valgrind takes as long as the others together.
check_tool valgrind >"$work/found.valgrind" &
# Each in a shell of its own, so that the last fault of one is not awake for the next.
for tool in core thread tour; do (check_tool "$tool"); done >"$work/found"
wait
cat "$work/found.valgrind" >>"$work/found"
cat "$work/found"

all=$(($(wc -l <"$work/faults") + 4))
right=$(grep -cE "^(caught|silent) " "$work/found" || true)
echo "self-test: $right of $all: faults caught, and tools silent while all are asleep"
[ "$right" = "$all" ]
