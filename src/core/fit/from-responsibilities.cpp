#include "from-responsibilities.h"

#include <utility>

#include "../ground/watch.h"
#include "../search/first-parameters.h"
#include "ridge-of-fit.h"
#include "run-given.h"

namespace gaussmix {

Fit fit_from_responsibilities(const Pass& pass, const Model& model,
                              const Responder& responder, const FitOptions& options) {
  const Watch watch(pass.execution().check_interrupt);
  const Matrix means = means_of_parts(pass, responder);
  const Vector within = pass.variances_within(responder, means);
  const Ridge ridge = ridge_within(pass, within, options);
  const auto estimator = make_estimator(model, means.cols(), ridge);
  const Statistics statistics = pass.settled(responder, estimator->request(), means);
  Parameters first = estimator->update(
      statistics, plain_parameters(model.family, means, within + ridge.variances));
  Fit fit = run_given(pass, model, *estimator, std::move(first), false, options);
  fit.ridge = ridge.variances;
  return fit;
}

}  // namespace gaussmix
