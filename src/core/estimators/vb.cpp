#include "vb.h"

#include <cmath>
#include <cstddef>
#include <utility>

namespace gaussmix {

VariationalBayes::VariationalBayes(const Family& family, const ConjugatePrior& prior,
                                   const WeightPrior& weight_prior,
                                   const GammaLibrary& gamma, const Vector& ridge)
    : EstimatorWithPrior(family, prior, gamma, ridge),
      weight_prior_(weight_prior),
      gamma_(gamma) {}

Plan VariationalBayes::plan(const Parameters& parameters, double total_weight,
                            Status& status, int n_threads) const {
  const Vector counts = total_weight * parameters.weights;
  Vector log_weights = expected_log_weights(weight_prior_, counts, gamma_);
  const double d = static_cast<double>(parameters.dimension());
  for (Index k = 0; k < counts.size(); ++k) {
    const double degrees = degrees_of(counts, k);
    log_weights[k] += 0.5 * (wishart_.expected_log_determinant(degrees) -
                             d * std::log(degrees) - d / mean_precision_of(counts[k]));
  }
  return make_plan(log_weights, parameters.means, parameters.covariances, status,
                   n_threads);
}

Parameters VariationalBayes::update(const Statistics& statistics,
                                    const Parameters& previous) const {
  const Vector& counts = statistics.counts;
  Moments moments = with_prior(with_noise(moments_of(statistics)), prior_);
  Parameters next{counts / counts.sum(), std::move(moments.means), {}};
  const double copies = family_.shared ? static_cast<double>(counts.size()) : 1.0;
  const Vector divisors = counts.array() + prior_.degrees_of_freedom / copies;
  const Matrix no_ridge;
  next.covariances =
      family_.solve(std::move(moments), divisors, no_ridge, previous.covariances)
          .covariances;
  return next;
}

double VariationalBayes::penalty(const Parameters& parameters, const Plan& plan,
                                 double total_weight, int n_threads) const {
  const Vector counts = total_weight * parameters.weights;
  const Vector traces = geometry_.traces(plan, n_threads);
  double sum = divergence(weight_prior_, counts, gamma_);
  for (Index s = 0; s < traces.size(); ++s) {
    sum += divergence_of(degrees_of(counts, s),
                         plan.whitening.factors[static_cast<std::size_t>(s)], traces[s]);
  }
  for (Index k = 0; k < counts.size(); ++k) {
    sum += divergence_of_mean(counts[k], parameters.means.col(k), plan.whitening.of(k));
  }
  return sum;
}

Moments VariationalBayes::with_noise(Moments&& moments) const {
  for (std::size_t s = 0; s < moments.scatters.size(); ++s) {
    Matrix& scatter = moments.scatters[s];
    const double count =
        family_.shared ? moments.counts.sum() : moments.counts[static_cast<Index>(s)];
    if (scatter.cols() == 1) {
      scatter += count * ridge_;
    } else {
      scatter.diagonal() += count * ridge_;
    }
  }
  return std::move(moments);
}

double VariationalBayes::degrees_of(const Vector& counts, Index component) const {
  return prior_.degrees_of_freedom + (family_.shared ? counts.sum() : counts[component]);
}

double VariationalBayes::divergence_of_mean(double count, const Vector& mean,
                                            const Factor& factor) const {
  const double ratio = prior_.mean_precision / mean_precision_of(count);
  const double d = static_cast<double>(mean.size());
  return 0.5 * (d * (ratio - 1.0 - std::log(ratio)) +
                prior_.mean_precision * geometry_.distance(mean, factor));
}

double VariationalBayes::divergence_of(double degrees, const Factor& factor,
                                       double trace) const {
  const double d = static_cast<double>(prior_.mean.size());
  const double before = prior_.degrees_of_freedom;
  const double log_determinant =
      d * std::log(degrees) + geometry_.log_determinant_of(factor);
  return 0.5 * before * (log_determinant - geometry_.log_determinant()) + log_normaliser_ -
         wishart_.log_normaliser(degrees) +
         0.5 * (degrees - before) * wishart_.expected_log_determinant(degrees) -
         0.5 * degrees * d + 0.5 * trace;
}

}  // namespace gaussmix
