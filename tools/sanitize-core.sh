#!/bin/sh
# Builds the core's tests twice, for the sanitizers of addresses (with leaks) and
# undefined behaviour and for that of threads, and runs them all.
#
#   sh tools/sanitize-core.sh [address] [thread]     one of them, or both
set -eu
cd "$(dirname "$0")/.."
. tools/sanitizer-flags.sh
[ $# -gt 0 ] || set -- address thread

build() {
  Rscript tools/install-missing.R RcppEigen testthat
  require_sanitizer "$2"
  CXXFLAGS="$checked_flags" MAKEFLAGS="${MAKEFLAGS:--j2}" \
    make -C tests/core all BUILD="$(pwd)/build/sanitize-core/$1" SANITIZE="$2"
}

for sanitizer in "$@"; do
  case $sanitizer in
    address)
      build address "$address_flags"
      ASAN_OPTIONS="detect_leaks=1:$address_options" UBSAN_OPTIONS="$undefined_options" \
        build/sanitize-core/address/test-core
      ;;
    thread)
      build thread "$thread_flags"
      TSAN_OPTIONS="$thread_options" \
        without_randomisation build/sanitize-core/thread/test-core
      ;;
    *)
      echo "There is no sanitizer called $sanitizer here: address or thread." >&2
      exit 2
      ;;
  esac
done
