#ifndef GAUSSMIX_CORE_ROWS_BLOCK_H
#define GAUSSMIX_CORE_ROWS_BLOCK_H

#include <algorithm>
#include <vector>

#include "../ground/kernels.h"
#include "../ground/room.h"
#include "../ground/types.h"

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

// A block of rows, columns contiguous, relative to the origin of the data. What belongs to
// a row elsewhere is found by its number.
struct Block {
  Index first = 0;  // the least number
  Index count = 0;
  Index n_columns = 0;
  Index stride = 0;            // of columns
  Index response_stride = 0;   // of what has as many rows: they are always apart
  std::vector<Index> numbers;  // of the rows, where they are not in their order
  Index size_of_cells = 0;
  Room room;

  // Room for the rows of a block of which none has more than `capacity`; to be filled by who
  // reads, weights included.
  void prepare(Index first_, Index count_, Index n_columns_, Index capacity,
               Columns columns);

  // Where kernels read beyond the rows that have been filled in.
  void fill_up();

  // A row of weight zero must not count, however far away it lies.
  void blank_rows_without_weight();

  double* cells() const { return room.data(); }
  double* column(Index j) const { return room.data() + j * stride; }
  double* weights() const { return room.data() + size_of_cells; }
  BlockView view() const { return {cells(), stride, padded_rows(count), n_columns}; }

  bool in_order() const { return numbers.empty(); }
  Index number(Index i) const {
    return in_order() ? first + i : numbers[static_cast<std::size_t>(i)];
  }

  // The places of the rows by their numbers; empty where they are in order.
  std::vector<Index> order() const;

  Vector row(Index i) const {
    return ConstMatrixMap(cells(), count, n_columns, Eigen::OuterStride<>(stride))
        .row(i)
        .transpose();
  }
};

}  // namespace gaussmix

#endif
