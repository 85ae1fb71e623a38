#ifndef GAUSSMIX_CORE_ESTIMATORS_RIDGE_H
#define GAUSSMIX_CORE_ESTIMATORS_RIDGE_H

#include "../ground/types.h"
#include "../nouns/parameters.h"

namespace gaussmix {

// Adds a ridge to the diagonals; its mean over the columns where a covariance is
// one number.
inline void add_ridge(const Vector& ridge, Covariances& covariances) {
  for (Matrix& value : covariances.values) {
    switch (covariances.shape) {
      case Shape::spherical:
        value.array() += ridge.mean();
        break;
      case Shape::diagonal:
        value.col(0) += ridge;
        break;
      case Shape::full:
        value.diagonal() += ridge;
        break;
    }
  }
}

}  // namespace gaussmix

#endif
