#!/bin/sh
# Installs the peers and this tree's gaussmix with R's own flags, measures everything
# and draws the page. Arguments go to run.R, and to fits.R unless they name parts: these
# are run.R's. Takes about 40 minutes and an hour for whole fits on two cores that nobody
# else uses; with --small some minutes, and then nothing is kept.
#
#   sh benchmarks/run.sh [--small] [--rounds=5] [--only=iterations,memory,...]
set -eu
cd "$(dirname "$0")/.."
cache=${GAUSSMIX_BENCHMARK_CACHE:-build/benchmarks}
sh benchmarks/install-peers.sh
R_LIBS="$(cd "$cache/library" && pwd)${R_LIBS:+:$R_LIBS}"
export R_LIBS
sh tools/install.sh
Rscript benchmarks/run.R "$@"
case " $* " in
  *" --only="*) ;;
  *" --small "*) Rscript benchmarks/fits.R "$@" ;;
  *) Rscript benchmarks/fits.R "$@" && Rscript benchmarks/large-fits.R ;;
esac
case " $* " in
  *" --small "*) ;;
  *) Rscript benchmarks/page.R ;;
esac
