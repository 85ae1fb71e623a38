#ifndef GAUSSMIX_CORE_COVARIANCE_DIAG_H
#define GAUSSMIX_CORE_COVARIANCE_DIAG_H

#include <utility>

#include "structure.h"

namespace gaussmix {

// Every component has variances of its own: diag(W_k) / n_k.
inline Covariances solve_diag(Moments&& moments, const Vector& divisors,
                              const Covariances&) {
  Covariances result{Shape::diagonal, false, std::move(moments.scatters)};
  for (Index k = 0; k < divisors.size(); ++k) {
    result.values[static_cast<std::size_t>(k)] /= divisors[k];
  }
  return result;
}

inline CovarianceStructure diag_structure() {
  return {"diag",
          "VVI",
          Shape::diagonal,
          false,
          {Scatter::diagonal, false},
          [](double d, double k) { return k * d; },
          solve_diag};
}

}  // namespace gaussmix

#endif
