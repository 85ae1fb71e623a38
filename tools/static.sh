#!/bin/sh
# What can be said of the tree without running it: the direction of the core's includes and of
# the uses in R/, the lengths of files, the texts of messages, the table of hard inputs, the
# vignettes, and that each planted fault still finds its place; and of each of these checks that
# it would see a fault.
#
#   sh tools/static.sh [quick]     without the last
set -eu
cd "$(dirname "$0")/.."
for check in check-includes check-r-floors check-lengths check-messages check-hard-inputs; do
  Rscript tools/$check.R
  [ "${1:-}" = quick ] || Rscript tools/$check.R --self-test
done
Rscript tools/check-vignettes.R vignettes
[ "${1:-}" = quick ] || Rscript tools/check-vignettes.R --self-test
sh tools/sanitize-self-test.sh plant
