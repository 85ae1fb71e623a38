#include "log-volumes.h"

#include <cmath>
#include <utility>

#include "../ground/linalg.h"

namespace gaussmix {

namespace {

// Where the curvature is lost in rounding: each volume to where it is best for S as it is.
Vector alternating_step(const SumOfScatters& sum, const Vector& parts) {
  return sum.shares.cwiseQuotient(parts).array().log();
}

// In the direction of all ones nothing changes, and a curvature there does no harm.
Vector newton_step(const SumOfScatters& sum, const Vector& gradient, const Vector& parts) {
  Matrix curvature = -sum.cross;
  curvature.diagonal() += sum.shares;
  curvature.array() += 1.0 / static_cast<double>(parts.size());
  Matrix lower;
  if (!cholesky(curvature, lower)) return alternating_step(sum, parts);
  Vector step = -gradient;
  lower.triangularView<Eigen::Lower>().solveInPlace(step);
  lower.transpose().triangularView<Eigen::Upper>().solveInPlace(step);
  return step;
}

}  // namespace

double log_volume(double volume) { return volume > 0.0 ? std::log(volume) : 0.0; }

LogVolumes find_log_volumes(const SumAt& sum_at, const Vector& divisors, Vector values) {
  constexpr int most = 100;
  // Steps as short need not be gains, which rounding would hide, and so short they end.
  constexpr double near = 1e-4;
  constexpr double still = 1e-14;
  const Vector parts = divisors / divisors.sum();
  LogVolumes result{std::move(values)};
  double here = INFINITY;
  double length = INFINITY;
  while (!result.converged && result.iterations < most) {
    const SumOfScatters sum = sum_at(result.values, true);
    here = parts.dot(result.values) + sum.log_determinant;
    Vector step = newton_step(sum, parts - sum.shares, parts);
    const double before = length;
    length = step.cwiseAbs().maxCoeff();
    ++result.iterations;
    if (!step.allFinite()) return result;
    if (length <= near) {
      result.values += step;
      result.converged = length <= still || length > 0.5 * before;
      continue;
    }
    const auto value_after = [&](const Vector& whole) {
      const Vector there = result.values + whole;
      return parts.dot(there) + sum_at(there, false).log_determinant;
    };
    while (length > near && !(value_after(step) < here)) {
      step /= 2.0;
      length /= 2.0;
    }
    result.values += step;
  }
  return result;
}

}  // namespace gaussmix
