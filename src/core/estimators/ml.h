#ifndef GAUSSMIX_CORE_ESTIMATORS_ML_H
#define GAUSSMIX_CORE_ESTIMATORS_ML_H

#include <optional>
#include <vector>

#include "../covariance/family.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "../nouns/status.h"
#include "collapse.h"
#include "estimator.h"
#include "mixture-chart.h"
#include "proportions.h"

namespace gaussmix {

// Maximum likelihood under one covariance structure (Dempster, Laird and Rubin
// 1977; McLachlan and Peel 2000, section 3.2), with a ridge added after the
// maximisation. One that is the user's own, not a help of ours, is a part of every covariance.
class MaximumLikelihood final : public MixtureEstimator {
 public:
  MaximumLikelihood(const Family& family, const Vector& ridge,
                    const std::vector<bool>& constant_columns, bool own_ridge = false,
                    Proportions proportions = Proportions::free);

  ScatterRequest request() const override { return family_.request; }

  Proportions proportions() const override { return proportions_; }

  Plan plan(const Parameters& parameters, double total_weight, Status& status,
            int n_threads) const override;

  // An empty component keeps what it had: the data say nothing about it.
  Parameters update(const Statistics& statistics,
                    const Parameters& previous) const override;

  Parameters advance(const Statistics& statistics,
                     const Parameters& previous) const override;

  Parameters changed_update(const Statistics& statistics, const Parameters& previous,
                            const Change& change) const override;

  void conform(Parameters& parameters) const override {
    gaussmix::conform(family_, proportions_, parameters);
  }

  double penalty(const Parameters&, const Plan&, double, int) const override {
    return 0.0;
  }

  MixtureChart chart(const Parameters& reference, const Vector& counts) const override;

  Standing standing(const Parameters& parameters, const Statistics& statistics,
                    const RowCount& rows, const std::vector<bool>& held) const override;

  bool stands_by_scatters() const override { return family_.scales_components(); }

  std::optional<Spread> spread(const Pass& pass) const override;

 private:
  Parameters maximised(const Statistics& statistics, const Parameters& previous,
                       const Change& change, Family::Maximise maximise) const;

  const Family& family_;
  Vector ridge_;
  RidgeColumns collapse_;
  bool own_ridge_;
  Proportions proportions_;
};

}  // namespace gaussmix

#endif
