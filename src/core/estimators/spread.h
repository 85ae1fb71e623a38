#ifndef GAUSSMIX_CORE_ESTIMATORS_SPREAD_H
#define GAUSSMIX_CORE_ESTIMATORS_SPREAD_H

#include "../covariance/family.h"
#include "../ground/types.h"
#include "../pass/pass.h"
#include "../rows/row-count.h"

namespace gaussmix {

// How far the data spread in the shape of the covariances of a family, to which a component that the
// likelihood would let shrink without bound is drawn.
struct Spread {
  RowCount count;
  const Family* family = nullptr;
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
// there is none.
Spread spread_of(const Pass& pass, const Family& family, const Vector& ridge);

}  // namespace gaussmix

#endif
