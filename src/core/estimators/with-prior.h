#ifndef GAUSSMIX_CORE_ESTIMATORS_WITH_PRIOR_H
#define GAUSSMIX_CORE_ESTIMATORS_WITH_PRIOR_H

#include "../covariance/family.h"
#include "../ground/gamma.h"
#include "../ground/types.h"
#include "conjugate-prior.h"
#include "estimator.h"
#include "wishart.h"

namespace gaussmix {

// What estimators with a conjugate prior share.
class EstimatorWithPrior : public MixtureEstimator {
 public:
  EstimatorWithPrior(const Family& family, const ConjugatePrior& prior,
                     const GammaLibrary& gamma, const Vector& ridge)
      : family_(family),
        prior_(prior),
        ridge_(ridge),
        geometry_(prior, family.shape),
        wishart_(family.shape, prior.mean.size(), gamma),
        log_normaliser_(wishart_.log_normaliser(prior.degrees_of_freedom)) {}

  ScatterRequest request() const override { return family_.request; }

  void conform(Parameters& parameters) const override {
    gaussmix::conform(family_, proportions(), parameters);
  }

  MixtureChart chart(const Parameters& reference, const Vector& counts) const override {
    return MixtureChart(family_, reference, counts, proportions(), prior_.mean_precision);
  }

 protected:
  const Family& family_;
  ConjugatePrior prior_;
  Vector ridge_;
  PriorGeometry geometry_;
  WishartFamily wishart_;
  double log_normaliser_;  // of the prior of covariances
};

}  // namespace gaussmix

#endif
