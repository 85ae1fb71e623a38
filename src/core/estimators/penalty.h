#ifndef GAUSSMIX_CORE_ESTIMATORS_PENALTY_H
#define GAUSSMIX_CORE_ESTIMATORS_PENALTY_H

#include <utility>
#include <vector>

#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "estimator.h"
#include "spread.h"

namespace gaussmix {

// Where rows are identical or lie in a plane the likelihood of a component has no maximum. It
// has one with a weak penalty (Chen and Tan 2009, doi 10.1016/j.jmva.2008.12.005)
//   (a / 2) [tr(S C^-1) - log|S C^-1| - d],
// of which the weight a is that of 1 / sqrt(n) rows and S the covariance of the data: that is at
//   C' = (W + N D + a S) / (N + a)
// for a component of the weight N and the scatter W, where D are the variances that the
// rounding of the data hides.

// From a scatter of the shape of a covariance: what stands over the divisor N + a, and C'.
Matrix pulled_scatter(const Spread& spread, double count, const Matrix& scatter);
Matrix penalised_covariance(const Spread& spread, double count, const Matrix& scatter);

// The log-likelihood of a mixture, each covariance replaced by its C': a bound from below of the
// penalised log-likelihood there, which is finite however narrow components are. The
// statistics are those of the mixture, with scatters. Not of a flat spread, nor of shared covariances.
double penalised_log_likelihood(const Spread& spread, const Parameters& parameters,
                                const Statistics& statistics);

// Maximum likelihood in which some components have covariances C'. Rounded values lie
// tr(D C^-1) / 2 lower in the log-density of these: with that the objective rises in every step.
class HeldUp final : public MixtureEstimator {
 public:
  // What is referred to must live as long.
  HeldUp(const MixtureEstimator& free, const Spread& spread, std::vector<bool> held)
      : free_(free), spread_(spread), held_(std::move(held)) {}

  ScatterRequest request() const override { return free_.request(); }

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
