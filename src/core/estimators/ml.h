#ifndef GAUSSMIX_CORE_ESTIMATORS_ML_H
#define GAUSSMIX_CORE_ESTIMATORS_ML_H

#include <utility>

#include "../covariance/structure.h"
#include "../ground/types.h"
#include "../nouns/moments.h"
#include "../nouns/parameters.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "../nouns/status.h"
#include "collapse.h"
#include "estimator.h"
#include "ridge.h"

namespace gaussmix {

// Maximum likelihood under one covariance structure (Dempster, Laird and Rubin
// 1977; McLachlan and Peel 2000, section 3.2), with a ridge added after the
// maximisation.
class MaximumLikelihood final : public MixtureEstimator {
 public:
  MaximumLikelihood(const CovarianceStructure& structure, const Vector& ridge,
                    const std::vector<bool>& constant_columns)
      : structure_(structure), ridge_(ridge), collapse_(ridge, constant_columns) {}

  ScatterRequest request() const override { return structure_.request; }

  Plan plan(const Parameters& parameters, double, Status& status,
            int n_threads) const override {
    return make_plan(parameters, status, n_threads);
  }

  // An empty component keeps what it had: the data say nothing about it.
  Parameters update(const Statistics& statistics,
                    const Parameters& previous) const override {
    const Vector& counts = statistics.counts;
    const double total = counts.sum();
    Vector divisors = counts;
    for (Index k = 0; k < divisors.size() && !structure_.shared; ++k) {
      if (is_empty(divisors[k], total)) divisors[k] = 1.0;
    }
    Moments moments = moments_of(statistics);
    Parameters next{counts / total, std::move(moments.means), {}};
    next.covariances =
        structure_.solve(std::move(moments), divisors, previous.covariances);
    add_ridge(ridge_, next.covariances);
    for (Index k = 0; k < divisors.size(); ++k) {
      if (!is_empty(counts[k], total)) continue;
      next.means.col(k) = previous.means.col(k);
      if (!structure_.shared) {
        next.covariances.values[static_cast<std::size_t>(k)] =
            previous.covariances.of(k);
      }
    }
    return next;
  }

  double penalty(const Parameters&, const Plan&, double, int) const override { return 0.0; }

  Chart chart(const Parameters& reference, const Vector& counts) const override {
    return Chart(reference, counts);
  }

  Status collapse(const Parameters& parameters, const Vector& counts) const override {
    return find_collapse(parameters, counts, collapse_);
  }

  bool reopen(Parameters& parameters, const Vector& counts) const override {
    return reopen_collapsed(collapse_, counts, parameters);
  }

 private:
  CovarianceStructure structure_;
  Vector ridge_;
  RidgeColumns collapse_;
};

}  // namespace gaussmix

#endif
