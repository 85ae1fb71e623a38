#include "conjugate-prior.h"

#include <cstddef>
#include <utility>

#include "../ground/linalg.h"
#include "../ground/parallel.h"

namespace gaussmix {

Moments with_prior(Moments&& moments, const ConjugatePrior& prior) {
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

PriorGeometry::PriorGeometry(const ConjugatePrior& prior, Shape shape)
    : mean_(prior.mean), scale_(prior.scale), shape_(shape) {
  Matrix whitening;
  double half = 0.0;
  whiten(shape, mean_.size(), scale_, whitening, half);
  log_determinant_ = -2.0 * half;
  if (shape == Shape::full && !scale_.isDiagonal(0.0)) cholesky(scale_, root_);
}

double PriorGeometry::log_determinant_of(const Matrix& factor) const {
  if (shape_ == Shape::full) return -2.0 * factor.diagonal().array().log().sum();
  const double copies = shape_ == Shape::spherical ? dimension() : 1.0;
  return -2.0 * copies * factor.array().log().sum();
}

double PriorGeometry::distance(const Vector& mean, const Matrix& factor) const {
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

Vector PriorGeometry::traces(const Plan& plan, int n_threads) const {
  const std::vector<Matrix>& factors = plan.whitening.factors;
  Vector result(static_cast<Index>(factors.size()));
  const int n_worth =
      threads_worth_whitening(shape_, mean_.size(), factors.size(), n_threads);
  parallel_for(result.size(), n_worth,
               [&](Index s) { result[s] = trace(factors[static_cast<std::size_t>(s)]); });
  return result;
}

double PriorGeometry::trace(const Matrix& factor) const {
  switch (shape_) {
    case Shape::full:
      return root_.size() > 0 ? trace_of_full(factor) : trace_of_variances(factor);
    case Shape::diagonal:
      return (scale_.array() * factor.array().square()).sum();
    default:
      return dimension() * scale_(0) * factor(0) * factor(0);
  }
}

double PriorGeometry::trace_of_full(const Matrix& factor) const {
  return times_lower(factor, root_).squaredNorm();
}

double PriorGeometry::trace_of_variances(const Matrix& factor) const {
  double sum = 0.0;
  for (Index j = 0; j < factor.cols(); ++j) {
    sum += scale_(j, j) * factor.col(j).tail(factor.rows() - j).squaredNorm();
  }
  return sum;
}

}  // namespace gaussmix
