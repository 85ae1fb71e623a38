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
  Index moves = 0;       // how many are tried from the best run
  Index first_look = 4;  // iterations after which a move must be hoped to lead higher
  Index move_iter = 30;  // and after which it must have
  // Called when a start has been run to its end.
  std::function<void(const Restart&)> report = [](const Restart&) {};
};

template <class Estimator>
struct SearchResult {
  EmRun<Estimator> run;
  std::vector<Restart> restarts;  // in the order of the starts
  Index chosen = 0;
  Index moves = 0;  // that were tried
  Index gains = 0;  // that led higher
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

// Searches for the best maximum: short runs from all starts, the most promising ones
// to convergence, then moves from the best that EM alone would not make.
template <class Estimator>
class Search {
 public:
  using Parameters = typename Estimator::Parameters;
  using Run = EmRun<Estimator>;
  using First = std::function<Parameters(Index start)>;
  using Move = std::function<Parameters(const Parameters& from)>;

  Search(const Observations& observations, const Estimator& estimator,
         const EmOptions& em, const SearchOptions& options)
      : observations_(observations), estimator_(estimator), em_(em), options_(options) {}

  // first(s) gives the parameters that start s begins with.
  SearchResult<Estimator> from(Index n_starts, const First& first, const Move& move) {
    screen(n_starts, first);
    converge();
    improve(move);
    SearchResult<Estimator> result;
    result.run = std::move(runs_[static_cast<std::size_t>(chosen_)]);
    result.restarts = std::move(restarts_);
    result.chosen = chosen_;
    result.moves = moves_;
    result.gains = gains_;
    return result;
  }

 private:
  bool screening() const {
    return static_cast<Index>(restarts_.size()) > options_.screen_keep;
  }

  void screen(Index n_starts, const First& first) {
    const Index first_leg = n_starts > options_.screen_keep
                                ? std::min(options_.screen_iter, em_.max_iter)
                                : 0;
    for (Index s = 0; s < n_starts; ++s) {
      runs_.push_back(start_run(observations_, estimator_, em_, first(s)));
      iterate(observations_, estimator_, em_, first_leg, runs_.back());
      restarts_.push_back(describe(s, estimator_, runs_.back()));
      total_weight_ = std::max(total_weight_, runs_.back().statistics.total_weight);
      runs_.back().drop_memory();
    }
  }

  // Runs the most promising starts to convergence, until screen_keep different optima have
  // been found or twice as many starts have been run; when all of these collapse,
  // the others in turn until one does not. Starts that are equally likely after their
  // short runs have found the same basin (k-means often ends in the same
  // partition): only the first of them goes on.
  void converge() {
    const std::vector<Index> order = best_first(restarts_);
    std::vector<double> kept;
    std::vector<double> optima;
    bool sound = false;
    chosen_ = order[0];
    for (const Index s : order) {
      Restart& restart = restarts_[static_cast<std::size_t>(s)];
      if (screening() && contains_near(kept, restart.log_likelihood, 1e-9 * total_weight_)) {
        restart.screening = Screening::repeats_another;
        continue;
      }
      const bool enough = static_cast<Index>(optima.size()) >= options_.screen_keep ||
                          static_cast<Index>(kept.size()) >= 2 * options_.screen_keep;
      if (screening() && sound && enough) {
        restart.screening = Screening::not_among_best;
        continue;
      }
      kept.push_back(restart.log_likelihood);
      finish(s, runs_[static_cast<std::size_t>(s)]);
      sound = sound || restart.status.ok();
      if (!contains_near(optima, restart.log_likelihood, same_optimum())) {
        optima.push_back(restart.log_likelihood);
      }
      if (better(restart, restarts_[static_cast<std::size_t>(chosen_)])) chosen_ = s;
    }
  }

  double same_optimum() const { return 1e-6 * total_weight_; }

  // Runs to convergence, and describes what came of it.
  void finish(Index s, Run& run) {
    Restart& restart = restarts_[static_cast<std::size_t>(s)];
    if (run.status.ok() && !run.converged && run.iterations() < em_.max_iter) {
      run.statistics =
          evaluate(observations_, estimator_, em_, run.parameters, run.status);
      iterate(observations_, estimator_, em_, em_.max_iter, run);
    }
    if (run.status.ok()) restore_best(run);
    restart = describe(s, estimator_, run);
    run.drop_memory();
    options_.report(restart);
  }

  // Moves from the best run so far. One that leads higher takes its place. Where all runs
  // have collapsed, that is what the data say of so many components.
  void improve(const Move& move) {
    if (em_.max_iter == 0) return;
    for (moves_ = 0; moves_ < options_.moves; ++moves_) {
      Run& best = runs_[static_cast<std::size_t>(chosen_)];
      Restart& restart = restarts_[static_cast<std::size_t>(chosen_)];
      if (!restart.status.ok()) return;
      Run run = start_run(observations_, estimator_, em_, move(best.parameters));
      if (!leads_higher(restart, run)) continue;
      restore_best(run);
      const Restart moved = describe(chosen_, estimator_, run);
      const bool gain =
          moved.status.ok() &&
          moved.log_likelihood > restart.log_likelihood + same_optimum();
      if (!gain) continue;
      run.drop_memory();
      best = std::move(run);
      restart = moved;
      ++gains_;
    }
  }

  // Runs from where a move led, to convergence if that can be a gain: whether it can is
  // asked after some iterations, when what is left to gain is hoped for several times over.
  bool leads_higher(const Restart& best, Run& run) {
    constexpr double hope = 4.0;
    for (const Index leg : {options_.first_look, options_.move_iter}) {
      iterate(observations_, estimator_, em_, std::min(leg, em_.max_iter), run);
      if (!run.status.ok()) return false;
      const double left = leg == options_.first_look && !run.converged ? hope * run.left : 0.0;
      if (run.log_likelihood() + left < best.log_likelihood) return false;
    }
    iterate(observations_, estimator_, em_, em_.max_iter, run);
    return run.status.ok();
  }

  const Observations& observations_;
  const Estimator& estimator_;
  const EmOptions& em_;
  const SearchOptions& options_;
  std::vector<Run> runs_;
  std::vector<Restart> restarts_;
  double total_weight_ = 0.0;
  Index chosen_ = 0;
  Index moves_ = 0;
  Index gains_ = 0;
};

}  // namespace gaussmix

#endif
