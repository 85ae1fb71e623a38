#ifndef GAUSSMIX_CORE_SEARCH_SEARCH_H
#define GAUSSMIX_CORE_SEARCH_SEARCH_H

#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "../em/em.h"
#include "../estimators/estimator.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "restart.h"

namespace gaussmix {

struct SearchOptions {
  Index screen_iter = 10;
  Index screen_keep = 5;
  Index moves = 0;  // that may be in vain in a row
  // And the passes that all of them may take: none begins thereafter.
  Index move_passes = std::numeric_limits<Index>::max();
  Index moved = 1;       // from how many of the best runs
  Index first_look = 4;  // iterations after which a move must be hoped to lead higher
  Index move_iter = 30;  // and after which it must have
  // Objectives per observation as near as this are those of one optimum.
  double same_optimum = 1e-6;
  // Once so many runs have ended in the best optimum, no other is made and nothing is moved;
  // 0: never.
  Index agreement = 0;
  bool keep_ends = false;
  // Called when a start has been run to its end.
  std::function<void(const Restart&)> report = [](const Restart&) {};
};

// Where a run ended.
struct RunEnd {
  Restart restart;
  Parameters parameters;
  Vector counts;
  std::vector<bool> held;  // see EmRun
};

struct SearchResult {
  EmRun run;
  std::vector<Restart> restarts;  // in the order of the starts
  Index chosen = 0;
  Index moves = 0;  // that were tried
  Index gains = 0;  // that led higher, or to the first candidate
  // If asked for: of the runs that were made to their end, those from moves among them,
  // and of those that were given up for a collapse.
  std::vector<RunEnd> ends;
};

// The parameters that a start begins with when it is drawn for the given time, from 0;
// nothing if it cannot be drawn again.
using FirstParameters = std::function<std::optional<Parameters>(Index start, Index draw)>;

// Parameters that EM does not reach from the given ones.
using Move = std::function<Parameters(const Parameters& from)>;

// Searches for the best maximum: short runs from all starts, the most promising ones
// to convergence, then moves from the best that EM alone would not make. Where there is no
// candidate for an answer, moves look for one first.
SearchResult search(const Pass& pass, const MixtureEstimator& estimator,
                    const EmOptions& em, const SearchOptions& options, Index n_starts,
                    const FirstParameters& first, const Move& move);

}  // namespace gaussmix

#endif
