#ifndef GAUSSMIX_CORE_ESTIMATORS_RIDGE_H
#define GAUSSMIX_CORE_ESTIMATORS_RIDGE_H

#include "../ground/types.h"
#include "../nouns/parameters.h"

namespace gaussmix {

// Adds variances of columns to the diagonal of a covariance; their mean where it is one number.
inline void add_to_diagonal(Shape shape, const Vector& variances, Matrix& covariance) {
  switch (shape) {
    case Shape::spherical:
      covariance.array() += variances.mean();
      break;
    case Shape::diagonal:
      covariance.col(0) += variances;
      break;
    case Shape::full:
      covariance.diagonal() += variances;
      break;
  }
}

inline void add_ridge(const Vector& ridge, Covariances& covariances) {
  for (Matrix& value : covariances.values) {
    add_to_diagonal(covariances.shape, ridge, value);
  }
}

}  // namespace gaussmix

#endif
