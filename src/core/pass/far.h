#ifndef GAUSSMIX_CORE_PASS_FAR_H
#define GAUSSMIX_CORE_PASS_FAR_H

#include <cmath>

#include "../ground/types.h"
#include "../nouns/plan.h"

namespace gaussmix {

// Below this log density the squared distances have too few digits left for
// their differences, or have overflowed.
constexpr double far_log_density = -1e6;

// F_k (x - c).
inline Vector whitened_difference(const Plan& plan, Index component,
                                  const Vector& difference) {
  const Matrix& factor = plan.whitening.of(component);
  switch (plan.whitening.shape) {
    case Shape::spherical:
      return factor(0) * difference;
    case Shape::diagonal:
      return factor.col(0).cwiseProduct(difference);
    default:
      return factor.triangularView<Eigen::Lower>() * difference;
  }
}

// a'b without overflow on the way; infinite with the right sign if it must be.
inline double scaled_dot(const Vector& a, const Vector& b) {
  const double size_a = a.lpNorm<Eigen::Infinity>();
  const double size_b = b.lpNorm<Eigen::Infinity>();
  if (size_a == 0.0 || size_b == 0.0) return 0.0;
  return (a / size_a).dot(b / size_b) * size_a * size_b;
}

// The logs of the joint densities of a far point relative to that of its nearest
// component. |z_k|^2 - |z_j|^2 is taken as (z_k - z_j)'(z_k + z_j), and under a
// shared factor z_k - z_j = F (c_j - c_k) does not depend on the point at all,
// so that nothing cancels.
inline Vector far_log_ratios(const Plan& plan, const Vector& x, Index& nearest) {
  const Index n_components = plan.n_components();
  Matrix z(plan.dimension(), n_components);
  nearest = 0;
  double smallest = INFINITY;
  for (Index k = 0; k < n_components; ++k) {
    z.col(k) = whitened_difference(plan, k, x - plan.centres.col(k));
    const double norm = z.col(k).stableNorm();
    if (norm < smallest && plan.log_constants[k] > -INFINITY) {
      smallest = norm;
      nearest = k;
    }
  }
  Vector ratios(n_components);
  for (Index k = 0; k < n_components; ++k) {
    const Vector difference =
        plan.whitening.shared
            ? whitened_difference(plan, k,
                                  plan.centres.col(nearest) - plan.centres.col(k))
            : Vector(z.col(k) - z.col(nearest));
    const Vector sum = z.col(k) + z.col(nearest);
    ratios[k] = plan.log_constants[k] - plan.log_constants[nearest] -
                0.5 * scaled_dot(difference, sum);
  }
  return ratios;
}

}  // namespace gaussmix

#endif
