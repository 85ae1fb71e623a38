#include "race.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "../nouns/parameters.h"

namespace gaussmix {

void Race::from(const std::vector<RunEnd>& points,
                const std::function<void(std::size_t, const Restart&)>& report) {
  for (const RunEnd& point : points) restarts_.push_back(point.restart);
  runs_.resize(points.size());
  order_.resize(points.size());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  if (leg_ > 0 && points.size() > 1) {
    for (const std::size_t i : order_) begin(i, points[i]);
    run_legs();
  }
  winner_ = order_[0];
  for (const std::size_t i : order_) {
    if (!came_to(i)) begin(i, points[i]);
    finish(i);
    ++finished_;
    report(i, restarts_[i]);
    if (better(restarts_[i], restarts_[winner_])) winner_ = i;
    if (restarts_[winner_].is_candidate()) return;
  }
}

void Race::begin(std::size_t i, const RunEnd& point) {
  Parameters parameters = point.parameters;
  runs_[i] = judge_.start(std::move(parameters), point.held);
}

void Race::go_on(std::size_t i, Index until) {
  EmRun& run = runs_[i];
  judge_.wake(run);
  judge_.iterate(run, until);
  restarts_[i] = judge_.prospect(0, run);
  restarts_[i].screening = Screening::not_among_best;
}

void Race::run_legs() {
  Index until = leg_;
  for (std::size_t left = order_.size(); left > 1; left = (left + 1) / 2) {
    const auto end = order_.begin() + static_cast<std::ptrdiff_t>(left);
    for (auto at = order_.begin(); at != end; ++at) go_on(*at, until);
    std::stable_sort(order_.begin(), end, [&](std::size_t a, std::size_t b) {
      return more_promising(restarts_[a], restarts_[b]);
    });
    for (std::size_t i = (left + 1) / 2; i < left; ++i) runs_[order_[i]].drop_memory();
    until *= 2;
  }
}

std::vector<std::size_t> Race::order() const {
  std::vector<std::size_t> result{winner_};
  const auto add = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      if (order_[i] != winner_) result.push_back(order_[i]);
    }
  };
  add(finished_, order_.size());
  add(0, finished_);
  return result;
}

void Race::finish(std::size_t i) {
  constexpr Index soon = 10;
  EmRun& run = runs_[i];
  judge_.wake(run);
  judge_.finish(run, -INFINITY, run.iterations() + soon);
  if (run.status.ok()) restore_best(run);
  restarts_[i] = judge_.verdict(0, run, -INFINITY);
  if (!restarts_[i].is_candidate()) run.drop_memory();
}

void carry(const Pass& pass, const MixtureEstimator& estimator, const EmOptions& em,
           const std::vector<RunEnd>& ends, Index leg,
           const std::function<void(const Restart&)>& report, SearchResult& result) {
  const auto told = [&](std::size_t i, Restart restart) {
    restart.start = ends[i].restart.start;
    return restart;
  };
  Race race(pass, estimator, em, leg);
  race.from(ends,
            [&](std::size_t i, const Restart& restart) { report(told(i, restart)); });
  // Of several from one start the last word is that of the best.
  std::vector<std::size_t> order = race.order();
  std::reverse(order.begin(), order.end());
  for (const std::size_t i : order) {
    if (!race.came_to(i)) continue;
    const Restart restart = told(i, race.restarts()[i]);
    result.restarts[static_cast<std::size_t>(restart.start)] = restart;
  }
  result.chosen = ends[race.winner()].restart.start;
  result.run = race.take_run(race.winner());
}

}  // namespace gaussmix
