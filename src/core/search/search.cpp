#include "search.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "../nouns/statistics.h"
#include "../nouns/status.h"
#include "distinct.h"
#include "judge.h"

namespace gaussmix {

namespace {

class Search {
 public:
  Search(const Pass& pass, const MixtureEstimator& estimator, const EmOptions& em,
         const SearchOptions& options)
      : judge_(pass, estimator, em),
        em_(em),
        options_(options),
        total_weight_(pass.total_weight()) {}

  SearchResult from(Index n_starts, const FirstParameters& first, const Move& move) {
    screen(n_starts, first);
    converge();
    improve(move);
    if (!has_candidate()) finish_plainly(chosen_);
    SearchResult result;
    if (options_.keep_ends) keep_ends();
    result.ends = std::move(ends_);
    result.run = std::move(run_of(chosen_));
    result.restarts = std::move(restarts_);
    result.chosen = chosen_;
    result.moves = moves_;
    result.gains = gains_;
    return result;
  }

 private:
  EmRun& run_of(Index s) { return runs_[static_cast<std::size_t>(s)]; }
  Restart& restart_of(Index s) { return restarts_[static_cast<std::size_t>(s)]; }
  const Restart& restart_of(Index s) const {
    return restarts_[static_cast<std::size_t>(s)];
  }

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
      rest(runs_.back());
    }
    order_ = most_promising_first(restarts_);
    if (!screened) return;
    promising_ =
        std::max((n_starts + 1) / 2, std::min(n_starts, 2 * options_.screen_keep));
    for (Index i = 0; i < promising_; ++i) {
      const Index s = order_[static_cast<std::size_t>(i)];
      judge_.wake(run_of(s));
      judge_.iterate(run_of(s), iterations);
      restart_of(s) = judge_.prospect(s, run_of(s));
      rest(run_of(s));
    }
    std::stable_sort(order_.begin(), order_.begin() + promising_, [&](Index a, Index b) {
      return more_promising(restart_of(a), restart_of(b));
    });
  }

  // The first iterations of a start. One that is excluded after these is drawn again, as long
  // as there are redraws left.
  void begin(Index s, const FirstParameters& first, Index iterations, Index& redraws) {
    constexpr Index most_redraws = 4;
    std::optional<Parameters> at = first(s, 0);
    for (Index i = 1; at; ++i) {
      EmRun run = judge_.start(std::move(*at));
      judge_.iterate(run, iterations);
      const Restart restart = judge_.prospect(s, run);
      const bool lost =
          restart.verdict == Verdict::excluded || restart.verdict == Verdict::failed;
      at = std::nullopt;
      if (lost && redraws > 0 && i <= most_redraws) at = first(s, i);
      if (at) {
        --redraws;
        continue;
      }
      runs_.push_back(std::move(run));
      restarts_.push_back(restart);
    }
  }

  // Runs that wait: many large ones would take more memory than their parameters.
  void rest(EmRun& run) const {
    constexpr Index small = 4096;
    const Statistics& kept = run.statistics();
    Index size = 0;
    for (const Matrix& scatter : kept.scatters) size += scatter.size();
    if (size > small) run.drop_memory();
  }

