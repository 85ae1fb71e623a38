#ifndef GAUSSMIX_CORE_LOOP_FIT_H
#define GAUSSMIX_CORE_LOOP_FIT_H

#include <cmath>
#include <cstdint>
#include <vector>

#include "../estimators/method.h"
#include "../estimators/start.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../pass/pass.h"
#include "../pass/responder.h"
#include "degenerate.h"
#include "em.h"
#include "fit-options.h"
#include "restart.h"
#include "start-set.h"

namespace gaussmix {

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

// Fits from starts, and from parameters that are known from elsewhere.
Fit fit_from_start_set(const Pass& pass, const Model& model, const SearchGround& ground,
                       const StartSet& set, const std::vector<Parameters>& known,
                       std::uint64_t seed, const FitOptions& options);

Fit fit_from_starts(const Pass& pass, const Model& model,
                    const std::vector<StartKind>& kinds, Index n_components,
                    std::uint64_t seed, const FitOptions& options);

// Fits from responsibilities: a partition or a matrix. Means come first and
// scatters about them second, because nothing is known of the centres yet.
Fit fit_from_responsibilities(const Pass& pass, const Model& model,
                              const Responder& responder, const FitOptions& options);

// What is known of a run that ended where another begins.
struct Resumption {
  double objective = NAN;  // there; on other data it is another one
  double reg_covar = 0.0;  // and whether it was absolute: with another one it goes on
  bool absolute_ridge = false;
  double last_gain = 0.0;  // see EmRun
  double left = INFINITY;  // what was still expected to be gained
  std::vector<bool> held;  // what a penalty held up
};

// Fits from parameters, which are used as they are. A run that is resumed where it had
// converged has converged.
Fit fit_from_parameters(const Pass& pass, const Model& model, Parameters first,
                        const FitOptions& options, const Resumption& resumed = {});

}  // namespace gaussmix

#endif
