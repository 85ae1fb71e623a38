#ifndef GAUSSMIX_CORE_PASS_BLOCKS_H
#define GAUSSMIX_CORE_PASS_BLOCKS_H

#include <algorithm>

#include "../ground/instruction-set.h"
#include "../ground/room.h"
#include "../ground/types.h"
#include "../nouns/observations.h"

namespace gaussmix {

// Rows are taken in blocks that fit a cache. Their size depends on d alone, never
// on the number of threads: random streams are tied to blocks.
inline Index block_rows(Index n_columns) {
  constexpr Index cells = 65536;
  return std::clamp<Index>(
      cells / std::max<Index>(n_columns, 1) / row_multiple * row_multiple, 64, 512);
}

inline Index n_blocks(Index n_rows, Index n_columns) {
  const Index rows = block_rows(n_columns);
  return (n_rows + rows - 1) / rows;
}

// How many partial sums a pass keeps: fixed by the problem so that the order of
// additions, hence every bit of the result, is the same for any thread count; fewer
// where one is large, as to add it up takes time.
inline Index n_partials(Index n_blocks_, double bytes_of_one) {
  constexpr double budget = 4.0 * 1024 * 1024;
  const double affordable = std::clamp(budget / std::max(bytes_of_one, 1.0), 16.0, 64.0);
  return std::clamp<Index>(n_blocks_, 1, static_cast<Index>(affordable));
}

inline Index padded_rows(Index rows) {
  return (rows + row_multiple - 1) / row_multiple * row_multiple;
}

// A block of rows, columns contiguous, relative to the origin of the data. Rows of
// zeros and of weight zero fill it up to a multiple of what kernels take at once.
struct Block {
  Index first = 0;
  Index count = 0;
  Index n_columns = 0;
  Index stride = 0;
  Room room;

  double* cells() const { return room.data(); }
  double* weights() const { return room.data() + n_columns * stride; }
  BlockView view() const { return {cells(), stride, padded_rows(count), n_columns}; }

  Vector row(Index i) const {
    return ConstMatrixMap(cells(), count, n_columns, Eigen::OuterStride<>(stride))
        .row(i)
        .transpose();
  }
};

// Columns one cache line further apart than their rows need: at a distance of a page
// they would crowd into the same places of the cache.
inline Index column_stride(Index rows) { return padded_rows(rows) + 8; }

inline void load_block(const Observations& observations, Index first, Block& block) {
  const Index d = observations.n_columns;
  const Index capacity = std::min(block_rows(d), observations.n_rows);
  block.first = first;
  block.count = std::min(block_rows(d), observations.n_rows - first);
  block.n_columns = d;
  block.stride = column_stride(capacity);
  block.room.reserve(block.stride * (d + 1));
  const Index padded = padded_rows(block.count);
  double* cells = block.cells();
  for (Index j = 0; j < d; ++j) {
    const double* from = observations.values + first + j * observations.n_rows;
    double* to = cells + j * block.stride;
    kernels().load_column(block.count, from, observations.origin[j], to);
    std::fill(to + block.count, to + padded, 0.0);
  }
  double* weights = block.weights();
  std::fill(weights + block.count, weights + padded, 0.0);
  if (!observations.weights) {
    std::fill(weights, weights + block.count, 1.0);
    return;
  }
  for (Index i = 0; i < block.count; ++i) {
    weights[i] = observations.weights[first + i];
    if (weights[i] != 0.0) continue;
    // A row of weight zero must not count, however far away it lies.
    for (Index j = 0; j < d; ++j) cells[i + j * block.stride] = 0.0;
  }
}

}  // namespace gaussmix

#endif
