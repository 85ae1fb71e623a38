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
    # Reports go to files. R may leak, which is not ours to judge and ends with a code
    # of its own, so the reports decide: one of a fault, or a leak with our library in
    # its stack. Without a report that explains it, the tour must have come to its end.
    rm -f "$folder"/report.*
    export UBSAN_OPTIONS="$undefined_options:log_path=$folder/report"
    # Where a line of the source is known, only this format names the library, too.
    export ASAN_OPTIONS="detect_leaks=1:$address_options:log_path=$folder/report:\
stack_trace_format='    #%n %p %F %L %m'"
    tour env LD_PRELOAD="$(address_libraries)" >"$folder/output" 2>&1 || true
    cat "$folder"/report.* >"$folder/reports" 2>/dev/null || true
    cat "$folder/output"
    awk '
      BEGIN { RS = "" }
      /runtime error:/ || /ERROR: AddressSanitizer/ { faults++ }
      /leak of/ && /gaussmix\.so/ { leaks++ }
      END {
        print leaks + 0 " leaks in gaussmix.so, " faults + 0 " other faults"
        exit leaks + faults > 0
      }
    ' "$folder/reports" || { cat "$folder/reports"; exit 1; }
    grep -q "^The tour visited" "$folder/output"
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
