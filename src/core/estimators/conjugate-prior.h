#ifndef GAUSSMIX_CORE_ESTIMATORS_CONJUGATE_PRIOR_H
#define GAUSSMIX_CORE_ESTIMATORS_CONJUGATE_PRIOR_H

#include "../ground/types.h"
#include "../nouns/factor.h"
#include "../nouns/moments.h"
#include "../nouns/plan.h"

namespace gaussmix {

// What is known of a component before the data: an inverse Wishart distribution of its
// covariance, and given that a normal distribution of its mean. Of variances of columns
// each has an inverse Wishart distribution of dimension one; one variance for all
// columns has the product of these, as its columns are d observations of it.
struct ConjugatePrior {
  Vector mean;                  // d
  double mean_precision = 0.0;  // in observations; 0: nothing is known of means
  double degrees_of_freedom = 0.0;
  Matrix scale;  // in the compact form of a covariance

  bool knows_means() const { return mean_precision > 0.0; }
};

// Moments of the data together with the observations that a prior stands for.
Moments with_prior(Moments&& moments, const ConjugatePrior& prior);

// A prior, of which the scale is positive definite, as seen from covariances that have been
// whitened.
class PriorGeometry {
 public:
  PriorGeometry(const ConjugatePrior& prior, Shape shape);

  double log_determinant() const { return log_determinant_; }

  // log|C| of a covariance from its whitening factor.
  double log_determinant_of(const Factor& factor) const {
    return -2.0 * factor.log_determinant(mean_.size());
  }

  // The squared distance of a mean from the prior's, in units of a covariance.
  double distance(const Vector& mean, const Factor& factor) const {
    return factor.squared_length(mean - mean_);
  }

  // The traces of the scale times the inverse of each covariance.
  Vector traces(const Plan& plan, int n_threads) const;

 private:
  double dimension() const { return static_cast<double>(mean_.size()); }

  double trace(const Factor& factor) const;
  double trace_of_variances(const Matrix& factor) const;

  Vector mean_;
  Matrix scale_;
  Matrix root_;  // the Cholesky factor of a scale that is not diagonal
  Shape shape_;
  double log_determinant_ = 0.0;
};

}  // namespace gaussmix

#endif
