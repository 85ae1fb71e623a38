#ifndef GAUSSMIX_CORE_FIT_FIT_H
#define GAUSSMIX_CORE_FIT_FIT_H

#include <cmath>
#include <vector>

#include "../em/em.h"
#include "../ground/types.h"
#include "../search/restart.h"
#include "degenerate.h"

namespace gaussmix {

// What a fit came to.
struct Fit {
  EmRun run;
  Vector ridge;  // d: what was added to each variance
  std::vector<DegenerateComponent> degenerate;
  double penalised_by_prior = NAN;  // see HeldByPrior
  std::vector<Index> identical;     // components that were the same at a given start
  std::vector<Restart> restarts;
  Index chosen = 0;
  Index swaps = 0;          // that were tried from the best run
  Index gainful_swaps = 0;  // that led higher, or to the first candidate
};

}  // namespace gaussmix

#endif
