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

}  // namespace
}  // namespace gaussmix

#endif
