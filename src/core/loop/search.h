#ifndef GAUSSMIX_CORE_LOOP_SEARCH_H
#define GAUSSMIX_CORE_LOOP_SEARCH_H

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

#include "../ground/types.h"
#include "em.h"

namespace gaussmix {

// Whether a start was run to its end, and if not, why. The order is the order of
// the texts in R.
enum class Screening { kept, not_among_best, repeats_another };

// What became of one start.
struct Restart {
  Index start = 0;
  double log_likelihood = 0.0;
  Index iterations = 0;
  bool converged = false;
  Screening screening = Screening::kept;
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
  restart.log_likelihood = run.log_likelihood();
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

inline bool contains_near(const std::vector<double>& values, double value,
                          double tolerance) {
  for (const double other : values) {
    if (std::abs(value - other) <= tolerance) return true;
  }
  return false;
}

inline std::vector<Index> best_first(const std::vector<Restart>& restarts) {
  std::vector<Index> order(restarts.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return better(restarts[static_cast<std::size_t>(a)],
                  restarts[static_cast<std::size_t>(b)]);
  });
  return order;
}

// Short runs from all starts, then the most promising ones to convergence, until
// screen_keep different optima have been found or twice as many starts have been
// run; when all of these collapse, the others in turn until one does not. Starts
// that are equally likely after their short runs have found the same basin
// (k-means often ends in the same partition): only the first of them goes on.
// first_parameters(s) gives the parameters that start s begins with.
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
  double total_weight = 0.0;
  for (Index s = 0; s < n_starts; ++s) {
    runs.push_back(start_run(observations, estimator, em_options,
                             first_parameters(s)));
    iterate(observations, estimator, em_options, first_leg, runs.back());
    result.restarts.push_back(describe(s, estimator, runs.back()));
    total_weight = std::max(total_weight, runs.back().statistics.total_weight);
    // Scatters of many runs would take more memory than their parameters.
    runs.back().drop_scatters();
  }

  const std::vector<Index> order = best_first(result.restarts);
  const double same_run = 1e-9 * total_weight;
  const double same_optimum = 1e-6 * total_weight;
  std::vector<double> kept;
  std::vector<double> optima;
  bool sound = false;
  result.chosen = order[0];
  for (const Index s : order) {
    Restart& restart = result.restarts[static_cast<std::size_t>(s)];
    if (screening && contains_near(kept, restart.log_likelihood, same_run)) {
      restart.screening = Screening::repeats_another;
      continue;
    }
    const bool enough =
        static_cast<Index>(optima.size()) >= options.screen_keep ||
        static_cast<Index>(kept.size()) >= 2 * options.screen_keep;
    if (screening && sound && enough) {
      restart.screening = Screening::not_among_best;
      continue;
    }
    kept.push_back(restart.log_likelihood);
    EmRun<Estimator>& run = runs[static_cast<std::size_t>(s)];
    if (run.status.ok()) {
      run.statistics = evaluate(observations, estimator, em_options,
                                run.parameters, run.status);
      iterate(observations, estimator, em_options, em_options.max_iter, run);
      restore_best(run);
      restart = describe(s, estimator, run);
      run.drop_scatters();
    }
    options.report(restart);
    sound = sound || restart.status.ok();
    if (!contains_near(optima, restart.log_likelihood, same_optimum)) {
      optima.push_back(restart.log_likelihood);
    }
    if (better(restart, result.restarts[static_cast<std::size_t>(result.chosen)])) {
      result.chosen = s;
    }
  }
  result.run = std::move(runs[static_cast<std::size_t>(result.chosen)]);
  return result;
}

}  // namespace gaussmix

#endif
