#ifndef GAUSSMIX_CORE_ESTIMATORS_HELD_UP_H
#define GAUSSMIX_CORE_ESTIMATORS_HELD_UP_H

#include <utility>
#include <vector>

#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "../nouns/status.h"
#include "estimator.h"
#include "spread.h"

namespace gaussmix {

// Maximum likelihood in which some components have covariances C', see penalty.h. Rounded values lie
// tr(D C^-1) / 2 lower in the log-density of these: with that the objective rises in every step.
class HeldUp final : public MixtureEstimator {
 public:
  // What is referred to must live as long.
  HeldUp(const MixtureEstimator& free, const Spread& spread, std::vector<bool> held)
      : free_(free), spread_(spread), held_(std::move(held)) {}

  ScatterRequest request() const override { return free_.request(); }

  Proportions proportions() const override { return free_.proportions(); }

  Plan plan(const Parameters& parameters, double total_weight, Status& status,
            int n_threads) const override;

  Parameters update(const Statistics& statistics,
                    const Parameters& previous) const override;

  double penalty(const Parameters& parameters, const Plan& plan, double total_weight,
                 int n_threads) const override;

  void conform(Parameters& parameters) const override { free_.conform(parameters); }

  MixtureChart chart(const Parameters& reference, const Vector& counts) const override {
    return free_.chart(reference, counts);
  }

 private:
  const MixtureEstimator& free_;
  const Spread& spread_;
  std::vector<bool> held_;
};

}  // namespace gaussmix

#endif
