#ifndef GAUSSMIX_CORE_ESTIMATORS_VB_H
#define GAUSSMIX_CORE_ESTIMATORS_VB_H

#include "../covariance/family.h"
#include "../ground/gamma.h"
#include "../ground/types.h"
#include "../nouns/moments.h"
#include "../nouns/parameters.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "../nouns/status.h"
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
  VariationalBayes(const Family& family, const ConjugatePrior& prior,
                   const WeightPrior& weight_prior, const GammaLibrary& gamma,
                   const Vector& ridge);

  // Of expected log densities (Bishop 2006, equations 10.46 and 10.64 to 10.66).
  Plan plan(const Parameters& parameters, double total_weight, Status& status,
            int n_threads) const override;

  Parameters update(const Statistics& statistics,
                    const Parameters& previous) const override;

  // The divergence of the posterior from the prior: what remains is the lower bound of
  // the log evidence, complete with its constants.
  double penalty(const Parameters& parameters, const Plan& plan, double total_weight,
                 int n_threads) const override;

 private:
  // A ridge is noise in each observation.
  Moments with_noise(Moments&& moments) const;

  double mean_precision_of(double count) const { return prior_.mean_precision + count; }

  // Of a component's precisions, or of those that all share.
  double degrees_of(const Vector& counts, Index component) const;

  // Of the posterior of a mean, that of the precisions being given; in expectation.
  double divergence_of_mean(double count, const Vector& mean, const Factor& factor) const;

  // Of the posterior of precisions; its scale is the covariance times its degrees of freedom.
  double divergence_of(double degrees, const Factor& factor, double trace) const;

  WeightPrior weight_prior_;
  GammaLibrary gamma_;
};

}  // namespace gaussmix

#endif
