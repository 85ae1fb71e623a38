#include "noise.h"

#include <algorithm>

namespace gaussmix {

FitOptions options_of(const FitOptions& given, const Pass& pass, const Family& family,
                      Index n_components) {
  constexpr double share = 0.05;
  FitOptions options = given;
  if (!given.stop_at_noise || given.em.tol == 0.0) return options;
  const double q = n_parameters_of_mixture(family, static_cast<double>(pass.n_columns()),
                                           static_cast<double>(n_components));
  double& tol = options.em.tol;
  tol = std::max(tol, share * 0.5 * q / pass.total_weight());
  // Two ends of one optimum can be as far apart as both are from it.
  double& same = options.search.same_optimum;
  same = std::max(same, 2.0 * tol);
  return options;
}

}  // namespace gaussmix