  // Runs the most promising starts to convergence, until screen_keep different optima have
  // been found or twice as many starts have been run; while none of these is a candidate,
  // the others in turn. Starts that are equally likely after their short runs have found the
  // same basin (k-means often ends in the same partition): only the first of them goes on.
  void converge() {
    std::vector<double> kept;
    Distinct optima(same_optimum());
    std::vector<Index> finished;  // in the order of kept
    std::vector<Index> times(order_.size(), 0);
    chosen_ = order_[0];
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const Index s = order_[i];
      Restart& restart = restart_of(s);
      const auto same = std::find_if(kept.begin(), kept.end(), [&](double other) {
        return std::abs(other - restart.score) <= 1e-9 * total_weight_;
      });
      if (screening() && same != kept.end()) {
        restart.screening = Screening::repeats_another;
        ++times[static_cast<std::size_t>(
            finished[static_cast<std::size_t>(same - kept.begin())])];
        continue;
      }
      const bool enough = static_cast<Index>(i) >= promising_ ||
                          static_cast<Index>(optima.size()) >= options_.screen_keep ||
                          static_cast<Index>(kept.size()) >= 2 * options_.screen_keep;
      const bool hopeless = static_cast<Index>(kept.size()) >= 2 * options_.screen_keep &&
                            options_.moves > 0;
      const bool in_vain = screening() && ((has_candidate() && enough) || hopeless);
      if (in_vain || agreed(finished)) {
        restart.screening = Screening::not_among_best;
        continue;
      }
      kept.push_back(restart.score);
      finished.push_back(s);
      ++times[static_cast<std::size_t>(s)];
      finish(s);
      optima.add(restart.score);
      if (better(restart, restart_of(chosen_))) chosen_ = s;
    }
    for (const Index s : finished) {
      const double below = restart_of(chosen_).score - restart_of(s).score;
      if (std::abs(below) <= same_optimum()) found_ += times[static_cast<std::size_t>(s)];
    }
  }

  // Whether as many of these runs ended in the best optimum as are wanted.
  bool agreed(const std::vector<Index>& finished) const {
    if (options_.agreement == 0 || !has_candidate()) return false;
    return options_.agreement <=
           std::count_if(finished.begin(), finished.end(), [&](Index s) {
             return std::abs(restart_of(s).score - best_score_) <= same_optimum();
           });
  }

  // Where there is no candidate, the best of the others is the answer all the same: it is not
  // given up, and nothing holds up what the data do not support.
  void finish_plainly(Index s) {
    EmRun& run = run_of(s);
    if (run.held.empty() && !goes_on(run, em_)) return;
    judge_.finish_plainly(run);
    restart_of(s) = judge_.verdict(s, run, best_score_);
    run.drop_memory();
    options_.report(restart_of(s));
  }

  // Few runs are looked at late: each of them was wanted.
  Index first_look(const EmRun& run) const {
    constexpr Index late = 100;
    return screening() ? 2 * std::max<Index>(run.iterations(), 10) : late;
  }

  double same_optimum() const { return options_.same_optimum * total_weight_; }

  bool may_move() const {
    return moves_ < 4 * options_.moves && move_passes_ < options_.move_passes;
  }

  bool has_candidate() const { return best_score_ > -INFINITY; }

  // Runs to the end, as far as it may be the best, and says what came of it.
  void finish(Index s) {
    EmRun& run = run_of(s);
    judge_.wake(run);
    judge_.finish(run, best_score_, first_look(run));
    if (run.status.ok()) restore_best(run);
    Restart& restart = restart_of(s);
    const Screening screening = restart.screening;
    restart = judge_.verdict(s, run, best_score_);
    restart.screening = screening;
    note(restart);
    run.drop_memory();
    options_.report(restart);
  }

  void note(const Restart& restart) {
    if (restart.is_candidate()) best_score_ = std::max(best_score_, restart.score);
  }

  // Moves from the best run, until too many in a row have been in vain. Several runs, if that is
  // asked for, share half of these first: they are wanted for what they are.
  void improve(const Move& move) {
    if (em_.max_iter == 0 || options_.moves == 0) return;
    if (options_.agreement > 0 && found_ >= options_.agreement) return;
    if (!has_candidate()) rescue(move);
    Index in_vain = options_.moves;
    if (options_.moved > 1) {
      in_vain /= 2;
      improve_several(in_vain, move);
    }
    improve_run(chosen_, in_vain, move, Distinct(same_optimum()));
  }

  void improve_several(Index in_vain, const Move& move) {
    const std::vector<Index> several = best_optima(options_.moved);
    Distinct reached(same_optimum());
    for (const Index s : several) {
      improve_run(s, in_vain / static_cast<Index>(several.size()), move, reached);
      reached.add(restart_of(s).score);
      if (better(restart_of(s), restart_of(chosen_))) chosen_ = s;
    }
  }

  // A mixture from which the components are taken that speak against it.
  struct Emptied {
    Index start;
    Parameters parameters;
  };

  // Where there is no candidate: the components that speak against the runs are set anew, in all
  // runs in turn. The first candidate that is more likely than without them takes the place
  // of the run that it is from.
  void rescue(const Move& move) {
    const std::vector<Emptied> emptied = all_emptied();
    if (emptied.empty()) return;
    const double bar = judge_.score_without_empty(emptied[0].parameters);
    std::optional<EmRun> found;
    Restart of_found;
    for (std::size_t i = 0; moves_ < options_.moves && !found; ++i) {
      const Emptied& from = emptied[i % emptied.size()];
      ++moves_;
      EmRun run = judge_.start(move(from.parameters));
      if (!leads_higher(bar, run)) continue;
      restore_best(run);
      const Restart restart = judge_.verdict(from.start, run, best_score_);
      // What is still on its way may yet collapse.
      const bool higher =
          restart.is_candidate() && restart.converged && restart.score > best_score_;
      if (!higher || !judge_.is_not_doubled(run)) continue;
      note(restart);
      of_found = restart;
      found = std::move(run);
    }
    if (!found) return;
    ++gains_;
    chosen_ = of_found.start;
    if (options_.keep_ends) keep_end(restart_of(chosen_), run_of(chosen_));
    found->drop_memory();
    run_of(chosen_) = std::move(*found);
    restart_of(chosen_) = of_found;
    options_.report(of_found);
  }

  // Different ones, the likeliest first.
  std::vector<Emptied> all_emptied() {
    std::vector<Emptied> result;
    Distinct seen(same_optimum());
    for (const Index s : best_first(restarts_)) {
      const EmRun& run = run_of(s);
      // One that has failed stands where it last had densities.
      const bool failed_at_once = run.objective() == -INFINITY;
      if (failed_at_once || !seen.add(run.objective())) continue;
      std::optional<Parameters> emptied = judge_.emptied(run);
      if (emptied) result.push_back({s, std::move(*emptied)});
    }
    return result;
  }

  // Starts that were run to different optima which are candidates, the best first.
  std::vector<Index> best_optima(Index most) const {
    std::vector<Index> result;
    Distinct seen(same_optimum());
    for (const Index s : best_first(restarts_)) {
      const Restart& restart = restart_of(s);
      if (!restart.is_candidate() || static_cast<Index>(result.size()) == most) break;
      if (restart.screening != Screening::kept || !seen.add(restart.score)) continue;
      result.push_back(s);
    }
    return result;
  }

  // One that leads higher takes the run's place. From what is no candidate none is tried. To an
  // optimum that several starts led to there seldom is a better one; otherwise twice as many moves
  // may be in vain.
  void improve_run(Index s, Index most_in_vain, const Move& move,
                   const Distinct& reached) {
    EmRun& best = run_of(s);
    Restart& restart = restart_of(s);
    if (!restart.is_candidate()) return;
    const auto patience = [&]() { return found_ > 1 ? most_in_vain : 2 * most_in_vain; };
    for (Index in_vain = 0; in_vain < patience() && may_move(); ++in_vain) {
      ++moves_;
      EmRun run = moved(best, move);
      const bool higher = leads_higher(best.objective(), run);
      move_passes_ += run.iterations() + 1;
      if (!higher) continue;
      restore_best(run);
      const double wanted = restart.score + same_optimum();
      const Restart of_move = judge_.verdict(s, run, wanted);
      if (options_.keep_ends) keep_end(of_move, run);
      if (!of_move.is_candidate() || !(of_move.score > wanted)) continue;
      if (options_.keep_ends) keep_end(restart, best);
      run.drop_memory();
      best = std::move(run);
      restart = of_move;
      note(restart);
      ++gains_;
      in_vain = -1;
      found_ = 1;
      if (reached.contains(restart.score)) return;
    }
  }

  // What was held up, and is where it was, stays so.
  EmRun moved(const EmRun& from, const Move& move) const {
    Parameters to = move(from.parameters);
    std::vector<bool> held = from.held;
    for (std::size_t k = 0; k < held.size(); ++k) {
      const Index at = static_cast<Index>(k);
      held[k] = held[k] && to.means.col(at) == from.parameters.means.col(at) &&
                to.covariances.of(at) == from.parameters.covariances.of(at);
    }
    if (std::find(held.begin(), held.end(), true) == held.end()) held.clear();
    return judge_.start(std::move(to), std::move(held));
  }

  // Runs from where a move led, to convergence if that can be a gain. Whether it can is asked
  // again and again: at first what is left to gain is hoped for several times over, in the
  // end the run must have come as high.
  bool leads_higher(double best, EmRun& run) const {
    constexpr double hope = 4.0;
    const double wanted = best + same_optimum();
    for (Index look = options_.first_look; look < options_.move_iter; look *= 2) {
      judge_.iterate(run, look);
      if (!judge_.tend(run) || run.objective() + hope * run.left < wanted) return false;
    }
    judge_.iterate(run, options_.move_iter);
    if (!judge_.tend(run) || run.objective() < best) return false;
    judge_.finish(run, best, first_look(run));
    return run.status.ok();
  }

  void keep_end(const Restart& restart, const EmRun& run) {
    if (run.status.ok())
      ends_.push_back({restart, run.parameters, run.statistics().counts, run.held});
  }

  void keep_ends() {
    for (std::size_t s = 0; s < runs_.size(); ++s) {
      const Restart& restart = restarts_[s];
      const bool ended = restart.screening == Screening::kept || !restart.is_candidate();
      if (ended) keep_end(restart, runs_[s]);
    }
  }

  Judge judge_;
  const EmOptions& em_;
  const SearchOptions& options_;
  std::vector<EmRun> runs_;
  std::vector<Restart> restarts_;
  std::vector<Index> order_;  // of the starts, the most promising ones first
  Index promising_ = 0;       // how many of these had all of the screening
  std::vector<RunEnd> ends_;
  double total_weight_;
  Index chosen_ = 0;
  double best_score_ = -INFINITY;  // of the candidates
  Index moves_ = 0;
  Index move_passes_ = 0;
  Index gains_ = 0;
  Index found_ = 0;  // by how many starts the best optimum was
};

}  // namespace

SearchResult search(const Pass& pass, const MixtureEstimator& estimator,
                    const EmOptions& em, const SearchOptions& options, Index n_starts,
                    const FirstParameters& first, const Move& move) {
  return Search(pass, estimator, em, options).from(n_starts, first, move);
}

}  // namespace gaussmix
