#ifndef GAUSSMIX_CORE_ESTIMATORS_MAP_H
#define GAUSSMIX_CORE_ESTIMATORS_MAP_H

#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "../nouns/status.h"
#include "with-prior.h"

namespace gaussmix {

// The mode of the posterior of means and covariances under a conjugate prior; weights have
// a flat one (Fraley and Raftery 2007, doi 10.1007/s00357-007-0004-5, section 2).
class MaximumPosterior final : public EstimatorWithPrior {
 public:
  MaximumPosterior(const Family& family, const ConjugatePrior& prior,
                   const GammaLibrary& gamma, const Vector& ridge,
                   Proportions proportions = Proportions::free)
      : EstimatorWithPrior(family, prior, gamma, ridge), proportions_(proportions) {}

  Proportions proportions() const override { return proportions_; }

  Plan plan(const Parameters& parameters, double total_weight, Status& status,
            int n_threads) const override;

  Parameters update(const Statistics& statistics,
                    const Parameters& previous) const override;

  Parameters advance(const Statistics& statistics,
                     const Parameters& previous) const override;

  // Minus the log of the prior's density.
  double penalty(const Parameters& parameters, const Plan& plan, double total_weight,
                 int n_threads) const override;

 private:
  Parameters maximised(const Statistics& statistics, const Parameters& previous,
                       Family::Maximise maximise) const;

  // A mean that is known, too, makes a covariance likelier by one more factor.
  Vector divisors(const Vector& counts) const;

  double log_density_of(const Factor& factor, double trace) const;
  double log_density_of_mean(const Vector& mean, const Factor& factor) const;

  Proportions proportions_;
};

}  // namespace gaussmix

#endif
