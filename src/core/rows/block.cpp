#include "block.h"

#include <numeric>

namespace gaussmix {

void Block::prepare(Index first_, Index count_, Index n_columns_, Index capacity,
                    Columns columns) {
  const bool close = columns == Columns::close && capacity < row_multiple;
  first = first_;
  count = count_;
  n_columns = n_columns_;
  numbers.clear();
  response_stride = column_stride(capacity);
  stride = close ? capacity : response_stride;
  size_of_cells =
      close ? padded_rows(capacity * n_columns) + row_multiple : stride * n_columns;
  room.reserve(size_of_cells + response_stride);
}

void Block::fill_up() {
  const Index padded = padded_rows(count);
  std::fill(weights() + count, weights() + padded, 0.0);
  if (stride >= padded) {
    for (Index j = 0; j < n_columns; ++j) {
      std::fill(column(j) + count, column(j) + padded, 0.0);
    }
    return;
  }
  double* end = column(n_columns);
  std::fill(end, end + padded, 0.0);
}

std::vector<Index> Block::order() const {
  std::vector<Index> places(numbers.size());
  std::iota(places.begin(), places.end(), Index{0});
  std::sort(places.begin(), places.end(),
            [&](Index a, Index b) { return number(a) < number(b); });
  return places;
}

void Block::blank_rows_without_weight() {
  for (Index i = 0; i < count; ++i) {
    if (weights()[i] != 0.0) continue;
    for (Index j = 0; j < n_columns; ++j) column(j)[i] = 0.0;
  }
}

}  // namespace gaussmix
