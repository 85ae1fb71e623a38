#ifndef GAUSSMIX_CORE_KERNELS_LOAD_H
#define GAUSSMIX_CORE_KERNELS_LOAD_H

#include "../ground/kernels.h"
#include "lanes.h"

namespace gaussmix {
namespace {

void load_column(std::ptrdiff_t rows, const double* from, double origin, double* to) {
  constexpr std::ptrdiff_t line = 8;
  std::ptrdiff_t i = 0;
  for (; i + line <= rows; i += line) {
    __builtin_prefetch(reinterpret_cast<const char*>(
        reinterpret_cast<std::uintptr_t>(from + i) + sizeof(double) * rows));
    GAUSSMIX_UNROLL
    for (int v = 0; v < line; v += lanes) store(to + i + v, load(from + i + v) - origin);
  }
  for (; i < rows; ++i) to[i] = from[i] - origin;
}

void load_rows(std::ptrdiff_t rows, const std::ptrdiff_t* numbers, std::ptrdiff_t more,
               const double* from, double origin, double* to) {
  const std::ptrdiff_t ahead = more < rows ? more : rows;
  std::ptrdiff_t i = 0;
  for (; i < ahead; ++i) {
    __builtin_prefetch(from + numbers[i + rows], 0, 2);
    to[i] = from[numbers[i]] - origin;
  }
  for (; i < rows; ++i) to[i] = from[numbers[i]] - origin;
}

}  // namespace
}  // namespace gaussmix

#endif
