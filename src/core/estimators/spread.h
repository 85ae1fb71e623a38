#ifndef GAUSSMIX_CORE_ESTIMATORS_SPREAD_H
#define GAUSSMIX_CORE_ESTIMATORS_SPREAD_H

#include <functional>

#include "../ground/types.h"
#include "../nouns/observations.h"

namespace gaussmix {

// How many observations there are, and what weighs one of them on average: thresholds
// count rows, not weight. Rows without weight are none.
struct RowCount {
  double rows;
  double mean_weight;

  explicit RowCount(const Observations& observations);

  double of(double weight) const { return weight / mean_weight; }
};

// How far the data spread in the shape of a covariance, to which a component that the
// likelihood would let shrink without bound is drawn.
struct Spread {
  RowCount count;
  Shape shape = Shape::full;
  Matrix total;          // the covariance of all rows: 1 x 1, d x 1 or d x d
  Matrix rounding;       // 1 x 1 or d x 1: the variances that the rounding of values hides
  double log_det = 0.0;  // of `total`; of all d columns where that is one number
  bool flat = false;     // `total` has no inverse: all rows lie in a plane
  bool has_ridge = false;  // one that holds up everything

  // The weight of the penalty: that of 1 / sqrt(n) rows.
  double pull() const;
};

// The ridge is part of every covariance, as if the data had been blurred by it; empty if
// there is none. check_interrupt() is called between columns.
Spread spread_of(const Observations& observations, Shape shape, const Vector& ridge,
                 int n_threads, const std::function<void()>& check_interrupt);

// delta^2 / 12 for the smallest gap delta between different values: the variance of what
// rounding to multiples of delta takes away. Gaps below 1e-9 of the range are rounding
// errors themselves. Sorts the values.
double rounding_variance(Array& values);

}  // namespace gaussmix

#endif
