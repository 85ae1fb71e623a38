#include "from-parameters.h"

#include <utility>

#include "../ground/watch.h"
#include "../nouns/plan.h"
#include "../nouns/status.h"
#include "ridge-of-fit.h"

namespace gaussmix {

namespace {

// Pooled variances within the components of a mixture; zero if it has no densities.
Vector variances_within(const Pass& pass, const Parameters& parameters) {
  Status status;
  const Plan plan = make_plan(parameters, status);
  if (!status.ok()) return Vector::Zero(pass.n_columns());
  return pass.variances_within(plan);
}

}  // namespace

Fit fit_from_parameters(const Pass& pass, const Model& model, Parameters first,
                        const FitOptions& options, const Resumption& resumed) {
  const Watch watch(pass.execution().check_interrupt);
  const bool is_relative = !options.absolute_ridge && options.reg_covar > 0.0;
  const Vector within =
      is_relative ? variances_within(pass, first) : Vector(Vector::Zero(pass.n_columns()));
  const Ridge ridge = ridge_within(pass, within, options);
  const auto estimator = make_estimator(model, first.n_components(), ridge);
  Fit fit = run_given(pass, model, *estimator, std::move(first), true, options, resumed);
  fit.ridge = ridge.variances;
  return fit;
}

}  // namespace gaussmix
