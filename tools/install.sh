#!/bin/sh
# Installs what is missing and then gaussmix from this source tree, unless this very tree
# is what was installed last. Arguments: further R packages that are wanted.
set -eu
cd "$(dirname "$0")/.."

missing=""
for command in g++ make; do
  command -v "$command" >/dev/null 2>&1 || missing="$missing $command"
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq r-base-dev
  else
    echo "Not found:$missing. Install them (Debian, Ubuntu: r-base-dev) and try again." >&2
    exit 1
  fi
fi

Rscript tools/install-missing.R Rcpp RcppEigen generics ggplot2 rlang "$@"
. tools/compiler.sh

# R creates its user library only in interactive sessions.
user_library=$(Rscript -e 'if (file.access(.libPaths()[1], 2) != 0) cat(Sys.getenv("R_LIBS_USER"))')
[ -z "$user_library" ] || mkdir -p "$user_library"

# What was built from which sources, with which R and headers, and where it is.
installed() {
  find DESCRIPTION NAMESPACE LICENSE R data inst man src -type f ! -name '*.o' ! -name '*.so' |
    LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat | cksum
  Rscript -e 'cat(R.version.string, format(packageVersion("Rcpp")), format(packageVersion("RcppEigen")), "\n")
    suppressWarnings(cat(find.package("gaussmix", quiet = TRUE), packageDescription("gaussmix")$Packaged))'
}
if [ -f build/installed ] && installed | cmp -s - build/installed; then
  echo "gaussmix is installed from this tree."
  exit 0
fi

# From a tarball, so that nothing is compiled inside the source tree.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$(pwd)
(cd "$work" && R CMD build --no-build-vignettes "$tree" >build.log 2>&1) ||
  { cat "$work/build.log" >&2; exit 1; }
R CMD INSTALL "$work"/gaussmix_*.tar.gz >"$work/install.log" 2>&1 ||
  { cat "$work/install.log" >&2; exit 1; }
mkdir -p build
installed >build/installed
Rscript -e 'cat("gaussmix", as.character(packageVersion("gaussmix")), "is installed.\n")'
