#ifndef GAUSSMIX_CORE_COVARIANCE_LOG_VOLUMES_H
#define GAUSSMIX_CORE_COVARIANCE_LOG_VOLUMES_H

#include <functional>

#include "../ground/types.h"

namespace gaussmix {

// The volumes of covariances lambda_k C of which C, of determinant 1, is shared. For given
// v_k = log lambda_k the likeliest C is S / |S|^(1 / d), S = sum_k W_k exp(-v_k), and what is left
// to minimise is sum_k n_k v_k + (n / d) log|S|: a convex function of the v_k, to which a
// number common to all makes no difference.

// log|S| / d, and where they are asked for its derivatives: minus the shares
// t_k = tr(S^-1 W_k) exp(-v_k) / d, and the cross terms
// tr(S^-1 W_k S^-1 W_l) exp(-v_k - v_l) / d as the products of the columns of a matrix, which has as
// many rows as scatters have numbers.
struct SumOfScatters {
  double log_determinant = 0.0;
  Vector shares;
  Matrix roots;
};

// Where the search for log volumes begins, from a number proportional to a volume that was.
double log_volume(double volume);

using SumAt =
    std::function<SumOfScatters(const Vector& log_volumes, bool with_derivatives)>;

struct LogVolumes {
  Vector values;  // up to a number that is common to all
  int iterations = 0;
  bool converged = false;
};

// By Newton steps from the given values, each shortened until it is a gain.
LogVolumes find_log_volumes(const SumAt& sum_at, const Vector& divisors, Vector values);

}  // namespace gaussmix

#endif
