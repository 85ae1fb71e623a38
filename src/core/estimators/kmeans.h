#ifndef GAUSSMIX_CORE_ESTIMATORS_KMEANS_H
#define GAUSSMIX_CORE_ESTIMATORS_KMEANS_H

#include <algorithm>
#include <functional>

#include "../ground/types.h"
#include "../nouns/moments.h"
#include "../nouns/observations.h"
#include "../nouns/plan.h"
#include "../pass/pass.h"
#include "../pass/seed.h"

namespace gaussmix {

// The row that lies farthest from its centre.
inline Index farthest_row(const Observations& rows, const Plan& plan,
                          int n_threads) {
  Array closeness(rows.n_rows);
  LogDensitySink sink(closeness.data());
  run_pass(rows, HardResponder(plan), n_threads, sink);
  Index row = 0;
  closeness.minCoeff(&row);
  return row;
}

// Lloyd's algorithm: an estimator on the same seam, with a plan that assigns
// hard and means for parameters. A centre that loses all its rows moves to the
// row that is served worst, one in each iteration. Stops when no centre moves by
// more than a hundredth of a unit of the metric: EM does the rest.
inline void lloyd(const Observations& rows, Index max_iter, int n_threads,
                  Plan& plan,
                  const std::function<void()>& check_interrupt = []() {}) {
  constexpr double settled = 1e-2;
  // With fewer different rows than centres one is always empty.
  constexpr double still = 1e-9;
  const ScatterRequest means_only{Scatter::none, false};
  for (Index iteration = 0; iteration < max_iter; ++iteration) {
    check_interrupt();
    const Moments moments =
        moments_of(sum_statistics(rows, HardResponder(plan), means_only,
                                  plan.centres, n_threads));
    Matrix centres = moments.means;
    bool moved_empty = false;
    for (Index k = 0; k < plan.n_components() && !moved_empty; ++k) {
      if (moments.counts[k] > 0.0) continue;
      moved_empty = true;
      centres.col(k) = row_of(rows, farthest_row(rows, plan, n_threads));
    }
    double move = 0.0;
    for (Index k = 0; k < plan.n_components(); ++k) {
      const Vector step = centres.col(k) - plan.centres.col(k);
      move = std::max(move, whitened_difference(plan, k, step).norm());
    }
    plan.centres = centres;
    if (move <= (moved_empty ? still : settled)) return;
  }
}

}  // namespace gaussmix

#endif
