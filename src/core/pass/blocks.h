#ifndef GAUSSMIX_CORE_PASS_BLOCKS_H
#define GAUSSMIX_CORE_PASS_BLOCKS_H

#include <algorithm>

#include "../ground/types.h"
#include "../nouns/observations.h"

namespace gaussmix {

// Rows are taken in blocks that fit a cache. Their size depends on d alone, never
// on the number of threads: random streams are tied to blocks.
inline Index block_rows(Index n_columns) {
  constexpr Index cells = 32768;
  return std::clamp<Index>(cells / std::max<Index>(n_columns, 1) / 8 * 8, 64, 512);
}

inline Index n_blocks(Index n_rows, Index n_columns) {
  const Index rows = block_rows(n_columns);
  return (n_rows + rows - 1) / rows;
}

// How many partial sums a pass keeps: fixed by the problem so that the order of
// additions, hence every bit of the result, is the same for any thread count;
// bounded in memory by the size of one partial sum.
inline Index n_partials(Index n_blocks_, double bytes_of_one) {
  constexpr double budget = 16.0 * 1024 * 1024;
  const double affordable = std::clamp(budget / std::max(bytes_of_one, 1.0), 8.0, 64.0);
  return std::clamp<Index>(n_blocks_, 1, static_cast<Index>(affordable));
}

// A block of rows, columns contiguous, relative to the origin of the data.
struct Block {
  Index first = 0;
  Index count = 0;
  Matrix cells;    // at least count x d; the first count rows count
  Vector weights;  // likewise

  auto rows() const { return cells.topRows(count); }
};

inline void load_block(const Observations& observations, Index first,
                       Block& block) {
  const Index d = observations.n_columns;
  const Index capacity = block_rows(d);
  if (block.cells.rows() != capacity || block.cells.cols() != d) {
    block.cells.resize(capacity, d);
    block.weights.resize(capacity);
  }
  block.first = first;
  block.count = std::min(capacity, observations.n_rows - first);
  const ConstMatrixMap rows(observations.values + first, block.count, d,
                            Eigen::OuterStride<>(observations.n_rows));
  block.cells.topRows(block.count) =
      rows.rowwise() - observations.origin.transpose();
  if (!observations.weights) {
    block.weights.head(block.count).setOnes();
    return;
  }
  for (Index i = 0; i < block.count; ++i) {
    block.weights[i] = observations.weights[first + i];
    // A row of weight zero must not count, however far away it lies.
    if (block.weights[i] == 0.0) block.cells.row(i).setZero();
  }
}

}  // namespace gaussmix

#endif
