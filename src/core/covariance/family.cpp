#include "family.h"

#include <cstddef>
#include <vector>

#include "../nouns/shape.h"
#include "free-chart.h"

namespace gaussmix {

double Family::n_parameters(double d, double n_components) const {
  return (shared ? 1.0 : n_components) * n_numbers(shape, d);
}

double Family::n_parameters_of_component(double d) const {
  return 1.0 + d + n_parameters(d, 2.0) - n_parameters(d, 1.0);
}

Covariances Family::start(const Vector& variances, Index n_components) const {
  const std::size_t copies = shared ? 1 : static_cast<std::size_t>(n_components);
  return {shape, shared, std::vector<Matrix>(copies, covariance_of(shape, variances))};
}

void Family::conform(Covariances&, const Vector&) const {}

std::shared_ptr<const CovarianceChart> Family::chart(const Covariances& reference, Index d,
                                                     const Vector& roots) const {
  return std::make_shared<FreeChart>(reference, d, roots);
}

double n_parameters_of_mixture(const Family& family, double d, double n_components) {
  return family.n_parameters(d, n_components) + n_components * d + n_components - 1.0;
}

}  // namespace gaussmix
