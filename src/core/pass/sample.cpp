#include "sample.h"

#include <algorithm>

namespace gaussmix {

Sample draw_sample(const Observations& observations, Index m, Random& random) {
  Index candidates = 0;
  for (Index i = 0; i < observations.n_rows; ++i) {
    if (observations.weight(i) > 0.0) ++candidates;
  }
  Index wanted = std::min(m, candidates);
  const bool all = wanted == candidates;
  Sample sample{Matrix(wanted, observations.n_columns), Vector(wanted), candidates};
  const ConstMatrixMap rows(observations.values, observations.n_rows,
                            observations.n_columns,
                            Eigen::OuterStride<>(observations.n_rows));
  Index taken = 0;
  for (Index i = 0; i < observations.n_rows && wanted > 0; ++i) {
    if (!(observations.weight(i) > 0.0)) continue;
    if (all ||
        random.uniform() * static_cast<double>(candidates) < static_cast<double>(wanted)) {
      sample.cells.row(taken) = rows.row(i) - observations.origin.transpose();
      sample.weights[taken] = observations.weight(i);
      ++taken;
      --wanted;
    }
    --candidates;
  }
  return sample;
}

double effective_share(const Observations& observations) {
  if (!observations.weights) return 1.0;
  const Eigen::Map<const Array> weights(observations.weights, observations.n_rows);
  const double largest = weights.maxCoeff();
  double sum = 0.0;
  double squares = 0.0;
  double rows = 0.0;
  for (Index i = 0; i < observations.n_rows; ++i) {
    if (!(weights[i] > 0.0)) continue;
    const double share = weights[i] / largest;
    sum += share;
    squares += share * share;
    rows += 1.0;
  }
  return sum * sum / (rows * squares);
}

}  // namespace gaussmix
