#include "search.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "../nouns/statistics.h"
#include "../nouns/status.h"

namespace gaussmix {

namespace {

class Search {
 public:
  Search(const Observations& observations, const MixtureEstimator& estimator,
         const EmOptions& em, const SearchOptions& options)
      : observations_(observations), estimator_(estimator), em_(em), options_(options) {}

  SearchResult from(Index n_starts, const FirstParameters& first, const Move& move) {
    screen(n_starts, first);
    converge();
    improve(move);
    SearchResult result;
    if (options_.keep_ends) keep_ends();
    result.ends = std::move(ends_);
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

  // Short runs, the first iterations of all starts; the better half goes on.
  void screen(Index n_starts, const FirstParameters& first) {
    restarts_.reserve(static_cast<std::size_t>(n_starts));
    const bool screened = n_starts > options_.screen_keep;
    const Index iterations = screened ? std::min(options_.screen_iter, em_.max_iter) : 0;
    const Index glance = iterations / 3;
    Index redraws = screened ? n_starts : 0;
    for (Index s = 0; s < n_starts; ++s) {
      begin(s, first, glance, redraws);
      total_weight_ = std::max(total_weight_, runs_.back().total_weight);
      rest(runs_.back());
    }
    order_ = best_first(restarts_);
    if (!screened) return;
    promising_ =
        std::max((n_starts + 1) / 2, std::min(n_starts, 2 * options_.screen_keep));
    for (Index i = 0; i < promising_; ++i) {
      const Index s = order_[static_cast<std::size_t>(i)];
      EmRun& run = runs_[static_cast<std::size_t>(s)];
      wake(run);
      iterate(observations_, estimator_, em_, iterations, run);
      restarts_[static_cast<std::size_t>(s)] = describe(s, estimator_, run);
      rest(run);
    }
    std::stable_sort(order_.begin(), order_.begin() + promising_, [&](Index a, Index b) {
      return better(restarts_[static_cast<std::size_t>(a)],
                    restarts_[static_cast<std::size_t>(b)]);
    });
  }

  // The first iterations of a start. One that collapses in these is drawn again, as long as
  // there are redraws left.
  void begin(Index s, const FirstParameters& first, Index iterations, Index& redraws) {
    constexpr Index most_redraws = 4;
    EmRun run = start_run(observations_, estimator_, em_, *first(s, 0));
    iterate(observations_, estimator_, em_, iterations, run);
    Restart restart = describe(s, estimator_, run);
    for (Index i = 1; i <= most_redraws && redraws > 0 && !restart.status.ok(); ++i) {
      std::optional<Parameters> again = first(s, i);
      if (!again) break;
      --redraws;
      run = start_run(observations_, estimator_, em_, std::move(*again));
      iterate(observations_, estimator_, em_, iterations, run);
      restart = describe(s, estimator_, run);
    }
    runs_.push_back(std::move(run));
    restarts_.push_back(restart);
  }

  // Runs that wait: many large ones would take more memory than their parameters.
  void rest(EmRun& run) const {
    constexpr Index small = 4096;
    const Statistics& kept = run.statistics();
    Index size = 0;
    for (const Matrix& scatter : kept.scatters) size += scatter.size();
    if (size > small) run.drop_memory();
  }

  void wake(EmRun& run) const {
    if (!goes_on(run, em_) || !run.statistics().scatters.empty()) return;
    run.here = evaluate(observations_, run.total_weight, estimator_, em_, run.parameters,
                        run.status);
  }

  // Runs the most promising starts to convergence, until screen_keep different optima have
  // been found or twice as many starts have been run; when all of these collapse,
  // the others in turn until one does not. Starts that are equally likely after their
  // short runs have found the same basin (k-means often ends in the same
  // partition): only the first of them goes on.
  void converge() {
    std::vector<double> kept;
    std::vector<double> optima;
    bool sound = false;
    chosen_ = order_[0];
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const Index s = order_[i];
      Restart& restart = restarts_[static_cast<std::size_t>(s)];
      if (screening() && contains_near(kept, restart.objective, 1e-9 * total_weight_)) {
        restart.screening = Screening::repeats_another;
        continue;
      }
      const bool enough = static_cast<Index>(i) >= promising_ ||
                          static_cast<Index>(optima.size()) >= options_.screen_keep ||
                          static_cast<Index>(kept.size()) >= 2 * options_.screen_keep;
      if (screening() && sound && enough) {
        restart.screening = Screening::not_among_best;
        continue;
      }
      kept.push_back(restart.objective);
      finish(s, runs_[static_cast<std::size_t>(s)], !screening());
      sound = sound || restart.status.ok();
      if (!contains_near(optima, restart.objective, same_optimum())) {
        optima.push_back(restart.objective);
      }
      if (better(restart, restarts_[static_cast<std::size_t>(chosen_)])) chosen_ = s;
    }
    // Where all have collapsed, one of them is the answer all the same.
    EmRun& best = runs_[static_cast<std::size_t>(chosen_)];
    if (!sound && goes_on(best, em_)) finish(chosen_, best, true);
  }

