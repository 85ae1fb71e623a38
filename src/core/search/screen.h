#ifndef GAUSSMIX_CORE_SEARCH_SCREEN_H
#define GAUSSMIX_CORE_SEARCH_SCREEN_H

#include <functional>
#include <optional>
#include <vector>

#include "../em/em.h"
#include "../estimators/estimator.h"
#include "../ground/types.h"
#include "../pass/pass.h"
#include "restart.h"
#include "sampled-search.h"
#include "search.h"

namespace gaussmix {

// What short runs on few rows tell of starts: where the most promising ones that differ led
// to, the best first.
struct Screened {
  std::vector<Restart> restarts;  // of all starts, in their order
  std::vector<RunEnd> kept;
};

// Whether ends say all that others could say.
using IsEnough = std::function<bool(const std::vector<RunEnd>& ends)>;

// For rows too few to say what is best of all rows, but enough to begin with. Starts that are
// excluded there are not kept. If the best four of the first eight are enough, no other start goes
// on from where it begins.
Screened screen_starts(const Pass& few_rows, const MixtureEstimator& estimator,
                       const EmOptions& em, const SearchOptions& options, Index n_starts,
                       const FirstParameters& first, const IsEnough& is_enough = nullptr);

// Screens starts on the sample, and has those that differ and may be the best race on all rows,
// one being run to its end. Nothing if none is sound, or if there are several and they are not to
// race.
std::optional<SearchResult> search_from_screened(
    const Pass& pass, const SearchSample& sample, const MixtureEstimator& estimator,
    const EmOptions& em, const SearchOptions& options, bool may_race, Index n_starts,
    const FirstParameters& first);

}  // namespace gaussmix

#endif
