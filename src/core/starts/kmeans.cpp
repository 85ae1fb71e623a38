#include "kmeans.h"

#include <algorithm>

#include "../nouns/moments.h"
#include "../nouns/statistics.h"
#include "../pass/hard-responder.h"
#include "../pass/local-pass.h"
#include "../pass/row-sinks.h"

namespace gaussmix {

Index farthest_row(const Sample& sample, const Plan& plan, const Execution& execution) {
  Array closeness(sample.n_rows());
  LogDensitySink sink(closeness.data());
  LocalPass(sample, execution).run(HardResponder(plan), sink);
  Index row = 0;
  closeness.minCoeff(&row);
  return row;
}

void lloyd(const Sample& sample, Index max_iter, const Execution& execution, Plan& plan) {
  constexpr double settled = 1e-2;
  // With fewer different rows than centres one is always empty.
  constexpr double still = 1e-9;
  const ScatterRequest means_only{Scatter::none, false};
  const LocalPass pass(sample, execution);
  for (Index iteration = 0; iteration < max_iter; ++iteration) {
    pass.check_interrupt();
    const Moments moments =
        moments_of(pass.sum(HardResponder(plan), means_only, plan.centres));
    Matrix centres = moments.means;
    bool moved_empty = false;
    for (Index k = 0; k < plan.n_components() && !moved_empty; ++k) {
      if (moments.counts[k] > 0.0) continue;
      moved_empty = true;
      centres.col(k) = sample.row(farthest_row(sample, plan, execution));
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
