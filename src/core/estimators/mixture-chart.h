#ifndef GAUSSMIX_CORE_ESTIMATORS_MIXTURE_CHART_H
#define GAUSSMIX_CORE_ESTIMATORS_MIXTURE_CHART_H

#include <memory>

#include "../covariance/covariance-chart.h"
#include "../covariance/family.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "proportions.h"

namespace gaussmix {

// Free coordinates of the mixtures around a reference: every vector is a mixture with
// positive weights and covariances of the family, and near the reference a step's
// squared length is its square in the information matrix of the complete data, so
// that lengths do not depend on the units of the columns. Coordinates are logs of weights, where these
// are free, means in the whitened space of the reference, and those of its family; each times the root
// of the information that it carries.
class MixtureChart {
 public:
  // Of a mixture that has no coordinates.
  MixtureChart() = default;

  // Counts are the expected numbers of observations of the components; of their means and
  // covariances a prior knows as much as so many more. Not valid where a component is
  // empty or a covariance has no factor.
  MixtureChart(const Family& family, const Parameters& reference, const Vector& counts,
               Proportions proportions = Proportions::free, double prior_count = 0.0);

  bool valid() const { return covariances_ && covariances_->valid(); }

  // Of a valid one.
  Index size() const;

  // False where the mixture has no coordinates.
  bool to_coordinates(const Parameters& parameters, Vector& point) const;

  Parameters from_coordinates(const Vector& point) const;

 private:
  Vector weights_;  // of the reference
  Matrix means_;
  Vector roots_of_weights_;  // K: of what is known about weights; none if they are not free
  Vector roots_of_means_;    // K: and about means
  std::shared_ptr<const CovarianceChart> covariances_;
};

}  // namespace gaussmix

#endif
