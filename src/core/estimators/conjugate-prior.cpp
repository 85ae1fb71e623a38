#include "conjugate-prior.h"

#include <cstddef>
#include <utility>
#include <vector>

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
    : mean_(prior.mean),
      scale_(prior.scale),
      shape_(shape),
      log_determinant_(gaussmix::log_determinant_of(shape, mean_.size(), scale_)) {
  if (shape == Shape::full && !scale_.isDiagonal(0.0)) cholesky(scale_, root_);
}

Vector PriorGeometry::traces(const Plan& plan, int n_threads) const {
  const std::vector<Factor>& factors = plan.whitening.factors;
  Vector result(static_cast<Index>(factors.size()));
  const int n_worth =
      threads_worth_whitening(shape_, mean_.size(), factors.size(), n_threads);
  parallel_for(result.size(), n_worth,
               [&](Index s) { result[s] = trace(factors[static_cast<std::size_t>(s)]); });
  return result;
}

double PriorGeometry::trace(const Factor& factor) const {
  switch (shape_) {
    case Shape::full:
      return root_.size() > 0 ? times_lower(factor.values, root_).squaredNorm()
                              : trace_of_variances(factor.values);
    case Shape::diagonal:
      return factor.trace(scale_, mean_.size());
    default:
      return dimension() * scale_(0) * factor.values(0) * factor.values(0);
  }
}

double PriorGeometry::trace_of_variances(const Matrix& factor) const {
  double sum = 0.0;
  for (Index j = 0; j < factor.cols(); ++j) {
    sum += scale_(j, j) * factor.col(j).tail(factor.rows() - j).squaredNorm();
  }
  return sum;
}

}  // namespace gaussmix
