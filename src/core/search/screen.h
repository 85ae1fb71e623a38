#ifndef GAUSSMIX_CORE_SEARCH_SCREEN_H
#define GAUSSMIX_CORE_SEARCH_SCREEN_H

#include <vector>

#include "../em/em.h"
#include "../estimators/estimator.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../pass/pass.h"
#include "restart.h"
#include "search.h"

namespace gaussmix {

// What short runs on few rows tell of starts: where the most promising ones that differ led
// to, the best first.
struct Screened {
  std::vector<Restart> restarts;  // of all starts, in their order
  std::vector<Index> kept;
  std::vector<Parameters> parameters;  // of these
};

// For rows too few to say what is best of all rows, but enough to begin with. Starts that are
// excluded there are not kept.
Screened screen_starts(const Pass& few_rows, const MixtureEstimator& estimator,
                       const EmOptions& em, const SearchOptions& options, Index n_starts,
                       const FirstParameters& first);

}  // namespace gaussmix

#endif