  double same_optimum() const { return options_.same_optimum * total_weight_; }

  // Runs to convergence, or to where a collapse is plain, and describes what came of it.
  void finish(Index s, EmRun& run, bool to_the_end) {
    Restart& restart = restarts_[static_cast<std::size_t>(s)];
    if (goes_on(run, em_)) {
      wake(run);
      if (to_the_end || em_.tol == 0.0) {
        iterate(observations_, estimator_, em_, em_.max_iter, run);
      } else {
        iterate_unless_collapsed(run, restart.status);
      }
    }
    if (run.status.ok()) restore_best(run);
    restart = describe(s, estimator_, run);
    run.drop_memory();
    options_.report(restart);
  }

  // A component that has collapsed seldom comes back, and a run takes long to find out
  // how far it can go: it ends when it is seen twice with the same trouble.
  void iterate_unless_collapsed(EmRun& run, Status seen) {
    for (Index until = 2 * std::max<Index>(run.iterations(), 10);; until *= 2) {
      iterate(observations_, estimator_, em_, std::min(until, em_.max_iter), run);
      if (!goes_on(run, em_)) return;
      const Status now = estimator_.collapse(run.parameters, run.statistics().counts);
      if (!now.ok() && now.trouble == seen.trouble && now.component == seen.component)
        return;
      seen = now;
    }
  }

  // Moves from the best runs, among which they are divided: where one cannot leave its part
  // of the space, another may be in a better one. What is left when a run comes to where
  // another is goes to the best.
  void improve(const Move& move) {
    if (em_.max_iter == 0 || options_.moves == 0) return;
    if (!restarts_[static_cast<std::size_t>(chosen_)].status.ok()) rescue(move);
    const std::vector<Index> several = best_optima(options_.moved);
    const Index share =
        options_.moves / std::max<Index>(1, static_cast<Index>(several.size()));
    std::vector<double> reached;
    for (const Index s : several) {
      improve_run(s, share, move, reached);
      const Restart& restart = restarts_[static_cast<std::size_t>(s)];
      reached.push_back(restart.objective);
      if (better(restart, restarts_[static_cast<std::size_t>(chosen_)])) chosen_ = s;
    }
    improve_run(chosen_, options_.moves - moves_, move, {});
  }

  // A mixture that has collapsed, with its collapsed components as wide as the others.
  struct Opened {
    Index start;
    Parameters parameters;
  };

  // Where all runs have collapsed: moves from all of them in turn, opened, until one ends
  // without a collapse. It takes the place of the run that it is from.
  void rescue(const Move& move) {
    const std::vector<Opened> opened = reopened();
    for (std::size_t i = 0; !opened.empty() && moves_ < options_.moves; ++i) {
      const Opened& from = opened[i % opened.size()];
      ++moves_;
      EmRun run = start_run(observations_, estimator_, em_, move(from.parameters));
      if (!stays_sound(run)) continue;
      ++gains_;
      chosen_ = from.start;
      Restart& restart = restarts_[static_cast<std::size_t>(chosen_)];
      EmRun& collapsed = runs_[static_cast<std::size_t>(chosen_)];
      if (options_.keep_ends) keep_end(restart, collapsed);
      restart = describe(chosen_, estimator_, run);
      run.drop_memory();
      collapsed = std::move(run);
      options_.report(restart);
      return;
    }
  }

  // Different ones, the likeliest first.
  std::vector<Opened> reopened() const {
    std::vector<Opened> result;
    std::vector<double> seen;
    for (const Index s : best_first(restarts_)) {
      const EmRun& run = runs_[static_cast<std::size_t>(s)];
      // One that has failed stands where it last had densities.
      const bool failed_at_once = run.objective() == -INFINITY;
      if (failed_at_once || contains_near(seen, run.objective(), same_optimum())) continue;
      seen.push_back(run.objective());
      Parameters opened = run.parameters;
      if (!estimator_.reopen(opened, run.statistics().counts)) continue;
      result.push_back({s, std::move(opened)});
    }
    return result;
  }

