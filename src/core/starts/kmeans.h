#ifndef GAUSSMIX_CORE_STARTS_KMEANS_H
#define GAUSSMIX_CORE_STARTS_KMEANS_H

#include "../ground/execution.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../rows/sample.h"

namespace gaussmix {

// The row that lies farthest from its centre.
Index farthest_row(const Sample& sample, const Plan& plan, const Execution& execution);

// Lloyd's algorithm: an estimator on the same seam, with a plan that assigns
// hard and means for parameters. A centre that loses all its rows moves to the
// row that is served worst, one in each iteration. Stops when no centre moves by
// more than a hundredth of a unit of the metric: EM does the rest.
void lloyd(const Sample& sample, Index max_iter, const Execution& execution, Plan& plan);

}  // namespace gaussmix

#endif
