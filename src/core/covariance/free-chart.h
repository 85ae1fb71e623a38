#ifndef GAUSSMIX_CORE_COVARIANCE_FREE_CHART_H
#define GAUSSMIX_CORE_COVARIANCE_FREE_CHART_H

#include <cstddef>

#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "covariance-chart.h"

namespace gaussmix {

// The coordinates of covariances that nothing ties: Cholesky factors, or standard deviations,
// in the whitened space of the reference, their diagonal as logs; each times the root of the
// information that it carries.
class FreeChart : public CovarianceChart {
 public:
  using CovarianceChart::CovarianceChart;

  Index size() const override;
  bool write(const Covariances& covariances, double* to) const override;
  void read(const double* from, Covariances& covariances) const override;

 private:
  double root_of_log(std::size_t s) const;
};

}  // namespace gaussmix

#endif