  // Runs to convergence, or to the first look that sees a collapse.
  bool stays_sound(EmRun& run) const {
    const auto is_sound = [&] {
      return run.status.ok() &&
             estimator_.collapse(run.parameters, run.statistics().counts).ok();
    };
    Index until = std::max<Index>(options_.screen_iter, 1);
    for (; is_sound() && goes_on(run, em_); until *= 2) {
      iterate(observations_, estimator_, em_, std::min(until, em_.max_iter), run);
    }
    if (!is_sound()) return false;
    restore_best(run);
    return is_sound();
  }

  // Starts that were run to different optima without collapse, the best first.
  std::vector<Index> best_optima(Index most) const {
    std::vector<Index> result;
    std::vector<double> seen;
    for (const Index s : best_first(restarts_)) {
      const Restart& restart = restarts_[static_cast<std::size_t>(s)];
      if (!restart.status.ok() || static_cast<Index>(result.size()) == most) break;
      const bool ended = restart.screening == Screening::kept;
      if (!ended || contains_near(seen, restart.objective, same_optimum())) continue;
      seen.push_back(restart.objective);
      result.push_back(s);
    }
    return result;
  }

  // One that leads higher takes the run's place. From a collapsed one none is tried.
  void improve_run(Index s, Index n_moves, const Move& move,
                   const std::vector<double>& reached) {
    EmRun& best = runs_[static_cast<std::size_t>(s)];
    Restart& restart = restarts_[static_cast<std::size_t>(s)];
    if (!restart.status.ok()) return;
    for (Index i = 0; i < n_moves; ++i) {
      ++moves_;
      EmRun run = start_run(observations_, estimator_, em_, move(best.parameters));
      if (!leads_higher(restart, run)) continue;
      restore_best(run);
      const Restart moved = describe(s, estimator_, run);
      if (options_.keep_ends) keep_end(moved, run);
      const bool gain =
          moved.status.ok() && moved.objective > restart.objective + same_optimum();
      if (!gain) continue;
      if (options_.keep_ends) keep_end(restart, best);
      run.drop_memory();
      best = std::move(run);
      restart = moved;
      ++gains_;
      if (contains_near(reached, restart.objective, same_optimum())) return;
    }
  }

  // Runs from where a move led, to convergence if that can be a gain. Whether it can is asked
  // again and again: at first what is left to gain is hoped for several times over, in the
  // end the run must have come as high.
  bool leads_higher(const Restart& best, EmRun& run) const {
    constexpr double hope = 4.0;
    const double bar = best.objective - options_.interest * total_weight_;
    const double wanted = bar + same_optimum();
    for (Index look = options_.first_look; look < options_.move_iter; look *= 2) {
      iterate(observations_, estimator_, em_, std::min(look, em_.max_iter), run);
      if (!run.status.ok() || run.objective() + hope * run.left < wanted) return false;
    }
    iterate(observations_, estimator_, em_, std::min(options_.move_iter, em_.max_iter),
            run);
    if (!run.status.ok() || run.objective() < bar) return false;
    iterate(observations_, estimator_, em_, em_.max_iter, run);
    return run.status.ok();
  }

  void keep_end(const Restart& restart, const EmRun& run) {
    if (run.status.ok())
      ends_.push_back({restart, run.parameters, run.statistics().counts});
  }

  void keep_ends() {
    for (std::size_t s = 0; s < runs_.size(); ++s) {
      const Restart& restart = restarts_[s];
      const bool ended = restart.screening == Screening::kept || !restart.status.ok();
      if (ended) keep_end(restart, runs_[s]);
    }
  }

  const Observations& observations_;
  const MixtureEstimator& estimator_;
  const EmOptions& em_;
  const SearchOptions& options_;
  std::vector<EmRun> runs_;
  std::vector<Restart> restarts_;
  std::vector<Index> order_;  // of the starts, the best after their short runs first
  Index promising_ = 0;       // how many of these had all of the screening
  std::vector<RunEnd> ends_;
  double total_weight_ = 0.0;
  Index chosen_ = 0;
  Index moves_ = 0;
  Index gains_ = 0;
};

}  // namespace

SearchResult search(const Observations& observations, const MixtureEstimator& estimator,
                    const EmOptions& em, const SearchOptions& options, Index n_starts,
                    const FirstParameters& first, const Move& move) {
  return Search(observations, estimator, em, options).from(n_starts, first, move);
}

}  // namespace gaussmix
