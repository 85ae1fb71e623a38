#ifndef GAUSSMIX_CORE_SEARCH_RACE_H
#define GAUSSMIX_CORE_SEARCH_RACE_H

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "../em/em.h"
#include "../estimators/estimator.h"
#include "../ground/types.h"
#include "../pass/pass.h"
#include "judge.h"
#include "restart.h"
#include "search.h"

namespace gaussmix {

// Runs from several points, each near an optimum, of which the best is wanted. After each
// leg the better half goes on, for a leg that is twice as long, until one is left (successive
// halving: Jamieson and Talwalkar 2016, arXiv:1502.07943). That is run to its end, and then the
// next ones until one is a candidate. Without legs the points are run in their order.
class Race {
 public:
  // The pass, the estimator and the options must live as long.
  Race(const Pass& pass, const MixtureEstimator& estimator, const EmOptions& em, Index leg)
      : judge_(pass, estimator, em), leg_(leg) {}

  // `points` are not empty. report() is told of each run that is made to its end.
  void from(const std::vector<RunEnd>& points,
            const std::function<void(std::size_t, const Restart&)>& report);

  std::size_t winner() const { return winner_; }
  // The winner, those that were given up, and those that are worth nothing. Of all points.
  std::vector<std::size_t> order() const;
  EmRun take_run(std::size_t i) { return std::move(runs_[i]); }
  // In the order of the points; of the runs that were given up, where they stood then, and of
  // points that it did not come to, what is known of them.
  const std::vector<Restart>& restarts() const { return restarts_; }
  bool came_to(std::size_t i) const { return !runs_[i].trace.empty(); }

 private:
  void begin(std::size_t i, const RunEnd& point);
  void go_on(std::size_t i, Index until);
  void run_legs();
  void finish(std::size_t i);

  Judge judge_;
  Index leg_;
  std::vector<EmRun> runs_;
  std::vector<Restart> restarts_;
  std::vector<std::size_t> order_;  // those that lasted longest first
  std::size_t finished_ = 0;        // how many of these were run to their ends
  std::size_t winner_ = 0;
};

// Legs are short: what differs by as much as matters does so soon.
inline Index leg_of(const SearchOptions& options) {
  return std::max<Index>(options.screen_iter / 2, 1);
}

// A race on all rows of what the ends of a search on fewer led to. The restarts that they are
// from say what became of them there, and the result has the winner.
void carry(const Pass& pass, const MixtureEstimator& estimator, const EmOptions& em,
           const std::vector<RunEnd>& ends, Index leg,
           const std::function<void(const Restart&)>& report, SearchResult& result);

}  // namespace gaussmix

#endif
