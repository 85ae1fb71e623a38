#include "memory-reader.h"

#include <algorithm>

#include "../ground/kernels.h"

namespace gaussmix {

MemoryReader::MemoryReader(const Rows& rows, const double* values, const double* weights)
    : rows_(rows), values_(values), weights_(weights) {}

void MemoryReader::read(Index number, Columns columns, Block& block) {
  rows_.prepare(number, columns, block);
  for (Index j = 0; j < block.n_columns; ++j) {
    kernels().load_column(block.count, values_ + block.first + j * rows_.n_rows(),
                          rows_.origin()[j], block.column(j));
  }
  block.fill_up();
  read_weights(block);
}

void MemoryReader::read_weights(Block& block) const {
  if (!weights_) {
    std::fill(block.weights(), block.weights() + block.count, 1.0);
    return;
  }
  std::copy_n(weights_ + block.first, block.count, block.weights());
  block.blank_rows_without_weight();
}

}  // namespace gaussmix
