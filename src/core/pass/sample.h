#ifndef GAUSSMIX_CORE_PASS_SAMPLE_H
#define GAUSSMIX_CORE_PASS_SAMPLE_H

#include <algorithm>

#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/observations.h"

namespace gaussmix {

// A bounded number of rows, copied, relative to the origin of their data. Starts
// are searched for on it, so that they need no memory that grows with n.
struct Sample {
  Matrix cells;          // m x d
  Vector weights;        // m
  Index drawn_from = 0;  // rows of positive weight

  Observations view() const {
    return {cells.data(), cells.rows(), cells.cols(), weights.data(),
            Vector::Zero(cells.cols())};
  }
};

// Four megabytes of rows, but enough for the components.
inline Index sample_rows(Index n_columns, Index n_components) {
  constexpr Index cells = 524288;
  return std::max<Index>(std::min<Index>(cells / n_columns, 16384),
                         20 * n_components);
}

// All rows of positive weight if there are no more than m, else m of them drawn
// without replacement in one sequential scan (Knuth, TAOCP 2, algorithm 3.4.2S).
inline Sample draw_sample(const Observations& observations, Index m,
                          Random& random) {
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
    if (all || random.uniform() * static_cast<double>(candidates) <
                   static_cast<double>(wanted)) {
      sample.cells.row(taken) = rows.row(i) - observations.origin.transpose();
      sample.weights[taken] = observations.weight(i);
      ++taken;
      --wanted;
    }
    --candidates;
  }
  return sample;
}

// Which share of the rows of positive weight would tell as much if all weighed the same
// (Kish 1965, Survey Sampling, section 11.7). Where a few rows have most of the weight, a
// sample says little about them all.
inline double effective_share(const Observations& observations) {
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

#endif
