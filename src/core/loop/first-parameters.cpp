#include "first-parameters.h"

#include <cstddef>
#include <vector>

#include "../nouns/shape.h"
#include "../nouns/statistics.h"

namespace gaussmix {

Parameters plain_parameters(const CovarianceStructure& structure, const Matrix& centres,
                            const Vector& variances) {
  const Index n_components = centres.cols();
  const double share = 1.0 / static_cast<double>(n_components);
  const Matrix value = covariance_of(structure.shape, variances);
  const std::size_t copies = structure.shared ? 1 : static_cast<std::size_t>(n_components);
  return {Vector::Constant(n_components, share),
          centres,
          {structure.shape, structure.shared, std::vector<Matrix>(copies, value)}};
}

Parameters first_parameters(const Pass& pass, const CovarianceStructure& structure,
                            const MixtureEstimator& estimator, const Start& start,
                            const Vector& ridge) {
  const Statistics statistics =
      pass.settled(*start.responder(), estimator.request(), start.plan.centres);
  return estimator.update(
      statistics, plain_parameters(structure, start.plan.centres, start.within + ridge));
}

}  // namespace gaussmix
