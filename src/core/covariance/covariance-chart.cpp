#include "covariance-chart.h"

namespace gaussmix {

CovarianceChart::CovarianceChart(const Covariances& reference, Index d,
                                 const Vector& roots)
    : reference_(reference), d_(d), roots_(roots) {
  Factor factor;
  for (const Matrix& value : reference.values) {
    if (!find_root(reference.shape, value, factor)) return;
    factors_.push_back(factor);
    inverses_.push_back(factor.inverse());
  }
}

}  // namespace gaussmix
