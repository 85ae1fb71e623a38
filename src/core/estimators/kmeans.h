#ifndef GAUSSMIX_CORE_ESTIMATORS_KMEANS_H
#define GAUSSMIX_CORE_ESTIMATORS_KMEANS_H

#include <functional>

#include "../ground/types.h"
#include "../nouns/observations.h"
#include "../nouns/plan.h"

namespace gaussmix {

// The row that lies farthest from its centre.
Index farthest_row(const Observations& rows, const Plan& plan, int n_threads);

// Lloyd's algorithm: an estimator on the same seam, with a plan that assigns
// hard and means for parameters. A centre that loses all its rows moves to the
// row that is served worst, one in each iteration. Stops when no centre moves by
// more than a hundredth of a unit of the metric: EM does the rest.
void lloyd(
    const Observations& rows, Index max_iter, int n_threads, Plan& plan,
    const std::function<void()>& check_interrupt = []() {});

}  // namespace gaussmix

#endif
