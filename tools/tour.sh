#!/bin/sh
# Takes the tour of the package (tools/tour.R) under a tool, with the library that
# tools/install-instrumented.sh made in a folder. Fails for any finding.
#
#   sh tools/tour.sh address|valgrind <folder>
set -eu
cd "$(dirname "$0")/.."
. tools/sanitizer-flags.sh
tool=$1
folder=$(cd "$2" && pwd)
[ -d "$folder/library/gaussmix" ] || { echo "gaussmix is not in $folder/library." >&2; exit 2; }
export R_LIBS="$folder/library${R_LIBS:+:$R_LIBS}"

# R itself, and not the shell script of that name: the tools are for it alone.
tour() {
  R CMD "$@" "$(R RHOME)/bin/exec/R" --vanilla --no-echo -f tools/tour.R --args tools/tour.R
}

case $tool in
  address)
    # What R leaks is not ours to judge, hence no exit code of its own for leaks; a
    # stack with our library in it is.
    rm -f "$folder"/report.*
    code=0
    tour env LD_PRELOAD="$(address_libraries)" UBSAN_OPTIONS="$undefined_options" \
      ASAN_OPTIONS="detect_leaks=1:$address_options:log_path=$folder/report" \
      LSAN_OPTIONS=exitcode=0 || code=$?
    cat "$folder"/report.* >"$folder/reports" 2>/dev/null || true
    if [ "$code" != 0 ]; then
      cat "$folder/reports" >&2
      exit 1
    fi
    awk '
      BEGIN { RS = "" }
      /leak of/ && /gaussmix\.so/ { print; ours++ }
      END { print ours + 0 " leaks in gaussmix.so"; exit ours > 0 }
    ' "$folder/reports"
    ;;
  valgrind)
    tour valgrind --quiet --error-exitcode=9 --leak-check=full --num-callers=30 \
      --show-leak-kinds=definite --errors-for-leak-kinds=definite --fair-sched=yes
    ;;
  *)
    echo "The tour knows no tool called $tool: address or valgrind." >&2
    exit 2
    ;;
esac
