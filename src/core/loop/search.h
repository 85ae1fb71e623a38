#ifndef GAUSSMIX_CORE_LOOP_SEARCH_H
#define GAUSSMIX_CORE_LOOP_SEARCH_H

#include <algorithm>
#include <functional>
#include <vector>

#include "../ground/types.h"
#include "em.h"

namespace gaussmix {

// What became of one start.
struct Restart {
  Index start = 0;
  double log_likelihood = 0.0;
  Index iterations = 0;
  bool converged = false;
  bool screened_out = false;
  Status status;  // collapse, or why the run failed
};

struct SearchOptions {
  Index screen_iter = 10;
  Index screen_keep = 5;
  // Called when a start has been run to its end.
  std::function<void(const Restart&)> report = [](const Restart&) {};
};

template <class Estimator>
struct SearchResult {
  EmRun<Estimator> run;
  std::vector<Restart> restarts;  // in the order of the starts
  Index chosen = 0;
};

template <class Estimator>
Restart describe(Index start, const Estimator& estimator,
                 const EmRun<Estimator>& run) {
  Restart restart;
  restart.start = start;
  restart.log_likelihood = run.statistics.log_likelihood;
  restart.iterations = run.iterations();
  restart.converged = run.converged;
  restart.status = run.status;
  if (run.status.ok()) {
    restart.status = estimator.collapse(run.parameters, run.statistics.counts);
  }
  return restart;
}

// Sound fits come before collapsed ones, collapsed ones before failed ones; then
// the likelihood decides.
inline bool better(const Restart& a, const Restart& b) {
  const auto rank = [](const Restart& r) {
    return r.status.ok() ? 0 : (r.status.trouble == Trouble::singular ? 2 : 1);
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return a.log_likelihood > b.log_likelihood;
}

// Short runs from all starts, then the most promising ones to convergence; when
// all of these collapse, the others in turn until one does not. first_parameters
// (s) gives the parameters that start s begins with.
template <class Estimator, class FirstParameters>
SearchResult<Estimator> search(const Observations& observations,
                               const Estimator& estimator,
                               const EmOptions& em_options,
                               const SearchOptions& options, Index n_starts,
                               const FirstParameters& first_parameters) {
  SearchResult<Estimator> result;
  std::vector<EmRun<Estimator>> runs;
  const bool screening = n_starts > options.screen_keep;
  const Index first_leg =
      screening ? std::min(options.screen_iter, em_options.max_iter) : 0;
  for (Index s = 0; s < n_starts; ++s) {
    runs.push_back(start_run(observations, estimator, em_options,
                             first_parameters(s)));
    iterate(observations, estimator, em_options, first_leg, runs.back());
    result.restarts.push_back(describe(s, estimator, runs.back()));
    // Statistics of many runs would take more memory than their parameters.
    runs.back().statistics = {};
  }

  std::vector<Index> order(static_cast<std::size_t>(n_starts));
  for (Index s = 0; s < n_starts; ++s) order[static_cast<std::size_t>(s)] = s;
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return better(result.restarts[static_cast<std::size_t>(a)],
                  result.restarts[static_cast<std::size_t>(b)]);
  });
  bool sound = false;
  result.chosen = order[0];
  for (Index position = 0; position < n_starts; ++position) {
    const Index s = order[static_cast<std::size_t>(position)];
    Restart& restart = result.restarts[static_cast<std::size_t>(s)];
    if (screening && position >= options.screen_keep && sound) {
      restart.screened_out = true;
      continue;
    }
    EmRun<Estimator>& run = runs[static_cast<std::size_t>(s)];
    if (run.status.ok()) {
      run.statistics = evaluate(observations, estimator, em_options,
                                run.parameters, run.status);
      iterate(observations, estimator, em_options, em_options.max_iter, run);
      restart = describe(s, estimator, run);
      run.statistics.scatters.clear();
    }
    options.report(restart);
    sound = sound || restart.status.ok();
    if (position == 0 ||
        better(restart, result.restarts[static_cast<std::size_t>(result.chosen)])) {
      result.chosen = s;
    }
  }
  result.run = std::move(runs[static_cast<std::size_t>(result.chosen)]);
  return result;
}

}  // namespace gaussmix

#endif
