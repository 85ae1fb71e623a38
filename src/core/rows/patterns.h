#ifndef GAUSSMIX_CORE_ROWS_PATTERNS_H
#define GAUSSMIX_CORE_ROWS_PATTERNS_H

#include <vector>

#include "../ground/types.h"

namespace gaussmix {

// Rows that have holes in the same columns.
struct Pattern {
  std::vector<Index> seen;     // columns
  std::vector<Index> missing;  // the others
  Index first = 0;             // the first of its rows in the order of patterns
  Index count = 0;
};

// The patterns of rows with holes, those that see more columns first, and the rows in their
// order: what is made for patterns one after another mostly has the same size. A row without
// weight or without any value is in none: it says nothing.
class Patterns {
 public:
  // The cells are column-major; those that are no numbers are missing. `weights` are null where
  // every weight is one.
  Patterns(const double* cells, Index n_rows, Index n_columns, const double* weights);

  const std::vector<Pattern>& all() const { return all_; }

  // How many rows are in some pattern, and which one is the i-th in their order.
  Index n_rows() const { return static_cast<Index>(order_.size()); }
  Index row(Index i) const { return order_[static_cast<std::size_t>(i)]; }
  const Index* rows_from(Index i) const { return order_.data() + i; }

 private:
  std::vector<Pattern> all_;
  std::vector<Index> order_;
};

}  // namespace gaussmix

#endif
