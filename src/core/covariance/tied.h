#ifndef GAUSSMIX_CORE_COVARIANCE_TIED_H
#define GAUSSMIX_CORE_COVARIANCE_TIED_H

#include <utility>

#include "structure.h"

namespace gaussmix {

// All components share one covariance: sum_k W_k / n.
inline Covariances solve_tied(Moments&& moments, const Vector& divisors,
                              const Covariances&) {
  Covariances result{Shape::full, true, std::move(moments.scatters)};
  result.values[0] /= divisors.sum();
  return result;
}

inline CovarianceStructure tied_structure() {
  return {"tied",
          "EEE",
          Shape::full,
          true,
          {Scatter::full, true},
          [](double d, double) { return d * (d + 1.0) / 2.0; },
          solve_tied};
}

}  // namespace gaussmix

#endif
