#ifndef GAUSSMIX_CORE_ESTIMATORS_ESTIMATOR_H
#define GAUSSMIX_CORE_ESTIMATORS_ESTIMATOR_H

#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "../nouns/status.h"
#include "chart.h"

namespace gaussmix {

// A way to estimate a mixture. Ways differ in the densities that a pass takes (the plan),
// in the parameters that follow from its statistics (the update), and in what is
// taken from the log-likelihood to make the objective (the penalty).
class MixtureEstimator {
 public:
  virtual ~MixtureEstimator() = default;

  virtual ScatterRequest request() const = 0;

  virtual Plan plan(const Parameters& parameters, double total_weight, Status& status,
                    int n_threads) const = 0;

  // Maximises the objective, responsibilities being given.
  virtual Parameters update(const Statistics& statistics,
                            const Parameters& previous) const = 0;

  virtual double penalty(const Parameters& parameters, const Plan& plan,
                         double total_weight, int n_threads) const = 0;

  // Coordinates in which the loop extrapolates.
  virtual MixtureChart chart(const Parameters& reference, const Vector& counts) const = 0;

  virtual Status collapse(const Parameters& parameters, const Vector& counts) const = 0;

  // Makes collapsed components as wide as the others are. False where that is no cure.
  virtual bool reopen(Parameters& parameters, const Vector& counts) const = 0;
};

}  // namespace gaussmix

#endif
