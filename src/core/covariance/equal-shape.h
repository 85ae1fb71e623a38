#ifndef GAUSSMIX_CORE_COVARIANCE_EQUAL_SHAPE_H
#define GAUSSMIX_CORE_COVARIANCE_EQUAL_SHAPE_H

#include "../ground/types.h"
#include "tied-family.h"

namespace gaussmix {

// Variances lambda_k a_j of columns, or of principal axes, a column a component.
struct EqualShape {
  Matrix variances;  // d x K
  int iterations = 0;
  bool converged = true;
};

// The likeliest ones, where `squares` are the sums of squares by column and component, and the
// volumes are looked for from the given ones, which need be known up to a common factor.
EqualShape equal_shape(const Matrix& squares, const Evidence& evidence,
                       const Vector& volumes);

// Variances of which each component has its own shape, and all one volume, from those that each has
// by itself.
Matrix equal_volumes(Matrix variances, const Evidence& evidence);

// Covariances of independent columns with these variances, a column a component.
Covariances along_columns(const Matrix& variances);

}  // namespace gaussmix

#endif
