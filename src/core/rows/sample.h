#ifndef GAUSSMIX_CORE_ROWS_SAMPLE_H
#define GAUSSMIX_CORE_ROWS_SAMPLE_H

#include <algorithm>
#include <memory>

#include "../ground/random.h"
#include "../ground/types.h"
#include "rows.h"

namespace gaussmix {

// A bounded number of whole rows, copied, relative to the origin of their data. Starts
// and moves are searched for on it: they look at single rows, wherever they lie.
class Sample final : public Rows {
 public:
  // `cells` are m x d. They were drawn from so many rows of positive weight.
  Sample(Matrix cells, Vector weights, Index drawn_from);

  const Matrix& cells() const { return cells_; }
  const Vector& weights() const { return weights_; }
  Index drawn_from() const { return drawn_from_; }
  Vector row(Index i) const { return cells_.row(i).transpose(); }

  std::unique_ptr<RowReader> reader() const override;

  Sample sample(Index m, Random& random) const override;

 private:
  Matrix cells_;
  Vector weights_;
  Index drawn_from_;
};

// Four megabytes of rows, but enough for the components.
inline Index sample_rows(Index n_columns, Index n_components) {
  constexpr Index cells = 524288;
  return std::max<Index>(std::min<Index>(cells / n_columns, 16384), 20 * n_components);
}

}  // namespace gaussmix

#endif
