#ifndef GAUSSMIX_CORE_FIT_DEGENERATE_H
#define GAUSSMIX_CORE_FIT_DEGENERATE_H

#include <cmath>
#include <vector>

#include "../em/em.h"
#include "../estimators/estimator.h"
#include "../estimators/method.h"
#include "../ground/types.h"
#include "../pass/pass.h"

namespace gaussmix {

// A component that a penalty or a prior holds up, and why.
struct DegenerateComponent {
  Index component;
  Index identical;  // rows that are the same, if these are what it is made of; else 0
};

// What such components of a run, which has its statistics, are made of.
std::vector<DegenerateComponent> describe_components(const Pass& pass, const EmRun& run,
                                                     const std::vector<Index>& components);

// What a prior holds up: components whose rows have a covariance without an inverse, or are
// the same for the most part. How high the likelihood is there is the prior's work, and it
// rises with every such component more; the penalised one does not.
struct HeldByPrior {
  std::vector<DegenerateComponent> components;
  double penalised_log_likelihood = NAN;  // if there are any
};

HeldByPrior held_by_prior(const Pass& pass, const Model& model,
                          const MixtureEstimator& estimator, const EmRun& run);

}  // namespace gaussmix

#endif
