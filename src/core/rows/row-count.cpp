#include "row-count.h"

namespace gaussmix {

RowCount::RowCount(Index n_rows, const double* weights)
    : all(n_rows),
      positive(static_cast<double>(n_rows)),
      total_weight(static_cast<double>(n_rows)) {
  if (!weights || n_rows == 0) return;
  const Eigen::Map<const Vector> own(weights, n_rows);
  total_weight = own.sum();
  const double largest = own.maxCoeff();
  double sum = 0.0;
  double squares = 0.0;
  positive = 0.0;
  for (Index i = 0; i < n_rows; ++i) {
    if (!(own[i] > 0.0)) continue;
    const double share = own[i] / largest;
    sum += share;
    squares += share * share;
    positive += 1.0;
  }
  mean_weight = total_weight / positive;
  effective_share = sum * sum / (positive * squares);
}

}  // namespace gaussmix
