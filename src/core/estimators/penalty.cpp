#include "penalty.h"

#include <cmath>
#include <cstddef>

#include "../nouns/factor.h"
#include "../nouns/moments.h"
#include "../nouns/shape.h"

namespace gaussmix {

namespace {

// What the log-likelihood loses and gains when one covariance becomes its C'.
double change_by_penalty(const Spread& spread, double count, const Matrix& covariance,
                         const Matrix& scatter, const Matrix& scatter_about_mean,
                         Index d) {
  Factor factor, penalised_factor;
  double half = 0.0, penalised_half = 0.0;
  const Matrix penalised = penalised_covariance(spread, count, scatter);
  if (!whiten(spread.shape, d, covariance, factor, half) ||
      !whiten(spread.shape, d, penalised, penalised_factor, penalised_half)) {
    return -INFINITY;
  }
  return 0.5 * (-2.0 * count * half + factor.trace(scatter_about_mean, d) +
                2.0 * (count + spread.pull()) * penalised_half +
                spread.pull() * spread.log_det - count * static_cast<double>(d));
}

}  // namespace

Matrix pulled_scatter(const Spread& spread, double count, const Matrix& scatter) {
  Matrix pulled = scatter + spread.pull() * spread.total;
  add_variances(spread.shape, count * spread.rounding.col(0), pulled);
  return pulled;
}

Matrix penalised_covariance(const Spread& spread, double count, const Matrix& scatter) {
  return pulled_scatter(spread, count, scatter) / (count + spread.pull());
}

double penalised_log_likelihood(const Spread& spread, const Parameters& parameters,
                                const Statistics& statistics) {
  const Shape shape = spread.shape;
  const Moments moments = moments_of(statistics);
  double sum = statistics.log_likelihood;
  for (Index k = 0; k < parameters.n_components(); ++k) {
    const Matrix scatter = shaped(shape, moments.scatters[static_cast<std::size_t>(k)]);
    Matrix about_mean = scatter;
    add_square(shape, moments.counts[k], moments.means.col(k) - parameters.means.col(k),
               about_mean);
    sum += change_by_penalty(spread, moments.counts[k], parameters.covariances.of(k),
                             scatter, about_mean, parameters.dimension());
  }
  return sum;
}

Plan HeldUp::plan(const Parameters& parameters, double total_weight, Status& status,
                  int n_threads) const {
  Plan plan = free_.plan(parameters, total_weight, status, n_threads);
  if (!status.ok()) return plan;
  for (Index k = 0; k < plan.n_components(); ++k) {
    if (!held_[static_cast<std::size_t>(k)]) continue;
    plan.log_constants[k] -= 0.5 * plan.whitening.of(k).trace_of_variances(
                                       spread_.rounding.col(0), plan.dimension());
  }
  return plan;
}

Parameters HeldUp::update(const Statistics& statistics, const Parameters& previous) const {
  const auto pull = [&](Moments& moments, Vector& divisors, Matrix& ridge) {
    ridge = ridge.col(0).rowwise().replicate(divisors.size()).eval();
    for (std::size_t s = 0; s < held_.size(); ++s) {
      const Index k = static_cast<Index>(s);
      const double count = statistics.counts[k];
      if (!held_[s] || is_empty(count, statistics.total_weight)) continue;
      Matrix& scatter = moments.scatters[s];
      scatter = pulled_scatter(spread_, count, shaped(spread_.shape, scatter));
      divisors[k] += spread_.pull();
      ridge.col(k).setZero();
    }
  };
  return free_.changed_update(statistics, previous, pull);
}

double HeldUp::penalty(const Parameters&, const Plan& plan, double, int) const {
  const Index d = plan.dimension();
  double sum = 0.0;
  for (Index k = 0; k < plan.n_components(); ++k) {
    if (!held_[static_cast<std::size_t>(k)]) continue;
    const Factor& factor = plan.whitening.of(k);
    sum += factor.trace(spread_.total, d) - spread_.log_det -
           2.0 * factor.log_determinant(d) - static_cast<double>(d);
  }
  return 0.5 * spread_.pull() * sum;
}

}  // namespace gaussmix
