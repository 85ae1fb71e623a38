#ifndef GAUSSMIX_CORE_KERNELS_COMPLETE_H
#define GAUSSMIX_CORE_KERNELS_COMPLETE_H

#include "../ground/kernels.h"
#include "lanes.h"
#include "triangles.h"

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

GAUSSMIX_INLINE Lanes precision_of(const double* precision, std::ptrdiff_t d,
                                   const std::int32_t* a, const std::int32_t* b) {
  Lanes result = {};
  GAUSSMIX_UNROLL
  for (int v = 0; v < lanes; ++v) result[v] = precision[a[v] + d * b[v]];
  return result;
}

// L D L' is the precision of the missing columns of each row: L, with 1 / D for its ones.
// log|D|.
GAUSSMIX_INLINE Lanes factor_missing(const double* precision, std::ptrdiff_t d,
                                     const std::int32_t* missing, std::ptrdiff_t stride,
                                     std::ptrdiff_t m, double* lower) {
  Product determinant = {splat(1.0), {}};
  for (std::ptrdiff_t a = 0; a < m; ++a) {
    const std::int32_t* own = missing + a * stride;
    double* row = lower + entry(a, 0) * lanes;
    // At first the row of L D.
    for (std::ptrdiff_t b = 0; b < a; ++b) {
      Lanes value = precision_of(precision, d, own, missing + b * stride);
      for (std::ptrdiff_t c = 0; c < b; ++c)
        value -= load(row + c * lanes) * load(lower + entry(b, c) * lanes);
      store(row + b * lanes, value);
    }
    Lanes pivot = precision_of(precision, d, own, own);
    for (std::ptrdiff_t b = 0; b < a; ++b) {
      const Lanes value = load(row + b * lanes);
      const Lanes ratio = value * load(lower + entry(b, b) * lanes);
      store(row + b * lanes, ratio);
      pivot -= value * ratio;
    }
    determinant = times(determinant, pivot);
    store(row + a * lanes, 1.0 / pivot);
  }
  return logarithm(determinant);
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
    Lanes slope[together];
    GAUSSMIX_UNROLL
    for (std::ptrdiff_t c = 0; c < together; ++c) slope[c] = Lanes{};
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

// L^-1 times the slopes of what is missing, over D; what the distance is less for it.
GAUSSMIX_INLINE Lanes solve_missing(const double* inverse, const double* slopes,
                                    std::ptrdiff_t m, const std::int32_t* missing,
                                    std::ptrdiff_t stride, double* solved) {
  for (std::ptrdiff_t a = 0; a < m; ++a)
    store(solved + a * lanes, gather(slopes, lanes, missing + a * stride));
  Lanes less = {};
  for (std::ptrdiff_t a = m - 1; a >= 0; --a) {
    Lanes y = load(solved + a * lanes);
    for (std::ptrdiff_t b = 0; b < a; ++b)
      y += load(inverse + entry(a, b) * lanes) * load(solved + b * lanes);
    const Lanes part = y * load(inverse + entry(a, a) * lanes);
    less += y * part;
    store(solved + a * lanes, part);
  }
  return less;
}

// C = L'^-1 D^-1 L^-1, and what is expected: - C times the slopes, which are L'^-1 times what
// is solved. Room for m numbers of each row.
GAUSSMIX_INLINE void expect_missing(const double* inverse, const double* solved,
                                    std::ptrdiff_t m, const std::int32_t* missing,
                                    std::ptrdiff_t stride, double* room, double* completed,
                                    double* spread) {
  for (std::ptrdiff_t a = 0; a < m; ++a) {
    const Lanes own = load(inverse + entry(a, a) * lanes);
    Lanes expected = -load(solved + a * lanes);
    for (std::ptrdiff_t c = a + 1; c < m; ++c) {
      const Lanes value = load(inverse + entry(c, a) * lanes);
      expected -= value * load(solved + c * lanes);
      store(room + c * lanes, value * load(inverse + entry(c, c) * lanes));
    }
    scatter(expected, stride, missing + a * stride, completed);
    for (std::ptrdiff_t b = 0; b <= a; ++b) {
      Lanes value = b == a ? own : own * load(inverse + entry(a, b) * lanes);
      for (std::ptrdiff_t c = a + 1; c < m; ++c)
        value += load(room + c * lanes) * load(inverse + entry(c, b) * lanes);
      store(spread + entry(a, b) * stride, value);
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
  double* solved = lower + entry(m, 0) * lanes;
  for (std::ptrdiff_t i = 0; i < block.rows; i += lanes) {
    const std::int32_t* holes = missing + i;
    for (std::ptrdiff_t j = 0; j < d; ++j) {
      const Lanes value = load(block.cells + j * stride + i);
      store(completed + j * stride + i, value == value ? value - centre[j] : Lanes{});
    }
    Lanes distance = slopes_at(completed + i, stride, precision, d, slopes);
    const Lanes log_determinant = factor_missing(precision, d, holes, stride, m, lower);
    invert_unit(m, lower);
    // Without what is missing the distance is less.
    distance -= solve_missing(lower, slopes, m, holes, stride, solved);
    store(joint + i, constant - 0.5 * (distance + log_determinant));
    expect_missing(lower, solved, m, holes, stride, slopes, completed + i, spread + i);
  }
}

void joint_of_seen(const BlockView& block, const double* centre, const double* scales,
                   const double* of_missing, double constant, double* completed,
                   double* joint) {
  for (std::ptrdiff_t i = 0; i < block.rows; i += lanes) {
    Lanes distance = {};
    Lanes density = splat(constant);
    for (std::ptrdiff_t j = 0; j < block.columns; ++j) {
      const Lanes value = load(block.cells + j * block.stride + i);
      const Lanes from_centre = value == value ? value - centre[j] : Lanes{};
      store(completed + j * block.stride + i, from_centre);
      const Lanes scaled = from_centre * scales[j];
      distance += scaled * scaled;
      density += value == value ? Lanes{} : splat(of_missing[j]);
    }
    store(joint + i, density - 0.5 * distance);
  }
}

void weigh_missing(const BlockView& block, const double* weighted, double* sums) {
  for (std::ptrdiff_t j = 0; j < block.columns; ++j) {
    Lanes sum = {};
    for (std::ptrdiff_t i = 0; i < block.rows; i += lanes) {
      const Lanes value = load(block.cells + j * block.stride + i);
      sum += value == value ? Lanes{} : load(weighted + i);
    }
    sums[j] = sum_of_lanes(sum);
  }
}

// Which columns of each row are not numbers, in their order: the c-th of row i at missing[i + c
// * stride]. What a row misses next is written and left to stand if it does: whether it does
// cannot be foretold, so that one number more than a row misses is written.
void find_missing(const BlockView& block, std::ptrdiff_t rows, std::int32_t* missing) {
  for (std::ptrdiff_t i = 0; i < rows; ++i) {
    std::int32_t* next = missing + i;
    for (std::ptrdiff_t j = 0; j < block.columns; ++j) {
      const double value = block.cells[j * block.stride + i];
      *next = static_cast<std::int32_t>(j);
      next += block.stride & -static_cast<std::ptrdiff_t>(value != value);
    }
  }
}

}  // namespace
}  // namespace gaussmix

#endif
