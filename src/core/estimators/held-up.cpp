#include "held-up.h"

#include <cstddef>

#include "../nouns/factor.h"
#include "../nouns/moments.h"
#include "../nouns/shape.h"
#include "penalty.h"

namespace gaussmix {

Plan HeldUp::plan(const Parameters& parameters, double total_weight, Status& status,
                  int n_threads) const {
  Plan plan = free_.plan(parameters, total_weight, status, n_threads);
  if (!status.ok()) return plan;
  for (Index k = 0; k < plan.n_components(); ++k) {
    if (!held_[static_cast<std::size_t>(k)]) continue;
    plan.log_constants[k] -= 0.5 * plan.whitening.of(k).trace_of_variances(
                                       spread_.rounding.col(0), plan.dimension());
  }
  return plan;
}

Parameters HeldUp::update(const Statistics& statistics, const Parameters& previous) const {
  const auto pull = [&](Moments& moments, Vector& divisors, Matrix& ridge) {
    ridge = ridge.col(0).rowwise().replicate(divisors.size()).eval();
    for (std::size_t s = 0; s < held_.size(); ++s) {
      const Index k = static_cast<Index>(s);
      const double count = statistics.counts[k];
      if (!held_[s] || is_empty(count, statistics.total_weight)) continue;
      Matrix& scatter = moments.scatters[s];
      scatter = pulled_scatter(spread_, count, shaped(spread_.shape, scatter));
      divisors[k] += spread_.pull();
      ridge.col(k).setZero();
    }
  };
  return free_.changed_update(statistics, previous, pull);
}

double HeldUp::penalty(const Parameters&, const Plan& plan, double, int) const {
  const Index d = plan.dimension();
  double sum = 0.0;
  for (Index k = 0; k < plan.n_components(); ++k) {
    if (!held_[static_cast<std::size_t>(k)]) continue;
    const Factor& factor = plan.whitening.of(k);
    sum += factor.trace(spread_.total, d) - spread_.log_det -
           2.0 * factor.log_determinant(d) - static_cast<double>(d);
  }
  return 0.5 * spread_.pull() * sum;
}

}  // namespace gaussmix
