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
#include "../nouns/parameters.h"
#include "judge.h"
#include "restart.h"
#include "search.h"

namespace gaussmix {

// Runs from several points, each near an optimum, of which the best is wanted: after a
// first leg the best of them is run to convergence, and the others for as long as
// they can be hoped to end higher, and elsewhere.
class Race {
 public:
  // The mean square of the difference of the log densities of two mixtures.
  using Distance = std::function<double(const Parameters&, const Parameters&)>;

  // The pass, the estimator and the options must live as long.
  Race(const Pass& pass, const MixtureEstimator& estimator, const EmOptions& em, Index leg,
       Distance distance)
      : judge_(pass, estimator, em),
        em_(em),
        leg_(std::max<Index>(leg, 1)),
        distance_(std::move(distance)) {}

  // `points` are not empty. report() is told of each run that is made to its end.
  void from(const std::vector<RunEnd>& points,
            const std::function<void(std::size_t, const Restart&)>& report);

  std::size_t winner() const { return winner_; }
  EmRun take_run() { return std::move(runs_[winner_]); }
  // In the order of the points; of the runs that were given up, where they stood then.
  const std::vector<Restart>& restarts() const { return restarts_; }

 private:
  void go_on(EmRun& run);
  bool can_win(std::size_t i) const;
  bool leads_to_winner(const EmRun& run) const;
  void run_while_it_can_win(std::size_t i);
  double bar() const;

  Judge judge_;
  const EmOptions& em_;
  Index leg_;
  Distance distance_;
  std::vector<EmRun> runs_;
  std::vector<Restart> restarts_;
  std::size_t winner_ = 0;
};

}  // namespace gaussmix

#endif
