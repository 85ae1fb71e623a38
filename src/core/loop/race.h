#ifndef GAUSSMIX_CORE_LOOP_RACE_H
#define GAUSSMIX_CORE_LOOP_RACE_H

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "../ground/types.h"
#include "em.h"
#include "search.h"

namespace gaussmix {

// Runs from several points, each near an optimum, of which the best is wanted: after a
// first leg the best of them is run to convergence, and the others for as long as
// they can be hoped to end higher, and elsewhere.
template <class Estimator>
class Race {
 public:
  using Parameters = typename Estimator::Parameters;
  using Run = EmRun<Estimator>;
  // The mean square of the difference of the log densities of two mixtures.
  using Distance = std::function<double(const Parameters&, const Parameters&)>;

  Race(const Observations& observations, const Estimator& estimator, const EmOptions& em,
       Index leg, Distance distance)
      : observations_(observations),
        estimator_(estimator),
        em_(em),
        leg_(std::max<Index>(leg, 1)),
        distance_(std::move(distance)) {}

  // `points` are not empty. report() is told of each run that is made to its end.
  void from(std::vector<Parameters>&& points,
            const std::function<void(std::size_t, const Restart&)>& report) {
    for (Parameters& point : points) {
      runs_.push_back(start_run(observations_, estimator_, em_, std::move(point)));
      go_on(runs_.back());
      restarts_.push_back(describe(0, estimator_, runs_.back()));
      restarts_.back().screening = Screening::not_among_best;
    }
    const std::vector<Index> order = best_first(restarts_);
    winner_ = static_cast<std::size_t>(order[0]);
    for (const Index number : order) {
      const std::size_t i = static_cast<std::size_t>(number);
      const bool ended = run_while_it_can_win(i);
      if (ended) report(i, restarts_[i]);
      if (better(restarts_[i], restarts_[winner_])) winner_ = i;
      if (i != winner_) runs_[i].drop_memory();
    }
  }

  std::size_t winner() const { return winner_; }
  Run take_run() { return std::move(runs_[winner_]); }
  // In the order of the points; of the runs that were given up, where they stood then.
  const std::vector<Restart>& restarts() const { return restarts_; }

 private:
  void go_on(Run& run) {
    const Index until = std::min(run.iterations() + leg_, em_.max_iter);
    iterate(observations_, estimator_, em_, until, run);
  }

  // Against a winner that has collapsed any can.
  bool can_win(std::size_t i) const {
    constexpr double hope = 4.0;
    const Restart& best = restarts_[winner_];
    if (i == winner_ || !best.status.ok()) return true;
    return runs_[i].objective() + hope * runs_[i].left > best.objective &&
           !leads_to_winner(runs_[i]);
  }

  // About a maximum, what the mean log-likelihood has lost at a point is half of its
  // distance. A run of which that is true is on its way there; one that is on its way to
  // another has lost less. The first legs lead out of the noise that all points have.
  bool leads_to_winner(const Run& run) const {
    constexpr double with_curvature = 3.0;
    const double lost = (restarts_[winner_].objective - run.objective()) /
                        run.total_weight;
    return run.status.ok() && run.iterations() >= 3 * leg_ &&
           distance_(run.parameters, runs_[winner_].parameters) <= with_curvature * lost;
  }

  bool run_while_it_can_win(std::size_t i) {
    Run& run = runs_[i];
    while (goes_on(run, em_) && can_win(i)) go_on(run);
    const bool ended = !goes_on(run, em_);
    if (run.status.ok()) restore_best(run);
    restarts_[i] = describe(0, estimator_, run);
    if (!ended) restarts_[i].screening = Screening::not_among_best;
    return ended;
  }

  const Observations& observations_;
  const Estimator& estimator_;
  const EmOptions& em_;
  Index leg_;
  Distance distance_;
  std::vector<Run> runs_;
  std::vector<Restart> restarts_;
  std::size_t winner_ = 0;
};

}  // namespace gaussmix

#endif
