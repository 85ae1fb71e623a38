#ifndef GAUSSMIX_CORE_FIT_FIT_OPTIONS_H
#define GAUSSMIX_CORE_FIT_FIT_OPTIONS_H

#include <vector>

#include "../em/em.h"
#include "../ground/types.h"
#include "../search/search.h"

namespace gaussmix {

struct FitOptions {
  EmOptions em;
  SearchOptions search;
  bool stop_at_noise = false;  // see noise.h
  double reg_covar = 1e-9;
  // Absolute: reg_covar itself; else a multiple of each column's variance.
  bool absolute_ridge = false;
  Index kmeans_max_iter = 100;
  // Per component, in vain in a row: as many as take little time, within these bounds.
  Index least_swaps = 4;
  Index most_swaps = 90;
  std::vector<bool> constant_columns;  // d
};

}  // namespace gaussmix

#endif
