#!/bin/sh
# Installs what the checks of every change use where it can be had: ccache, lintr,
# clang-format, rcmdcheck, pandoc; or what is named. What is missing afterwards is told by
# the check that wants it, and left out or installed from CRAN by that.
#
#   sh tools/install-tools.sh [Debian package ...]
set -eu
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || exit 0
[ $# -gt 0 ] || set -- ccache clang-format pandoc r-cran-lintr r-cran-rcmdcheck
missing=""
for package in "$@"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
apt-get update -qq
# One at a time: an unknown name would stop them all.
for package in $missing; do
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" \
    >/dev/null || echo "$package is not to be had here."
done
