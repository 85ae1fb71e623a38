#ifndef GAUSSMIX_CORE_KERNELS_TRIANGLES_H
#define GAUSSMIX_CORE_KERNELS_TRIANGLES_H

#include <cstddef>

#include "lanes.h"

namespace gaussmix {
namespace {

// Where entry (i, j) of a lower triangle by rows is, and of a symmetric matrix of which that is
// stored.
GAUSSMIX_INLINE std::ptrdiff_t entry(std::ptrdiff_t i, std::ptrdiff_t j) {
  return i * (i + 1) / 2 + j;
}
GAUSSMIX_INLINE std::ptrdiff_t pair(std::ptrdiff_t i, std::ptrdiff_t j) {
  return i < j ? entry(j, i) : entry(i, j);
}

// L^-1 in place of a lower triangle L by rows that has ones, which are not read, on its
// diagonal; of as many as there are lanes, side by side.
GAUSSMIX_INLINE void invert_unit(std::ptrdiff_t m, double* lower) {
  for (std::ptrdiff_t a = 0; a < m; ++a) {
    double* row = lower + entry(a, 0) * lanes;
    for (std::ptrdiff_t b = 0; b < a; ++b) {
      // What stands right of b in this row is still L's.
      Lanes sum = load(row + b * lanes);
      for (std::ptrdiff_t c = b + 1; c < a; ++c)
        sum += load(row + c * lanes) * load(lower + entry(c, b) * lanes);
      store(row + b * lanes, -sum);
    }
  }
}

}  // namespace
}  // namespace gaussmix

#endif
