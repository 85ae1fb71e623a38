#ifndef GAUSSMIX_CORE_FIT_SETTLE_H
#define GAUSSMIX_CORE_FIT_SETTLE_H

#include "../em/em.h"
#include "../estimators/estimator.h"
#include "../estimators/method.h"
#include "../pass/pass.h"
#include "../search/judge.h"
#include "fit.h"

namespace gaussmix {

// Means become those that doubles in the coordinates of the data can hold, and the
// statistics theirs, so that densities that are computed later are those of the fit.
void settle_in_data(const Pass& pass, const MixtureEstimator& estimator, Fit& fit);

// What holds up what is degenerate. The run is known by its likelihood from here on.
void describe_degenerate(const Pass& pass, const Model& model,
                         const MixtureEstimator& estimator, const Judge& judge, Fit& fit);

// Sticks are broken one after the other: where weights fall from each component to the next
// the bound is highest.
void settle_order(const Pass& pass, const MixtureEstimator& estimator,
                  const EmOptions& options, Fit& fit);

}  // namespace gaussmix

#endif
