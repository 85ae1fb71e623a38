#!/bin/sh
# Knits each vignette from nothing, in a session of its own, into build/vignettes.
set -eu
cd "$(dirname "$0")/.."
sh tools/install.sh knitr rmarkdown mclust mvtnorm palmerpenguins
rm -rf build/vignettes
mkdir -p build/vignettes
cp -R vignettes/. build/vignettes
for vignette in build/vignettes/*.Rmd; do
  Rscript -e 'rmarkdown::render(commandArgs(TRUE), quiet = TRUE, envir = new.env())' "$vignette"
  echo "$vignette is knitted."
done
Rscript tools/check-vignettes.R vignettes build/vignettes
