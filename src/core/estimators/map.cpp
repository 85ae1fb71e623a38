#include "map.h"

#include <cmath>
#include <cstddef>
#include <utility>

#include "../nouns/moments.h"

namespace gaussmix {

Plan MaximumPosterior::plan(const Parameters& parameters, double, Status& status,
                            int n_threads) const {
  return make_plan(parameters, status, n_threads);
}

Parameters MaximumPosterior::update(const Statistics& statistics,
                                    const Parameters& previous) const {
  return maximised(statistics, previous, &Family::solve);
}

Parameters MaximumPosterior::advance(const Statistics& statistics,
                                     const Parameters& previous) const {
  return maximised(statistics, previous, &Family::advance);
}

Parameters MaximumPosterior::maximised(const Statistics& statistics,
                                       const Parameters& previous,
                                       Family::Maximise maximise) const {
  Moments moments = with_prior(moments_of(statistics), prior_);
  Parameters next{likeliest_weights(statistics.counts, proportions_),
                  std::move(moments.means),
                  {}};
  const Vector by = divisors(statistics.counts);
  next.covariances =
      (family_.*maximise)(std::move(moments), by, ridge_, previous.covariances).covariances;
  return next;
}

double MaximumPosterior::penalty(const Parameters& parameters, const Plan& plan, double,
                                 int n_threads) const {
  const Vector traces = geometry_.traces(plan, n_threads);
  double sum = 0.0;
  for (Index s = 0; s < traces.size(); ++s) {
    sum += log_density_of(plan.whitening.factors[static_cast<std::size_t>(s)], traces[s]);
  }
  for (Index k = 0; k < plan.n_components() && prior_.knows_means(); ++k) {
    sum += log_density_of_mean(parameters.means.col(k), plan.whitening.of(k));
  }
  return -sum;
}

Vector MaximumPosterior::divisors(const Vector& counts) const {
  const double beyond = prior_.degrees_of_freedom + wishart_.covariance_power();
  const double copies = family_.shared ? static_cast<double>(counts.size()) : 1.0;
  return (counts.array() + (prior_.knows_means() ? 1.0 : 0.0) + beyond / copies).matrix();
}

double MaximumPosterior::log_density_of(const Factor& factor, double trace) const {
  const double degrees = prior_.degrees_of_freedom;
  return 0.5 * degrees * geometry_.log_determinant() - log_normaliser_ -
         0.5 * (degrees + wishart_.covariance_power()) *
             geometry_.log_determinant_of(factor) -
         0.5 * trace;
}

double MaximumPosterior::log_density_of_mean(const Vector& mean,
                                             const Factor& factor) const {
  const double d = static_cast<double>(mean.size());
  return 0.5 * d * (std::log(prior_.mean_precision) - log_two_pi) -
         0.5 * geometry_.log_determinant_of(factor) -
         0.5 * prior_.mean_precision * geometry_.distance(mean, factor);
}

}  // namespace gaussmix
