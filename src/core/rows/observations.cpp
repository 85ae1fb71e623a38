#include "observations.h"

#include <algorithm>
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
  Index candidates = static_cast<Index>(count().positive);
  const Index drawn_from = candidates;
  Index wanted = std::min(m, candidates);
  const bool all = wanted == candidates;
  Matrix cells(wanted, n_columns());
  Vector weights(wanted);
  const ConstMatrixMap rows(values_, n_rows(), n_columns(),
                            Eigen::OuterStride<>(n_rows()));
  Index taken = 0;
  for (Index i = 0; i < n_rows() && wanted > 0; ++i) {
    const double weight = weights_ ? weights_[i] : 1.0;
    if (!(weight > 0.0)) continue;
    if (all ||
        random.uniform() * static_cast<double>(candidates) < static_cast<double>(wanted)) {
      cells.row(taken) = rows.row(i) - origin().transpose();
      weights[taken] = weight;
      ++taken;
      --wanted;
    }
    --candidates;
  }
  return {std::move(cells), std::move(weights), drawn_from};
}

}  // namespace gaussmix
