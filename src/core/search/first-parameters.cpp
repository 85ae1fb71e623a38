#include "first-parameters.h"

#include "../nouns/moments.h"
#include "../nouns/statistics.h"

namespace gaussmix {

Matrix means_of_parts(const Pass& pass, const Responder& responder) {
  const Matrix zero = Matrix::Zero(pass.n_columns(), responder.n_components());
  return moments_of(pass.sum(responder, {Scatter::none, false}, zero)).means;
}

Parameters plain_parameters(const Family& family, const Matrix& centres,
                            const Vector& variances) {
  const Index n_components = centres.cols();
  const double share = 1.0 / static_cast<double>(n_components);
  return {Vector::Constant(n_components, share), centres,
          family.start(variances, n_components)};
}

Parameters first_parameters(const Pass& pass, const Family& family,
                            const MixtureEstimator& estimator, const Start& start,
                            const Vector& ridge) {
  const Statistics statistics =
      pass.settled(*start.responder(), estimator.request(), start.plan.centres);
  return estimator.advance(
      statistics, plain_parameters(family, start.plan.centres, start.within + ridge));
}

}  // namespace gaussmix
