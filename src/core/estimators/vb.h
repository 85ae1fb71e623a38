#ifndef GAUSSMIX_CORE_ESTIMATORS_VB_H
#define GAUSSMIX_CORE_ESTIMATORS_VB_H

#include <cmath>
#include <utility>

#include "../covariance/structure.h"
#include "../ground/gamma.h"
#include "../ground/types.h"
#include "conjugate-prior.h"
#include "weight-prior.h"
#include "with-prior.h"

namespace gaussmix {

// Variational Bayes (Bishop 2006, section 10.2; Blei and Jordan 2006 for sticks).
//
// Parameters stand for the posterior: weights are the shares of the observations that
// components are expected to have, means its means, covariances the inverses of the expected
// precisions. How sure the posterior is of them follows from the shares.
class VariationalBayes final : public EstimatorWithPrior {
 public:
  VariationalBayes(const CovarianceStructure& structure, const ConjugatePrior& prior,
                   const WeightPrior& weight_prior, const GammaLibrary& gamma,
                   const Vector& ridge)
      : EstimatorWithPrior(structure, prior, gamma, ridge),
        weight_prior_(weight_prior),
        gamma_(gamma) {}

  // Of expected log densities (Bishop 2006, equations 10.46 and 10.64 to 10.66).
  Plan plan(const Parameters& parameters, double total_weight, Status& status,
            int n_threads) const override {
    const Vector counts = total_weight * parameters.weights;
    Vector log_weights = expected_log_weights(weight_prior_, counts, gamma_);
    const double d = static_cast<double>(parameters.dimension());
    for (Index k = 0; k < counts.size(); ++k) {
      const double degrees = degrees_of(counts, k);
      log_weights[k] += 0.5 * (family_.expected_log_determinant(degrees) -
                               d * std::log(degrees) - d / mean_precision_of(counts[k]));
    }
    return make_plan(log_weights, parameters.means, parameters.covariances, status,
                     n_threads);
  }

  Parameters update(const Statistics& statistics,
                    const Parameters& previous) const override {
    const Vector& counts = statistics.counts;
    Moments moments = with_prior(with_noise(moments_of(statistics)), prior_);
    Parameters next{counts / counts.sum(), std::move(moments.means), {}};
    const double copies = structure_.shared ? static_cast<double>(counts.size()) : 1.0;
    const Vector divisors = counts.array() + prior_.degrees_of_freedom / copies;
    next.covariances = structure_.solve(std::move(moments), divisors, previous.covariances);
    return next;
  }

  // The divergence of the posterior from the prior: what remains is the lower bound of
  // the log evidence, complete with its constants.
  double penalty(const Parameters& parameters, const Plan& plan, double total_weight,
                 int n_threads) const override {
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

 private:
  // A ridge is noise in each observation.
  Moments with_noise(Moments&& moments) const {
    for (std::size_t s = 0; s < moments.scatters.size(); ++s) {
      Matrix& scatter = moments.scatters[s];
      const double count =
          structure_.shared ? moments.counts.sum() : moments.counts[static_cast<Index>(s)];
      if (scatter.cols() == 1) {
        scatter += count * ridge_;
      } else {
        scatter.diagonal() += count * ridge_;
      }
    }
    return std::move(moments);
  }

  double mean_precision_of(double count) const { return prior_.mean_precision + count; }

  // Of a component's precisions, or of those that all share.
  double degrees_of(const Vector& counts, Index component) const {
    return prior_.degrees_of_freedom +
           (structure_.shared ? counts.sum() : counts[component]);
  }

  // Of the posterior of a mean, that of the precisions being given; in expectation.
  double divergence_of_mean(double count, const Vector& mean, const Matrix& factor) const {
    const double ratio = prior_.mean_precision / mean_precision_of(count);
    const double d = static_cast<double>(mean.size());
    return 0.5 * (d * (ratio - 1.0 - std::log(ratio)) +
                  prior_.mean_precision * geometry_.distance(mean, factor));
  }

  // Of the posterior of precisions; its scale is the covariance times its degrees of freedom.
  double divergence_of(double degrees, const Matrix& factor, double trace) const {
    const double d = static_cast<double>(prior_.mean.size());
    const double before = prior_.degrees_of_freedom;
    const double log_determinant =
        d * std::log(degrees) + geometry_.log_determinant_of(factor);
    return 0.5 * before * (log_determinant - geometry_.log_determinant()) + log_normaliser_ -
           family_.log_normaliser(degrees) +
           0.5 * (degrees - before) * family_.expected_log_determinant(degrees) -
           0.5 * degrees * d + 0.5 * trace;
  }

  WeightPrior weight_prior_;
  GammaLibrary gamma_;
};

}  // namespace gaussmix

#endif
