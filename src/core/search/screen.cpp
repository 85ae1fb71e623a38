#include "screen.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "distinct.h"
#include "judge.h"

namespace gaussmix {

Screened screen_starts(const Pass& few_rows, const MixtureEstimator& estimator,
                       const EmOptions& em, const SearchOptions& options, Index n_starts,
                       const FirstParameters& first) {
  const Judge judge(few_rows, estimator, em);
  const Index iterations = std::min(options.screen_iter, em.max_iter);
  Screened result;
  std::vector<EmRun> runs;
  const auto look_at = [&](Index s) {
    EmRun& run = runs[static_cast<std::size_t>(s)];
    Restart& restart = result.restarts[static_cast<std::size_t>(s)];
    restart = judge.prospect(s, run);
    restart.screening = Screening::not_among_best;
    run.drop_memory();
  };
  result.restarts.resize(static_cast<std::size_t>(n_starts));
  for (Index s = 0; s < n_starts; ++s) {
    runs.push_back(judge.start(*first(s, 0)));
    judge.iterate(runs.back(), iterations / 3);
    look_at(s);
  }
  std::vector<Index> promising = most_promising_first(result.restarts);
  promising.resize(static_cast<std::size_t>(
      std::min(n_starts, std::max((n_starts + 1) / 2, 2 * options.screen_keep))));
  for (const Index s : promising) {
    EmRun& run = runs[static_cast<std::size_t>(s)];
    judge.wake(run);
    judge.iterate(run, iterations);
    look_at(s);
  }
  std::stable_sort(promising.begin(), promising.end(), [&](Index a, Index b) {
    return more_promising(result.restarts[static_cast<std::size_t>(a)],
                          result.restarts[static_cast<std::size_t>(b)]);
  });
  Distinct seen(options.same_optimum * few_rows.total_weight());
  for (const Index s : promising) {
    Restart& restart = result.restarts[static_cast<std::size_t>(s)];
    const bool sound =
        restart.verdict == Verdict::candidate || restart.verdict == Verdict::untested;
    if (!sound || static_cast<Index>(result.kept.size()) == options.screen_keep) continue;
    if (!seen.add(restart.score)) {
      restart.screening = Screening::repeats_another;
      continue;
    }
    result.kept.push_back(s);
    result.parameters.push_back(std::move(runs[static_cast<std::size_t>(s)].parameters));
  }
  return result;
}

}  // namespace gaussmix
