#include "race.h"

#include <algorithm>
#include <utility>

namespace gaussmix {

void Race::from(std::vector<Parameters>&& points,
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

void Race::go_on(EmRun& run) {
  const Index until = std::min(run.iterations() + leg_, em_.max_iter);
  iterate(observations_, estimator_, em_, until, run);
}

// Against a winner that has collapsed any can.
bool Race::can_win(std::size_t i) const {
  constexpr double hope = 4.0;
  const Restart& best = restarts_[winner_];
  if (i == winner_ || !best.status.ok()) return true;
  return runs_[i].objective() + hope * runs_[i].left > best.objective &&
         !leads_to_winner(runs_[i]);
}

// About a maximum, what the mean log-likelihood has lost at a point is half of its
// distance. A run of which that is true is on its way there; one that is on its way to
// another has lost less. The first legs lead out of the noise that all points have.
bool Race::leads_to_winner(const EmRun& run) const {
  constexpr double with_curvature = 3.0;
  const double lost = (restarts_[winner_].objective - run.objective()) / run.total_weight;
  return run.status.ok() && run.iterations() >= 3 * leg_ &&
         distance_(run.parameters, runs_[winner_].parameters) <= with_curvature * lost;
}

bool Race::run_while_it_can_win(std::size_t i) {
  EmRun& run = runs_[i];
  while (goes_on(run, em_) && can_win(i)) go_on(run);
  const bool ended = !goes_on(run, em_);
  if (run.status.ok()) restore_best(run);
  restarts_[i] = describe(0, estimator_, run);
  if (!ended) restarts_[i].screening = Screening::not_among_best;
  return ended;
}

}  // namespace gaussmix
