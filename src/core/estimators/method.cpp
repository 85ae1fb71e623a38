#include "method.h"

#include <cmath>
#include <stdexcept>
#include <string>

#include "map.h"
#include "ml.h"
#include "vb.h"

namespace gaussmix {

std::unique_ptr<MixtureEstimator> make_estimator(const Model& model, Index n_components,
                                                 const Ridge& ridge) {
  const Method& method = model.method;
  if (method.kind == Method::Kind::maximum_likelihood) {
    return std::make_unique<MaximumLikelihood>(model.family, ridge.variances,
                                               ridge.constant_columns, ridge.own,
                                               method.proportions);
  }
  const double copies = static_cast<double>(n_components);
  ConjugatePrior prior = method.prior;
  prior.scale *= std::pow(copies, method.scale_power);
  if (method.kind == Method::Kind::maximum_posterior) {
    return std::make_unique<MaximumPosterior>(model.family, prior, method.gamma,
                                              ridge.variances, method.proportions);
  }
  if (!model.family.suits_conjugate_prior()) {
    throw std::invalid_argument(std::string("no conjugate prior suits the structure ") +
                                model.family.name);
  }
  WeightPrior weight_prior = method.weight_prior;
  if (method.proportions == Proportions::equal)
    weight_prior.kind = WeightPrior::Kind::equal;
  if (method.concentration_is_shared) weight_prior.concentration /= copies;
  return std::make_unique<VariationalBayes>(model.family, prior, weight_prior,
                                            method.gamma, ridge.variances);
}

}  // namespace gaussmix
