#ifndef GAUSSMIX_CORE_KERNELS_PLACE_H
#define GAUSSMIX_CORE_KERNELS_PLACE_H

#include "../ground/kernels.h"
#include "joint.h"
#include "lanes.h"
#include "tile.h"

namespace gaussmix {
namespace {

// V vectors of points from `first` on.
template <int V>
GAUSSMIX_INLINE void place_group(const BlockView& block, std::ptrdiff_t first,
                                 const double* mean, const double* packed,
                                 double* placed) {
  multiply_factor<V>(block.cells + first, block.stride, block.columns, packed,
                     [&](std::ptrdiff_t top, const auto& sum) {
                       constexpr int rows = sizeof(sum) / sizeof(sum[0]);
                       GAUSSMIX_UNROLL
                       for (int i = 0; i < rows; ++i) {
                         double* to = placed + (top + i) * block.stride + first;
                         GAUSSMIX_UNROLL
                         for (int v = 0; v < V; ++v)
                           store(to + v * lanes, sum[i][v] + mean[top + i]);
                       }
                     });
}

void place_full(const BlockView& block, const double* mean, const double* packed,
                double* placed) {
  std::ptrdiff_t first = 0;
  for (; first + group <= block.rows; first += group) {
    place_group<vectors>(block, first, mean, packed, placed);
  }
  for (; first < block.rows; first += lanes) {
    place_group<1>(block, first, mean, packed, placed);
  }
}

void place_diagonal(const BlockView& block, const double* mean, const double* scales,
                    double* placed) {
  for (std::ptrdiff_t j = 0; j < block.columns; ++j) {
    const double* from = block.cells + j * block.stride;
    double* to = placed + j * block.stride;
    for (std::ptrdiff_t i = 0; i < block.rows; i += lanes) {
      store(to + i, load(from + i) * scales[j] + mean[j]);
    }
  }
}

}  // namespace
}  // namespace gaussmix

#endif
