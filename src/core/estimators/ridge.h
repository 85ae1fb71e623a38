#ifndef GAUSSMIX_CORE_ESTIMATORS_RIDGE_H
#define GAUSSMIX_CORE_ESTIMATORS_RIDGE_H

#include <vector>

#include "../ground/types.h"

namespace gaussmix {

// What is added to the variances in every M-step. A ridge of the user's own, not a help of ours,
// is a part of every covariance: it is what holds up components that would collapse.
struct Ridge {
  Vector variances;  // d
  bool own = false;
  std::vector<bool> constant_columns;  // d: those that do not vary, see RidgeColumns
};

}  // namespace gaussmix

#endif
