#include "observations.h"

#include <utility>

#include "memory-reader.h"

namespace gaussmix {

Observations::Observations(const double* values, Index n_rows, Index n_columns,
                           const double* weights, Vector origin)
    : Rows(RowCount(n_rows, weights), n_columns, std::move(origin)),
      values_(values),
      weights_(weights) {}

std::unique_ptr<RowReader> Observations::reader() const {
  return std::make_unique<MemoryReader>(*this, values_, weights_);
}

Sample Observations::sample(Index m, Random& random) const {
  const ConstMatrixMap rows(values_, n_rows(), n_columns(),
                            Eigen::OuterStride<>(n_rows()));
  return draw_sample(
      count(), n_columns(), m, random,
      [&](Index i) { return weights_ ? weights_[i] : 1.0; },
      [&](Index i) -> Vector { return rows.row(i).transpose() - origin(); });
}

}  // namespace gaussmix
