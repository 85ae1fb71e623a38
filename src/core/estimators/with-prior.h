#ifndef GAUSSMIX_CORE_ESTIMATORS_WITH_PRIOR_H
#define GAUSSMIX_CORE_ESTIMATORS_WITH_PRIOR_H

#include "../covariance/structure.h"
#include "../ground/gamma.h"
#include "../ground/types.h"
#include "conjugate-prior.h"
#include "estimator.h"
#include "wishart.h"

namespace gaussmix {

// What estimators with a conjugate prior share.
class EstimatorWithPrior : public MixtureEstimator {
 public:
  EstimatorWithPrior(const CovarianceStructure& structure, const ConjugatePrior& prior,
                     const GammaLibrary& gamma, const Vector& ridge)
      : structure_(structure),
        prior_(prior),
        ridge_(ridge),
        geometry_(prior, structure.shape),
        family_(structure.shape, prior.mean.size(), gamma),
        log_normaliser_(family_.log_normaliser(prior.degrees_of_freedom)) {}

  ScatterRequest request() const override { return structure_.request; }

  MixtureChart chart(const Parameters& reference, const Vector& counts) const override {
    return MixtureChart(reference, counts, prior_.mean_precision);
  }

 protected:
  CovarianceStructure structure_;
  ConjugatePrior prior_;
  Vector ridge_;
  PriorGeometry geometry_;
  WishartFamily family_;
  double log_normaliser_;  // of the prior of covariances
};

}  // namespace gaussmix

#endif
