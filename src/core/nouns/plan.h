#ifndef GAUSSMIX_CORE_NOUNS_PLAN_H
#define GAUSSMIX_CORE_NOUNS_PLAN_H

#include <cmath>
#include <limits>
#include <vector>

#include "../ground/linalg.h"
#include "../ground/types.h"
#include "parameters.h"
#include "status.h"

namespace gaussmix {

// F with F' F = inverse covariance: a number, d numbers or a lower triangle.
struct Whitening {
  Shape shape = Shape::full;
  bool shared = false;
  std::vector<Matrix> factors;

  const Matrix& of(Index component) const {
    return factors[shared ? 0 : static_cast<std::size_t>(component)];
  }
};

// All that a pass over the data needs to know of a model: the log joint density
// of x and component k is log_constants[k] - |F_k (x - centre_k)|^2 / 2.
struct Plan {
  Vector log_constants;  // K
  Matrix centres;        // d x K
  Whitening whitening;

  Index n_components() const { return log_constants.size(); }
  Index dimension() const { return centres.rows(); }
};

// The factor of one covariance and the log-determinant of that factor.
inline bool whiten(Shape shape, Index d, const Matrix& covariance,
                   Matrix& factor, double& log_determinant) {
  if (shape == Shape::full) {
    if (!cholesky(covariance, factor)) return false;
    log_determinant = -factor.diagonal().array().log().sum();
    invert_lower(factor);
    return std::isfinite(log_determinant);
  }
  constexpr double least = std::numeric_limits<double>::min();
  if (!((covariance.array() >= least) && covariance.array().isFinite()).all()) {
    return false;
  }
  factor = covariance.array().sqrt().inverse();
  const double copies = shape == Shape::spherical ? static_cast<double>(d) : 1.0;
  log_determinant = -0.5 * copies * covariance.array().log().sum();
  return factor.array().isFinite().all();
}

// The plan of a mixture with the given log weights; the trouble of the first
// component whose covariance cannot be factored goes to status.
inline Plan make_plan(const Vector& log_weights, const Matrix& means,
                      const Covariances& covariances, Status& status) {
  constexpr double log_two_pi = 1.8378770664093454835606594728112;
  const Index d = means.rows();
  Plan plan;
  plan.centres = means;
  plan.whitening.shape = covariances.shape;
  plan.whitening.shared = covariances.shared;
  plan.whitening.factors.resize(covariances.values.size());
  Vector log_determinants(static_cast<Index>(covariances.values.size()));
  for (std::size_t k = 0; k < covariances.values.size(); ++k) {
    if (!whiten(covariances.shape, d, covariances.values[k],
                plan.whitening.factors[k],
                log_determinants[static_cast<Index>(k)])) {
      // A shared covariance belongs to no component.
      status = {Trouble::singular, covariances.shared ? -1 : static_cast<Index>(k)};
      return plan;
    }
  }
  plan.log_constants =
      log_weights.array() - 0.5 * static_cast<double>(d) * log_two_pi;
  for (Index k = 0; k < plan.n_components(); ++k) {
    plan.log_constants[k] += log_determinants[covariances.shared ? 0 : k];
  }
  return plan;
}

inline Plan make_plan(const Parameters& parameters, Status& status) {
  return make_plan(parameters.weights.array().log().matrix(), parameters.means,
                   parameters.covariances, status);
}

}  // namespace gaussmix

#endif
