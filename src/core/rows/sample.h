#ifndef GAUSSMIX_CORE_ROWS_SAMPLE_H
#define GAUSSMIX_CORE_ROWS_SAMPLE_H

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "../ground/random.h"
#include "../ground/types.h"
#include "rows.h"

namespace gaussmix {

// A bounded number of whole rows, copied, relative to the origin of their data. Starts
// and moves are searched for on it: they look at single rows, wherever they lie.
class Sample final : public Rows {
 public:
  // `cells` are m x d. They were drawn from so many rows of positive weight, where they had these
  // numbers.
  Sample(Matrix cells, Vector weights, Index drawn_from, std::vector<Index> numbers);

  const Matrix& cells() const { return cells_; }
  const Vector& weights() const { return weights_; }
  Index drawn_from() const { return drawn_from_; }
  Vector row(Index i) const { return cells_.row(i).transpose(); }
  Index number(Index i) const { return numbers_[static_cast<std::size_t>(i)]; }

  bool has_holes() const override { return !filled_.empty(); }
  bool sees(Index row, Index column) const override {
    return filled_.empty() || !filled_[static_cast<std::size_t>(row + column * n_rows())];
  }
  // Its rows have the holes that they have there, by their numbers.
  void mark_filled(const Rows& from);

  std::unique_ptr<RowReader> reader() const override;

  Sample sample(Index m, Random& random) const override;

 private:
  Matrix cells_;
  Vector weights_;
  Index drawn_from_;
  std::vector<Index> numbers_;
  std::vector<bool> filled_;  // m x d, of rows with holes
};

// All rows of positive weight if there are no more than m, else m of them drawn without
// replacement in one sequential scan (Knuth, TAOCP 2, algorithm 3.4.2S). Rows are asked for in
// their order: weight_of(i), and of those that are drawn row(i).
template <class WeightOf, class Row>
Sample draw_sample(const RowCount& count, Index n_columns, Index m, Random& random,
                   const WeightOf& weight_of, const Row& row) {
  Index candidates = static_cast<Index>(count.positive);
  const Index drawn_from = candidates;
  Index wanted = std::min(m, candidates);
  const bool all = wanted == candidates;
  Matrix cells(wanted, n_columns);
  Vector weights(wanted);
  std::vector<Index> numbers(static_cast<std::size_t>(wanted));
  Index taken = 0;
  for (Index i = 0; i < count.all && wanted > 0; ++i) {
    const double weight = weight_of(i);
    if (!(weight > 0.0)) continue;
    if (all ||
        random.uniform() * static_cast<double>(candidates) < static_cast<double>(wanted)) {
      cells.row(taken) = row(i).transpose();
      weights[taken] = weight;
      numbers[static_cast<std::size_t>(taken)] = i;
      ++taken;
      --wanted;
    }
    --candidates;
  }
  return {std::move(cells), std::move(weights), drawn_from, std::move(numbers)};
}

// Four megabytes of rows, but enough for the components.
inline Index sample_rows(Index n_columns, Index n_components) {
  constexpr Index cells = 524288;
  return std::max<Index>(std::min<Index>(cells / n_columns, 16384), 20 * n_components);
}

}  // namespace gaussmix

#endif
