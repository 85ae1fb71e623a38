#ifndef GAUSSMIX_CORE_ESTIMATORS_CONJUGATE_PRIOR_H
#define GAUSSMIX_CORE_ESTIMATORS_CONJUGATE_PRIOR_H

#include <cmath>
#include <utility>
#include <vector>

#include "../ground/linalg.h"
#include "../ground/parallel.h"
#include "../ground/types.h"
#include "../nouns/moments.h"
#include "../nouns/parameters.h"
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
inline Moments with_prior(Moments&& moments, const ConjugatePrior& prior) {
  const bool pooled = moments.scatters.size() == 1;
  for (Index k = 0; k < moments.counts.size() && prior.knows_means(); ++k) {
    const double both = prior.mean_precision + moments.counts[k];
    const double share = prior.mean_precision / both;
    const Vector shift = prior.mean - moments.means.col(k);
    // From the nearer end, so that a mean that is all but known keeps its distance from it.
    if (share < 0.5) {
      moments.means.col(k) += share * shift;
    } else {
      moments.means.col(k) = prior.mean - (moments.counts[k] / both) * shift;
    }
    Matrix& scatter = moments.scatters[pooled ? 0 : static_cast<std::size_t>(k)];
    take_shift(-share * moments.counts[k], shift, scatter);
  }
  for (Matrix& scatter : moments.scatters) {
    settle_scatter(scatter);
    if (prior.scale.size() == 1) {
      scatter.array() += prior.scale(0);
    } else {
      scatter += prior.scale;
    }
  }
  return std::move(moments);
}

// A prior, of which the scale is positive definite, as seen from covariances that have been
// whitened.
class PriorGeometry {
 public:
  PriorGeometry(const ConjugatePrior& prior, Shape shape)
      : mean_(prior.mean), scale_(prior.scale), shape_(shape) {
    Matrix whitening;
    double half = 0.0;
    whiten(shape, mean_.size(), scale_, whitening, half);
    log_determinant_ = -2.0 * half;
    if (shape == Shape::full && !scale_.isDiagonal(0.0)) cholesky(scale_, root_);
  }

  double log_determinant() const { return log_determinant_; }

  // log|C| of a covariance from its whitening factor.
  double log_determinant_of(const Matrix& factor) const {
    if (shape_ == Shape::full) return -2.0 * factor.diagonal().array().log().sum();
    const double copies = shape_ == Shape::spherical ? dimension() : 1.0;
    return -2.0 * copies * factor.array().log().sum();
  }

  // The squared distance of a mean from the prior's, in units of a covariance.
  double distance(const Vector& mean, const Matrix& factor) const {
    const Vector step = mean - mean_;
    switch (shape_) {
      case Shape::full:
        return (factor.triangularView<Eigen::Lower>() * step).squaredNorm();
      case Shape::diagonal:
        return factor.col(0).cwiseProduct(step).squaredNorm();
      default:
        return factor(0) * factor(0) * step.squaredNorm();
    }
  }

  // The traces of the scale times the inverse of each covariance.
  Vector traces(const Plan& plan, int n_threads) const {
    const std::vector<Matrix>& factors = plan.whitening.factors;
    Vector result(static_cast<Index>(factors.size()));
    const int n_worth =
        threads_worth_whitening(shape_, mean_.size(), factors.size(), n_threads);
    parallel_for(result.size(), n_worth, [&](Index s) {
      result[s] = trace(factors[static_cast<std::size_t>(s)]);
    });
    return result;
  }

 private:
  double dimension() const { return static_cast<double>(mean_.size()); }

  double trace(const Matrix& factor) const {
    switch (shape_) {
      case Shape::full:
        return root_.size() > 0 ? trace_of_full(factor) : trace_of_variances(factor);
      case Shape::diagonal:
        return (scale_.array() * factor.array().square()).sum();
      default:
        return dimension() * scale_(0) * factor(0) * factor(0);
    }
  }

  double trace_of_full(const Matrix& factor) const {
    const Matrix product = factor.triangularView<Eigen::Lower>() * root_;
    return product.squaredNorm();
  }

  double trace_of_variances(const Matrix& factor) const {
    double sum = 0.0;
    for (Index j = 0; j < factor.cols(); ++j) {
      sum += scale_(j, j) * factor.col(j).tail(factor.rows() - j).squaredNorm();
    }
    return sum;
  }

  Vector mean_;
  Matrix scale_;
  Matrix root_;  // the Cholesky factor of a scale that is not diagonal
  Shape shape_;
  double log_determinant_ = 0.0;
};

}  // namespace gaussmix

#endif
