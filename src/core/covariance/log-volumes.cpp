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

// The curvature times a step. In the direction of all ones nothing changes, and a curvature there
// does no harm.
Vector curved(const SumOfScatters& sum, const Vector& parts, const Vector& step) {
  return sum.shares.cwiseProduct(step) + parts * parts.dot(step) -
         sum.roots.transpose() * (sum.roots * step);
}

// By conjugate gradients in units of the shares, but for which the curvature has the rank of the
// scatters: of many components that takes a small part of the time.
Vector newton_step_of_many(const SumOfScatters& sum, const Vector& parts) {
  constexpr double still = 1e-30;  // of squares
  Vector step = Vector::Zero(parts.size());
  Vector rest = sum.shares - parts;
  Vector scaled = rest.cwiseQuotient(sum.shares);
  Vector way = scaled;
  double size = rest.dot(scaled);
  const double least = still * size;
  for (Index i = 0; i < parts.size() && size > least; ++i) {
    const Vector bent = curved(sum, parts, way);
    const double length = size / way.dot(bent);
    if (!(length > 0.0)) return alternating_step(sum, parts);
    step += length * way;
    rest -= length * bent;
    scaled = rest.cwiseQuotient(sum.shares);
    const double before = size;
    size = rest.dot(scaled);
    way = scaled + size / before * way;
  }
  return step;
}

Vector newton_step(const SumOfScatters& sum, const Vector& parts) {
  constexpr Index many = 50;
  if (parts.size() > many) return newton_step_of_many(sum, parts);
  Matrix curvature = parts * parts.transpose() - sum.roots.transpose() * sum.roots;
  curvature.diagonal() += sum.shares;
  Matrix lower;
  if (!cholesky(curvature, lower)) return alternating_step(sum, parts);
  Vector step = sum.shares - parts;
  lower.triangularView<Eigen::Lower>().solveInPlace(step);
  lower.transpose().triangularView<Eigen::Upper>().solveInPlace(step);
  return step;
}

double longest(const Vector& step) { return step.cwiseAbs().maxCoeff(); }

}  // namespace

double log_volume(double volume) { return volume > 0.0 ? std::log(volume) : 0.0; }

LogVolumes find_log_volumes(const SumAt& sum_at, const Vector& divisors, Vector values) {
  constexpr int most = 100;
  // Steps as short need not be gains, which rounding would hide. They end where they are rounding
  // themselves, and no longer become shorter.
  constexpr double near = 1e-4;
  constexpr double still = 1e-14;
  const Vector parts = divisors / divisors.sum();
  const auto height = [&](const Vector& at, const SumOfScatters& sum) {
    return parts.dot(at) + sum.log_determinant;
  };
  LogVolumes result{std::move(values)};
  double before = INFINITY;  // the length of the last short step
  while (!result.converged && result.iterations < most) {
    const SumOfScatters sum = sum_at(result.values, true);
    const double here = height(result.values, sum);
    Vector step = newton_step(sum, parts);
    ++result.iterations;
    if (!step.allFinite()) return result;
    if (longest(step) <= near) {
      const bool is_rounding = longest(step) <= 1e-10 && longest(step) > 0.5 * before;
      before = longest(step);
      result.values += step;
      result.converged = before <= still || is_rounding;
      continue;
    }
    const auto after = [&](const Vector& whole) {
      const Vector there = result.values + whole;
      return height(there, sum_at(there, false));
    };
    while (longest(step) > near && !(after(step) < here)) step /= 2.0;
    result.values += step;
  }
  return result;
}

}  // namespace gaussmix
