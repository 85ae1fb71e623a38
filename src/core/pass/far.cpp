#include "far.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gaussmix {

namespace {

// a'b without overflow on the way; infinite with the right sign if it must be.
double scaled_dot(const Vector& a, const Vector& b) {
  const double size_a = a.lpNorm<Eigen::Infinity>();
  const double size_b = b.lpNorm<Eigen::Infinity>();
  if (size_a == 0.0 || size_b == 0.0) return 0.0;
  return (a / size_a).dot(b / size_b) * size_a * size_b;
}

}  // namespace

FarPoint::FarPoint(const Plan& plan, const Vector& x)
    : whitened(plan.dimension(), plan.n_components()) {
  // Halves, because differences of the largest numbers overflow.
  const Matrix halves = (-0.5 * plan.centres).colwise() + 0.5 * x;
  const double half = std::max(halves.lpNorm<Eigen::Infinity>(), 0.5);
  size = 2.0 * std::min(half, 0.5 * std::numeric_limits<double>::max());
  for (Index k = 0; k < plan.n_components(); ++k) {
    whitened.col(k) = plan.whitening.of(k).times(halves.col(k) / half);
  }
}

double FarPoint::further(const Plan& plan, Index k, Index j) const {
  const Vector sum = whitened.col(k) + whitened.col(j);
  if (plan.whitening.shared) {
    return scaled_dot(
        plan.whitening.of(k).times(plan.centres.col(j) - plan.centres.col(k)), sum);
  }
  const Vector difference = whitened.col(k) - whitened.col(j);
  return scaled_dot(difference, sum) * size;
}

Vector far_log_ratios(const Plan& plan, const Vector& x, Index& nearest) {
  const FarPoint point(plan, x);
  nearest = -1;
  for (Index k = 0; k < plan.n_components(); ++k) {
    if (!(plan.log_constants[k] > -INFINITY)) continue;
    if (nearest < 0 || point.further(plan, k, nearest) < 0.0) nearest = k;
  }
  Vector ratios(plan.n_components());
  for (Index k = 0; k < plan.n_components(); ++k) {
    ratios[k] = plan.log_constants[k] - plan.log_constants[nearest] -
                0.5 * point.further(plan, k, nearest) * point.size;
  }
  return ratios;
}

}  // namespace gaussmix
