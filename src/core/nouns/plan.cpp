#include "plan.h"

#include <algorithm>
#include <cmath>

#include "../ground/parallel.h"

namespace gaussmix {

namespace {

// The factors of all covariances and their log-determinants, which are not numbers where a
// covariance cannot be factored.
void whiten_all(const Covariances& covariances, Index d, int n_threads,
                std::vector<Factor>& factors, Vector& log_determinants) {
  const Index n = static_cast<Index>(covariances.values.size());
  factors.resize(covariances.values.size());
  log_determinants.resize(n);
  const int n_worth =
      threads_worth_whitening(covariances.shape, d, covariances.values.size(), n_threads);
  parallel_for(n, n_worth, [&](Index s) {
    const std::size_t place = static_cast<std::size_t>(s);
    const bool whitened = whiten(covariances.shape, d, covariances.values[place],
                                 factors[place], log_determinants[s]);
    if (!whitened) log_determinants[s] = NAN;
  });
}

}  // namespace

Whitening no_whitening() { return {true, {{Shape::spherical, Matrix::Ones(1, 1)}}}; }

Plan plan_of_one(Index d) { return {Vector::Zero(1), Matrix::Zero(d, 1), no_whitening()}; }

Plan plan_of_distances(Plan plan) {
  plan.log_constants.setZero();
  return plan;
}

int threads_worth_whitening(Shape shape, Index d, std::size_t copies, int n_threads) {
  constexpr double least = 4e6;
  if (shape != Shape::full) return 1;
  const double size = static_cast<double>(d);
  const double work = size * size * size * static_cast<double>(copies);
  const double most = std::max(1.0, static_cast<double>(n_threads));
  return static_cast<int>(std::clamp(work / least, 1.0, most));
}

Plan make_plan(const Vector& log_weights, const Matrix& means,
               const Covariances& covariances, Status& status, int n_threads) {
  const Index d = means.rows();
  Plan plan;
  plan.centres = means;
  plan.whitening.shared = covariances.shared;
  Vector log_determinants;
  whiten_all(covariances, d, n_threads, plan.whitening.factors, log_determinants);
  for (Index s = 0; s < log_determinants.size(); ++s) {
    if (!std::isnan(log_determinants[s])) continue;
    // A shared covariance belongs to no component.
    status = {Trouble::singular, covariances.shared ? -1 : s};
    return plan;
  }
  plan.log_constants = log_weights.array() - 0.5 * static_cast<double>(d) * log_two_pi;
  for (Index k = 0; k < plan.n_components(); ++k) {
    plan.log_constants[k] += log_determinants[covariances.shared ? 0 : k];
  }
  return plan;
}

Plan make_plan(const Parameters& parameters, Status& status, int n_threads) {
  return make_plan(parameters.weights.array().log().matrix(), parameters.means,
                   parameters.covariances, status, n_threads);
}

}  // namespace gaussmix
