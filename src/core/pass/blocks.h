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

// Columns one cache line further apart than their rows need: at a distance of a page
// they would crowd into the same places of the cache.
inline Index column_stride(Index rows) { return padded_rows(rows) + 8; }

// How the columns of a block lie in memory. Apart: rows of zeros and of weight zero fill
// each up to a multiple of what kernels take at once. Close: without these, so that few
// rows of many columns take no more than their cells; what a kernel takes for further rows of a
// column are then cells of the next ones, of weight zero all the same. Kernels that write
// columns want them apart.
enum class Columns { apart, close };

// A block of rows, columns contiguous, relative to the origin of the data.
struct Block {
  Index first = 0;
  Index count = 0;
  Index n_columns = 0;
  Index stride = 0;           // of columns
  Index response_stride = 0;  // of what has as many rows: they are always apart
  Index size_of_cells = 0;
  Room room;

  double* cells() const { return room.data(); }
  double* weights() const { return room.data() + size_of_cells; }
  BlockView view() const { return {cells(), stride, padded_rows(count), n_columns}; }

  Vector row(Index i) const {
    return ConstMatrixMap(cells(), count, n_columns, Eigen::OuterStride<>(stride))
        .row(i)
        .transpose();
  }
};

inline void load_cells(const Observations& observations, Block& block) {
  const Index padded = padded_rows(block.count);
  const bool filled = block.stride >= padded;
  for (Index j = 0; j < block.n_columns; ++j) {
    const double* from = observations.values + block.first + j * observations.n_rows;
    double* to = block.cells() + j * block.stride;
    kernels().load_column(block.count, from, observations.origin[j], to);
    if (filled) std::fill(to + block.count, to + padded, 0.0);
  }
  if (!filled) {
    double* end = block.cells() + block.n_columns * block.stride;
    std::fill(end, end + padded, 0.0);
  }
}

inline void load_block(const Observations& observations, Index first, Block& block,
                       Columns columns = Columns::apart) {
  const Index d = observations.n_columns;
  const Index capacity = std::min(block_rows(d), observations.n_rows);
  const bool close = columns == Columns::close && capacity < row_multiple;
  block.first = first;
  block.count = std::min(block_rows(d), observations.n_rows - first);
  block.n_columns = d;
  block.response_stride = column_stride(capacity);
  block.stride = close ? capacity : block.response_stride;
  block.size_of_cells =
      close ? padded_rows(capacity * d) + row_multiple : block.stride * d;
  block.room.reserve(block.size_of_cells + block.response_stride);
  load_cells(observations, block);
  const Index padded = padded_rows(block.count);
  double* weights = block.weights();
  std::fill(weights + block.count, weights + padded, 0.0);
  if (!observations.weights) {
    std::fill(weights, weights + block.count, 1.0);
    return;
  }
  double* cells = block.cells();
  for (Index i = 0; i < block.count; ++i) {
    weights[i] = observations.weights[first + i];
    if (weights[i] != 0.0) continue;
    // A row of weight zero must not count, however far away it lies.
    for (Index j = 0; j < d; ++j) cells[i + j * block.stride] = 0.0;
  }
}

}  // namespace gaussmix

#endif
