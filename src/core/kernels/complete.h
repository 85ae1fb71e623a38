#ifndef GAUSSMIX_CORE_KERNELS_COMPLETE_H
#define GAUSSMIX_CORE_KERNELS_COMPLETE_H

#include "../ground/kernels.h"
#include "lanes.h"

namespace gaussmix {
namespace {

// A number of each row from columns that differ from row to row.
GAUSSMIX_INLINE Lanes gather(const double* columns, std::ptrdiff_t stride,
                             const std::int32_t* which) {
  Lanes result = {};
  GAUSSMIX_UNROLL
  for (int v = 0; v < lanes; ++v) result[v] = columns[which[v] * stride + v];
  return result;
}

GAUSSMIX_INLINE void scatter(Lanes values, std::ptrdiff_t stride,
                             const std::int32_t* which, double* columns) {
  GAUSSMIX_UNROLL
  for (int v = 0; v < lanes; ++v) columns[which[v] * stride + v] = values[v];
}

// The place of row a of a triangle for each row of data.
GAUSSMIX_INLINE double* triangle_row(double* triangles, std::ptrdiff_t a) {
  return triangles + a * (a + 1) / 2 * lanes;
}

// L with L L' the precision of the missing columns of each row, but for its diagonal, of which it has
// the reciprocals. The log of its determinant, which is half that of the precision.
GAUSSMIX_INLINE Lanes factor_missing(const double* precision, std::ptrdiff_t d,
                                     const std::int32_t* missing, std::ptrdiff_t stride,
                                     std::ptrdiff_t m, double* lower) {
  Lanes log_determinant = {};
  for (std::ptrdiff_t a = 0; a < m; ++a) {
    double* row = triangle_row(lower, a);
    for (std::ptrdiff_t b = 0; b <= a; ++b) {
      const double* other = triangle_row(lower, b);
      Lanes value = {};
      GAUSSMIX_UNROLL
      for (int v = 0; v < lanes; ++v)
        value[v] = precision[missing[a * stride + v] + d * missing[b * stride + v]];
      for (std::ptrdiff_t c = 0; c < b; ++c)
        value -= load(row + c * lanes) * load(other + c * lanes);
      if (b < a) {
        store(row + b * lanes, value * load(other + b * lanes));
        continue;
      }
      // Not of products: in some units they are no numbers.
      log_determinant += logarithm(value);
      store(row + a * lanes, 1.0 / square_root(value));
    }
  }
  return 0.5 * log_determinant;
}

// L^-1 in place of L with the reciprocals of its diagonal.
GAUSSMIX_INLINE void invert_triangles(std::ptrdiff_t m, double* lower) {
  for (std::ptrdiff_t a = 0; a < m; ++a) {
    double* row = triangle_row(lower, a);
    const Lanes pivot = load(row + a * lanes);
    for (std::ptrdiff_t b = 0; b < a; ++b) {
      // What stands right of b in this row is still L's.
      Lanes sum = {};
      for (std::ptrdiff_t c = b; c < a; ++c)
        sum += load(row + c * lanes) * load(triangle_row(lower, c) + b * lanes);
      store(row + b * lanes, -sum * pivot);
    }
  }
}

// The precision times what is seen, d x lanes, and what is seen times that.
GAUSSMIX_INLINE Lanes slopes_at(const double* seen, std::ptrdiff_t stride,
                                const double* precision, std::ptrdiff_t d,
                                double* slopes) {
  constexpr std::ptrdiff_t together = 8;
  Lanes distance = {};
  for (std::ptrdiff_t first = 0; first < d; first += together) {
    // The last ones once more rather than none.
    const double* column[together];
    GAUSSMIX_UNROLL
    for (std::ptrdiff_t c = 0; c < together; ++c)
      column[c] = precision + d * (first + c < d ? first + c : d - 1);
    Lanes slope[together] = {};
    for (std::ptrdiff_t l = 0; l < d; ++l) {
      const Lanes x = load(seen + l * stride);
      GAUSSMIX_UNROLL
      for (std::ptrdiff_t c = 0; c < together; ++c) slope[c] += column[c][l] * x;
    }
    for (std::ptrdiff_t c = 0; c < together && first + c < d; ++c) {
      store(slopes + (first + c) * lanes, slope[c]);
      distance += slope[c] * load(seen + (first + c) * stride);
    }
  }
  return distance;
}

// C = L'^-1 L^-1 of the inverse, and what is expected: - C times the slopes, which are L'^-1 times
// what is solved.
GAUSSMIX_INLINE void expect_missing(const double* inverse, const double* solved,
                                    std::ptrdiff_t m, const std::int32_t* missing,
                                    std::ptrdiff_t stride, double* completed,
                                    double* spread) {
  for (std::ptrdiff_t a = 0; a < m; ++a) {
    Lanes expected = {};
    for (std::ptrdiff_t c = a; c < m; ++c)
      expected -= load(inverse + (c * (c + 1) / 2 + a) * lanes) * load(solved + c * lanes);
    scatter(expected, stride, missing + a * stride, completed);
    for (std::ptrdiff_t b = 0; b <= a; ++b) {
      Lanes value = {};
      for (std::ptrdiff_t c = a; c < m; ++c)
        value += load(inverse + (c * (c + 1) / 2 + a) * lanes) *
                 load(inverse + (c * (c + 1) / 2 + b) * lanes);
      store(spread + (a * (a + 1) / 2 + b) * stride, value);
    }
  }
}

void complete_rows(const BlockView& block, const double* centre, const double* precision,
                   double constant, std::ptrdiff_t m, const std::int32_t* missing,
                   double* room, double* completed, double* joint, double* spread) {
  const std::ptrdiff_t d = block.columns;
  const std::ptrdiff_t stride = block.stride;
  double* slopes = room;
  double* lower = slopes + d * lanes;
  double* solved = lower + m * (m + 1) / 2 * lanes;
  for (std::ptrdiff_t i = 0; i < block.rows; i += lanes) {
    const std::int32_t* holes = missing + i;
    for (std::ptrdiff_t j = 0; j < d; ++j)
      store(completed + j * stride + i, load(block.cells + j * stride + i) - centre[j]);
    for (std::ptrdiff_t a = 0; a < m; ++a)
      scatter(Lanes{}, stride, holes + a * stride, completed + i);
    Lanes distance = slopes_at(completed + i, stride, precision, d, slopes);
    const Lanes log_determinant = factor_missing(precision, d, holes, stride, m, lower);
    invert_triangles(m, lower);
    // Without what is missing the distance is less by the square of L^-1 times the slopes there.
    for (std::ptrdiff_t a = 0; a < m; ++a) {
      Lanes y = {};
      for (std::ptrdiff_t b = 0; b <= a; ++b)
        y += load(lower + (a * (a + 1) / 2 + b) * lanes) *
             gather(slopes, lanes, holes + b * stride);
      store(solved + a * lanes, y);
      distance -= y * y;
    }
    store(joint + i, constant - 0.5 * distance - log_determinant);
    expect_missing(lower, solved, m, holes, stride, completed + i, spread + i);
  }
}

}  // namespace
}  // namespace gaussmix

#endif
