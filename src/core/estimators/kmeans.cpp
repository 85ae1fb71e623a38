#include "kmeans.h"

#include <algorithm>

#include "../nouns/moments.h"
#include "../nouns/statistics.h"
#include "../pass/pass.h"
#include "../pass/respond.h"
#include "../pass/seed.h"
#include "../pass/sink.h"

namespace gaussmix {

Index farthest_row(const Observations& rows, const Plan& plan, int n_threads) {
  Array closeness(rows.n_rows);
  LogDensitySink sink(closeness.data());
  run_pass(rows, HardResponder(plan), n_threads, sink);
  Index row = 0;
  closeness.minCoeff(&row);
  return row;
}

void lloyd(const Observations& rows, Index max_iter, int n_threads, Plan& plan,
           const std::function<void()>& check_interrupt) {
  constexpr double settled = 1e-2;
  // With fewer different rows than centres one is always empty.
  constexpr double still = 1e-9;
  const ScatterRequest means_only{Scatter::none, false};
  for (Index iteration = 0; iteration < max_iter; ++iteration) {
    check_interrupt();
    const Moments moments = moments_of(
        sum_statistics(rows, HardResponder(plan), means_only, plan.centres, n_threads));
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
      move = std::max(move, plan.whitening.of(k).times(step).norm());
    }
    plan.centres = centres;
    if (move <= (moved_empty ? still : settled)) return;
  }
}

}  // namespace gaussmix
