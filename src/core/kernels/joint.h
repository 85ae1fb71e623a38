#ifndef GAUSSMIX_CORE_KERNELS_JOINT_H
#define GAUSSMIX_CORE_KERNELS_JOINT_H

#include "../ground/kernels.h"
#include "lanes.h"
#include "tile.h"

namespace gaussmix {
namespace {

// Rows of a factor go in tiles of factor_rows, the last with what is left. A tile
// stands in memory as its columns to the left of the diagonal, then the columns of
// its triangle.
void pack_factor(const double* factor, std::ptrdiff_t d, double* packed) {
  for (std::ptrdiff_t top = 0; top < d; top += factor_rows) {
    const std::ptrdiff_t bottom = top + factor_rows < d ? top + factor_rows : d;
    for (std::ptrdiff_t j = 0; j < bottom; ++j) {
      for (std::ptrdiff_t i = j > top ? j : top; i < bottom; ++i) {
        *packed++ = factor[i + j * d];
      }
    }
  }
}

// R rows of the factor, from row `top` on, times a group of V vectors of points, whose
// columns lie `stride` apart.
template <int R, int V>
GAUSSMIX_INLINE void multiply_rows(const double* points, std::ptrdiff_t stride,
                                   std::ptrdiff_t top, const double*& packed,
                                   Lanes (&sum)[R][V]) {
  const double* f = packed;
  for (std::ptrdiff_t j = 0; j < top; ++j) {
    Lanes x[V];
    GAUSSMIX_UNROLL
    for (int v = 0; v < V; ++v) x[v] = load(points + v * lanes);
    GAUSSMIX_UNROLL
    for (int i = 0; i < R; ++i) {
      GAUSSMIX_UNROLL
      for (int v = 0; v < V; ++v) sum[i][v] += x[v] * f[i];
    }
    points += stride;
    f += R;
  }
  GAUSSMIX_UNROLL
  for (int j = 0; j < R; ++j) {
    Lanes x[V];
    GAUSSMIX_UNROLL
    for (int v = 0; v < V; ++v) x[v] = load(points + j * stride + v * lanes);
    GAUSSMIX_UNROLL
    for (int i = j; i < R; ++i) {
      GAUSSMIX_UNROLL
      for (int v = 0; v < V; ++v) sum[i][v] += x[v] * f[i - j];
    }
    f += R - j;
  }
  packed = f;
}

GAUSSMIX_INLINE void centre_group(const BlockView& block, std::ptrdiff_t first,
                                  const double* centre, double* points) {
  const double* column = block.cells + first;
  for (std::ptrdiff_t j = 0; j < block.columns; ++j) {
    GAUSSMIX_UNROLL
    for (int v = 0; v < vectors; ++v) {
      store(points + v * lanes, load(column + v * lanes) - centre[j]);
    }
    column += block.stride;
    points += group;
  }
}

// Tile after tile of the factor for one group of points; finish(top, sums) sees each.
template <int V, class Finish>
GAUSSMIX_INLINE void multiply_factor(const double* points, std::ptrdiff_t stride,
                                     std::ptrdiff_t d, const double* packed,
                                     const Finish& finish) {
  std::ptrdiff_t top = 0;
  for (; top + factor_rows <= d; top += factor_rows) {
    Lanes sum[factor_rows][V] = {};
    multiply_rows(points, stride, top, packed, sum);
    finish(top, sum);
  }
  last_tile<factor_rows - 1>(d - top, [&](auto rows) {
    Lanes sum[decltype(rows)::value][V] = {};
    multiply_rows(points, stride, top, packed, sum);
    finish(top, sum);
  });
}

GAUSSMIX_INLINE void store_joint(const Lanes (&squared)[vectors], double constant,
                                 double* joint) {
  GAUSSMIX_UNROLL
  for (int v = 0; v < vectors; ++v) {
    const Lanes value = constant - squared[v] * 0.5;
    // Distances that overflowed, or differences of such.
    const Lanes nowhere = splat(-__builtin_inf());
    store(joint + v * lanes, value == value ? value : nowhere);
  }
}

void joint_full(const BlockView& block, const double* centre, const double* packed,
                double constant, double* room, double* joint) {
  for (std::ptrdiff_t first = 0; first < block.rows; first += group) {
    centre_group(block, first, centre, room);
    Lanes squared[vectors] = {};
    const auto add_to_squared = [&](std::ptrdiff_t, const auto& sum) {
      constexpr int rows = sizeof(sum) / sizeof(sum[0]);
      GAUSSMIX_UNROLL
      for (int i = 0; i < rows; ++i) {
        GAUSSMIX_UNROLL
        for (int v = 0; v < vectors; ++v) squared[v] += sum[i][v] * sum[i][v];
      }
    };
    multiply_factor<vectors>(room, group, block.columns, packed, add_to_squared);
    store_joint(squared, constant, joint + first);
  }
}

void turn(const BlockView& block, const double* centre, const double* packed, double* room,
          double* turned) {
  for (std::ptrdiff_t first = 0; first < block.rows; first += group) {
    centre_group(block, first, centre, room);
    const auto store_rows = [&](std::ptrdiff_t top, const auto& sum) {
      constexpr int rows = sizeof(sum) / sizeof(sum[0]);
      GAUSSMIX_UNROLL
      for (int i = 0; i < rows; ++i) {
        GAUSSMIX_UNROLL
        for (int v = 0; v < vectors; ++v) {
          store(turned + (top + i) * block.stride + first + v * lanes, sum[i][v]);
        }
      }
    };
    multiply_factor<vectors>(room, group, block.columns, packed, store_rows);
  }
}

// A scale for every column, which stand Step apart: 0 if it is the same for all.
template <std::ptrdiff_t Step>
GAUSSMIX_INLINE void joint_scaled(const BlockView& block, const double* centre,
                                  const double* scales, double constant, double* joint) {
  for (std::ptrdiff_t first = 0; first < block.rows; first += group) {
    const double* column = block.cells + first;
    Lanes squared[vectors] = {};
    for (std::ptrdiff_t j = 0; j < block.columns; ++j) {
      GAUSSMIX_UNROLL
      for (int v = 0; v < vectors; ++v) {
        // Scaled before it is squared: the square of a difference may overflow, or
        // that of a scale.
        const Lanes x = (load(column + v * lanes) - centre[j]) * scales[j * Step];
        squared[v] += x * x;
      }
      column += block.stride;
    }
    store_joint(squared, constant, joint + first);
  }
}

void joint_diagonal(const BlockView& block, const double* centre, const double* scales,
                    double constant, double* joint) {
  joint_scaled<1>(block, centre, scales, constant, joint);
}

void joint_spherical(const BlockView& block, const double* centre, double scale,
                     double constant, double* joint) {
  joint_scaled<0>(block, centre, &scale, constant, joint);
}

}  // namespace
}  // namespace gaussmix

#endif
