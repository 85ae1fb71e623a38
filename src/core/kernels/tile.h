#ifndef GAUSSMIX_CORE_KERNELS_TILE_H
#define GAUSSMIX_CORE_KERNELS_TILE_H

#include "lanes.h"

namespace gaussmix {
namespace {

// The sizes of register blocks. AVX-512 has 32 registers, the others 16: a tile of
// `factor_rows` rows of a factor and `group` points, and one of `product_rows` by
// `product_columns` sums of products, leave a few for what is multiplied.
#if GAUSSMIX_LANES == 8
constexpr int factor_rows = 6;
constexpr int vectors = 4;
constexpr int product_rows = 6;
constexpr int product_columns = 4;
#else
constexpr int factor_rows = 4;
constexpr int vectors = 2;
constexpr int product_rows = 4;
constexpr int product_columns = 2;
#endif
constexpr int group = vectors * lanes;

// A number that a generic lambda knows when it is compiled.
template <int N>
struct Constant {
  static constexpr int value = N;
};

// Runs the tile for R rows, R known when compiling: all of them, or the last few.
template <int R, class Tile>
GAUSSMIX_INLINE void last_tile(std::ptrdiff_t rows, const Tile& tile) {
  if constexpr (R > 0) {
    if (rows == R) {
      tile(Constant<R>{});
    } else {
      last_tile<R - 1>(rows, tile);
    }
  }
}

}  // namespace
}  // namespace gaussmix

#endif
