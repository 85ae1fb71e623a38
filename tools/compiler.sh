# Read by the scripts that compile (. tools/compiler.sh), at the root of the tree: where
# ccache is installed, nothing is compiled twice. It must not mind that R compiles in
# another folder each time. Who has settings of R's compilers of his own keeps them.
if command -v ccache >/dev/null 2>&1 && [ -z "${GAUSSMIX_NO_CCACHE:-}" ]; then
  export CCACHE_NOHASHDIR=true
  export CXX="${CXX:-ccache g++}"
  if [ -z "${R_MAKEVARS_USER:-}" ] && [ ! -e "$HOME/.R/Makevars" ]; then
    mkdir -p build
    echo "CXX17 = ccache $(R CMD config CXX17)" >build/Makevars
    export R_MAKEVARS_USER="$PWD/build/Makevars"
  fi
fi
export MAKEFLAGS="${MAKEFLAGS:--j2}"
