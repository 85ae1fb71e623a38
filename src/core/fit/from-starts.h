#ifndef GAUSSMIX_CORE_FIT_FROM_STARTS_H
#define GAUSSMIX_CORE_FIT_FROM_STARTS_H

#include <cstdint>
#include <vector>

#include "../estimators/method.h"
#include "../nouns/parameters.h"
#include "../pass/pass.h"
#include "../starts/start-sample.h"
#include "../starts/start-set.h"
#include "../starts/start.h"
#include "fit-options.h"
#include "fit.h"

namespace gaussmix {

// Fits from starts, and from parameters that are known from elsewhere.
Fit fit_from_start_set(const Pass& pass, const Model& model, const StartSample& sample,
                       const StartSet& set, const std::vector<Parameters>& known,
                       std::uint64_t seed, const FitOptions& options);

Fit fit_from_starts(const Pass& pass, const Model& model,
                    const std::vector<StartKind>& kinds, Index n_components,
                    std::uint64_t seed, const FitOptions& options);

}  // namespace gaussmix

#endif
