#ifndef GAUSSMIX_CORE_COVARIANCE_FULL_H
#define GAUSSMIX_CORE_COVARIANCE_FULL_H

#include <utility>

#include "structure.h"

namespace gaussmix {

// Every component has a covariance of its own: W_k / n_k.
inline Covariances solve_full(Moments&& moments, const Vector& divisors,
                              const Covariances&) {
  Covariances result{Shape::full, false, std::move(moments.scatters)};
  for (Index k = 0; k < divisors.size(); ++k) {
    result.values[static_cast<std::size_t>(k)] /= divisors[k];
  }
  return result;
}

inline CovarianceStructure full_structure() {
  return {"full",
          "VVV",
          Shape::full,
          false,
          {Scatter::full, false},
          [](double d, double k) { return k * d * (d + 1.0) / 2.0; },
          solve_full};
}

}  // namespace gaussmix

#endif
