#include "vee.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "../ground/linalg.h"
#include "log-volumes.h"

namespace gaussmix {

namespace {

// The scatters of those that say something and have a volume.
struct Scatters {
  std::vector<const Matrix*> values;
  Vector divisors;
  Vector log_volumes;  // where they are looked for from

  Scatters(const Evidence& evidence, const Covariances& previous) {
    std::vector<Index> those;
    for (const Index k : evidence.speaking) {
      if (evidence.scatter(k).trace() > 0.0) those.push_back(k);
    }
    divisors.resize(static_cast<Index>(those.size()));
    log_volumes.resize(divisors.size());
    for (std::size_t i = 0; i < those.size(); ++i) {
      values.push_back(&evidence.scatter(those[i]));
      divisors[static_cast<Index>(i)] = evidence.divisors[those[i]];
      log_volumes[static_cast<Index>(i)] = log_volume(previous.of(those[i]).trace());
    }
  }

  // Each times exp(-v_k).
  Matrix sum(const Vector& at) const {
    Matrix result = std::exp(-at[0]) * *values[0];
    for (std::size_t i = 1; i < values.size(); ++i)
      result += std::exp(-at[static_cast<Index>(i)]) * *values[i];
    return result;
  }
};

double log_determinant_of_lower(const Matrix& lower) {
  return 2.0 * lower.diagonal().array().log().sum();
}

// A sum that is singular has a determinant of rounding error: where it is, is no gain.
SumOfScatters sum_of(const Scatters& scatters, const Vector& at, bool with_derivatives) {
  const Index n = at.size();
  SumOfScatters result;
  Matrix lower;
  if (!cholesky(scatters.sum(at), lower)) {
    result.log_determinant = INFINITY;
    result.shares = scatters.divisors / scatters.divisors.sum();
    result.roots = Matrix::Zero(1, n);
    return result;
  }
  const Index d = lower.rows();
  result.log_determinant = log_determinant_of_lower(lower) / static_cast<double>(d);
  if (!with_derivatives) return result;
  const Matrix inverse = inverse_of_lower(lower);
  // Those of L^-1 W L^-T, one under the other in a column.
  Matrix turned(d * d, n);
  result.shares.resize(n);
  for (Index i = 0; i < n; ++i) {
    const Matrix half =
        times_lower(inverse, *scatters.values[static_cast<std::size_t>(i)]);
    const Matrix whole =
        std::exp(-at[i]) * times_lower(inverse, half.transpose()) / static_cast<double>(d);
    result.shares[i] = whole.trace();
    turned.col(i) = Eigen::Map<const Vector>(whole.data(), d * d);
  }
  result.roots = turned * std::sqrt(static_cast<double>(d));
  return result;
}

}  // namespace

Solution VeeFamily::members(const Evidence& evidence, const Covariances& previous,
                            Effort effort) const {
  Solution solution{{shape, shared, {}}};
  for (Index k = 0; k < evidence.n_components(); ++k)
    solution.covariances.values.push_back(evidence.scatter(k) / evidence.divisors[k]);
  Scatters scatters(evidence, previous);
  if (scatters.values.empty()) return solution;
  if (effort == Effort::whole) {
    const LogVolumes found = find_log_volumes(
        [&](const Vector& at, bool with_derivatives) {
          return sum_of(scatters, at, with_derivatives);
        },
        scatters.divisors, scatters.log_volumes);
    scatters.log_volumes = found.values;
    solution.iterations = found.iterations;
    solution.converged = found.converged;
  }
  Matrix common = scatters.sum(scatters.log_volumes);
  Matrix lower;
  if (!cholesky(common, lower)) return solution;
  const double d = static_cast<double>(common.rows());
  common *= std::exp(-log_determinant_of_lower(lower) / d);
  const Matrix inverse = square_of(inverse_of_lower(lower).transpose()) *
                         std::exp(log_determinant_of_lower(lower) / d);
  for (Matrix& value : solution.covariances.values) {
    value = value.cwiseProduct(inverse).sum() / d * common;
  }
  return solution;
}

}  // namespace gaussmix
