#!/bin/sh
# Builds the core's tests twice, for the sanitizers of addresses (with leaks) and
# undefined behaviour and for that of threads, and runs them all.
#
#   sh tools/sanitize-core.sh [address] [thread]     one of them, or both
set -eu
cd "$(dirname "$0")/.."
. tools/sanitizer-flags.sh
. tools/compiler.sh
[ $# -gt 0 ] || set -- address thread

build() {
  Rscript tools/install-missing.R RcppEigen testthat
  require_sanitizer "$2"
  CXXFLAGS="$checked_flags" TESTFLAGS="$checked_test_flags" \
    make -C tests/core all BUILD="$(pwd)/build/sanitize-core/$1" SANITIZE="$2"
}

# The tests that take long beside the others.
run_all() {
  sh tools/side-by-side.sh "$1 '[long]'" "$1 '~[long]~[.]'"
}

for sanitizer in "$@"; do
  case $sanitizer in
    address)
      build address "$address_flags"
      export ASAN_OPTIONS="detect_leaks=1:$address_options" UBSAN_OPTIONS="$undefined_options"
      run_all build/sanitize-core/address/test-core
      ;;
    thread)
      build thread "$thread_flags"
      export TSAN_OPTIONS="$thread_options"
      run_all "$(without_randomisation)build/sanitize-core/thread/test-core"
      ;;
    *)
      echo "There is no sanitizer called $sanitizer here: address or thread." >&2
      exit 2
      ;;
  esac
done
