#include "row-count.h"

namespace gaussmix {

RowCount::RowCount(Index n_rows, const double* weights)
    : all(n_rows),
      rows(static_cast<double>(n_rows)),
      total_weight(static_cast<double>(n_rows)) {
  if (!weights || n_rows == 0) return;
  const Eigen::Map<const Vector> own(weights, n_rows);
  total_weight = own.sum();
  const double largest = own.maxCoeff();
  double sum = 0.0;
  double squares = 0.0;
  rows = 0.0;
  for (Index i = 0; i < n_rows; ++i) {
    if (!(own[i] > 0.0)) continue;
    const double share = own[i] / largest;
    sum += share;
    squares += share * share;
    rows += 1.0;
  }
  mean_weight = total_weight / rows;
  effective_share = sum * sum / (rows * squares);
}

}  // namespace gaussmix
