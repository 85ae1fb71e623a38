#include "race.h"

#include <cmath>

namespace gaussmix {

void Race::from(const std::vector<RunEnd>& points,
                const std::function<void(std::size_t, const Restart&)>& report) {
  for (const RunEnd& point : points) {
    Parameters parameters = point.parameters;
    runs_.push_back(judge_.start(std::move(parameters), point.held));
    go_on(runs_.back());
    restarts_.push_back(judge_.prospect(0, runs_.back()));
    restarts_.back().screening = Screening::not_among_best;
  }
  const std::vector<Index> order = most_promising_first(restarts_);
  winner_ = static_cast<std::size_t>(order[0]);
  for (const Index number : order) {
    const std::size_t i = static_cast<std::size_t>(number);
    run_while_it_can_win(i);
    if (restarts_[i].screening == Screening::kept) report(i, restarts_[i]);
    if (better(restarts_[i], restarts_[winner_])) winner_ = i;
    if (i != winner_) runs_[i].drop_memory();
  }
}

void Race::go_on(EmRun& run) { judge_.iterate(run, run.iterations() + leg_); }

double Race::bar() const {
  const Restart& best = restarts_[winner_];
  const bool known = best.is_candidate() && best.screening == Screening::kept;
  return known ? best.score : -INFINITY;
}

// Against a winner that is no candidate any can.
bool Race::can_win(std::size_t i) const {
  constexpr double hope = 4.0;
  if (i == winner_ || bar() == -INFINITY) return true;
  return runs_[i].objective() + hope * runs_[i].left > bar() && !leads_to_winner(runs_[i]);
}

// About a maximum, what the mean log-likelihood has lost at a point is half of its
// distance. A run of which that is true is on its way there; one that is on its way to
// another has lost less. The first legs lead out of the noise that all points have.
bool Race::leads_to_winner(const EmRun& run) const {
  constexpr double with_curvature = 3.0;
  const EmRun& best = runs_[winner_];
  const double lost = (best.objective() - run.objective()) / run.total_weight;
  return run.status.ok() && run.iterations() >= 3 * leg_ &&
         distance_(run.parameters, best.parameters) <= with_curvature * lost;
}

void Race::run_while_it_can_win(std::size_t i) {
  EmRun& run = runs_[i];
  while (goes_on(run, em_) && can_win(i)) {
    go_on(run);
    if (em_.tol > 0.0 && !judge_.tend(run)) break;
  }
  const bool ended = !goes_on(run, em_);
  if (ended) judge_.finish(run, bar(), run.iterations());
  if (run.status.ok()) restore_best(run);
  restarts_[i] = judge_.verdict(0, run, bar());
  if (!ended) restarts_[i].screening = Screening::not_among_best;
}

}  // namespace gaussmix
