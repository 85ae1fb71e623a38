#!/bin/sh
# Installs valgrind where it is missing, or says how.
set -eu
command -v valgrind >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq
  # The symbols of the C library: valgrind replaces functions of it by their names.
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    valgrind libc6-dbg >/dev/null
fi
command -v valgrind >/dev/null 2>&1 && exit 0
echo "valgrind is not here: install it (Debian, Ubuntu: apt-get install valgrind" \
  "libc6-dbg, as root) and try again." >&2
exit 1
