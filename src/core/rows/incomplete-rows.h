#ifndef GAUSSMIX_CORE_ROWS_INCOMPLETE_ROWS_H
#define GAUSSMIX_CORE_ROWS_INCOMPLETE_ROWS_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "../ground/random.h"
#include "../ground/types.h"
#include "patterns.h"
#include "rows.h"
#include "sample.h"

namespace gaussmix {

// Rows of which as many columns are missing, others in each row: all columns, no number where
// nothing is seen, and which ones these are, in their order: the c-th of row i at i + c *
// stride of the block.
struct BlockWithHoles {
  Block block;
  Index n_missing = 0;
  std::vector<std::int32_t> missing;

  Index missing_column(Index row, Index c) const {
    return missing[static_cast<std::size_t>(row + c * block.stride)];
  }

  // Where each pair of a row's missing columns is in a d x d matrix, in its lower triangle.
  void find_pairs(Index row, std::vector<Index>& places) const {
    std::size_t p = 0;
    for (Index a = 0; a < n_missing; ++a) {
      // Missing columns are in their order.
      for (Index b = 0; b <= a; ++b)
        places[p++] = missing_column(row, a) + missing_column(row, b) * block.n_columns;
    }
  }
};

// Rows in memory of somebody else, some of which have holes: cells that are no numbers. EM
// takes them pattern by pattern. Who wants whole rows, as starts do, reads them with the holes
// filled.
class IncompleteRows final : public Rows {
 public:
  // The cells are n x d, column-major; the weights n, and 0 where a row is in no pattern.
  IncompleteRows(const double* cells, Patterns patterns, Vector weights, Vector origin);

  const Patterns& patterns() const { return patterns_; }
  double weight(Index row) const { return weights_[row]; }
  double cell(Index row, Index column) const {
    return cells_[row + column * n_rows()] - origin()[column];
  }

  bool has_holes() const override { return true; }
  bool sees(Index row, Index column) const override;

  // So many rows of a pattern, from so far behind its first one, in the columns that are seen.
  void read(const Pattern& pattern, Index from, Index count, Block& block) const;

  // So many rows in all columns, by their places in the order of patterns; what is missing is
  // not a number.
  void read(const Index* places, Index count, Block& block) const;

  // So many rows with as many missing columns, by their places in the order of patterns.
  void read(const Index* places, Index count, Index n_missing, BlockWithHoles& to) const;

  // What is seen of a column.
  Array seen_values(Index column) const;

  // What stands in the holes of the rows with weight, row by row, and where each row's begin.
  void fill(std::vector<double> fillings, const std::vector<Index>& places);
  const std::vector<double>& fillings() const { return fillings_; }
  std::size_t first_filling(Index block) const {
    return first_fillings_[static_cast<std::size_t>(block)];
  }

  std::unique_ptr<RowReader> reader() const override;

  Sample sample(Index m, Random& random) const override;

 private:
  // The weights and some columns of the block's rows; `more` rows stand behind their numbers.
  void load(const std::vector<Index>& columns, const Index* numbers, Index more,
            Block& block) const;

  const double* cells_;
  Patterns patterns_;
  Vector weights_;
  std::vector<Index> all_columns_;
  std::vector<double> fillings_;
  std::vector<std::size_t> first_fillings_;  // of each block
};

// Finds the patterns. `weights` are null where every weight is one.
IncompleteRows incomplete_rows(const double* cells, Index n_rows, Index n_columns,
                               const double* weights, Vector origin);

}  // namespace gaussmix

#endif
