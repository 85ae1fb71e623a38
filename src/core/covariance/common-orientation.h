#ifndef GAUSSMIX_CORE_COVARIANCE_COMMON_ORIENTATION_H
#define GAUSSMIX_CORE_COVARIANCE_COMMON_ORIENTATION_H

#include "../ground/linalg.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "tied-family.h"

namespace gaussmix {

// Principal axes that all components share, and the variances of each by itself along these.
struct CommonOrientation {
  Matrix axes;       // d x d, orthonormal
  Matrix variances;  // d x K
  int iterations = 0;
  bool converged = true;
};

// What the likeliest axes make small: of equal volumes the sum of the geometric means of the
// variances of each component, of others the sum of the logs of these, each times the divisor.
enum class Volumes { equal, own };

// By rotations in the planes of two axes, in turn, each to where the rest being as it is the
// likelihood is higher (Flury and Gautschi 1986; of equal volumes by the same argument, as
// geometric means are concave). From the axes of the previous covariances; where these are all the
// same, from those of the pooled scatter and of the columns, too, as there are several maxima.
CommonOrientation common_orientation(const Evidence& evidence, const Covariances& previous,
                                     Volumes volumes, Effort effort);

// The axes of one scatter and its sums of squares along these: a small one to as many digits as a
// large one, where columns are in other units, which a library's eigenvalues are not.
PrincipalAxes own_axes(const Matrix& scatter);

// The covariances that have these variances along the axes, a column a component.
Covariances along_axes(const Matrix& axes, const Matrix& variances);

}  // namespace gaussmix

#endif
