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
#include "chart.h"
#include "collapse.h"

namespace gaussmix {

// Adds a ridge to the diagonals; its mean over the columns where a covariance is
// one number.
inline void add_ridge(const Vector& ridge, Covariances& covariances) {
  for (Matrix& value : covariances.values) {
    switch (covariances.shape) {
      case Shape::spherical:
        value.array() += ridge.mean();
        break;
      case Shape::diagonal:
        value.col(0) += ridge;
        break;
      case Shape::full:
        value.diagonal() += ridge;
        break;
    }
  }
}

// Maximum likelihood under one covariance structure (Dempster, Laird and Rubin
// 1977; McLachlan and Peel 2000, section 3.2), with a ridge added after the
// maximisation.
class MaximumLikelihood {
 public:
  using Parameters = gaussmix::Parameters;
  using Chart = MixtureChart;

  MaximumLikelihood(const CovarianceStructure& structure, const Vector& ridge,
                    const std::vector<bool>& constant_columns)
      : structure_(structure), ridge_(ridge), collapse_(ridge, constant_columns) {}

  ScatterRequest request() const { return structure_.request; }

  Plan plan(const Parameters& parameters, Status& status, int n_threads) const {
    return make_plan(parameters, status, n_threads);
  }

  // An empty component keeps what it had: the data say nothing about it.
  Parameters update(const Statistics& statistics,
                    const Parameters& previous) const {
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

  // Coordinates in which the loop extrapolates.
  Chart chart(const Parameters& reference, const Vector& counts) const {
    return Chart(reference, counts);
  }

  Status collapse(const Parameters& parameters, const Vector& counts) const {
    return find_collapse(parameters, counts, collapse_);
  }

  // Makes collapsed components as wide as the others are. False where that is no cure.
  bool reopen(Parameters& parameters, const Vector& counts) const {
    return reopen_collapsed(collapse_, counts, parameters);
  }

 private:
  CovarianceStructure structure_;
  Vector ridge_;
  RidgeColumns collapse_;
};

}  // namespace gaussmix

#endif
