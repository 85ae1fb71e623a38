#ifndef GAUSSMIX_CORE_COVARIANCE_TIED_SPHERICAL_H
#define GAUSSMIX_CORE_COVARIANCE_TIED_SPHERICAL_H

#include "structure.h"

namespace gaussmix {

// One variance for all components and columns: sum_k tr(W_k) / (d n).
inline Covariances solve_tied_spherical(Moments&& moments, const Vector& divisors,
                                        const Covariances&) {
  const double variance = moments.scatters[0].mean() / divisors.sum();
  return {Shape::spherical, true, {Matrix::Constant(1, 1, variance)}};
}

inline CovarianceStructure tied_spherical_structure() {
  return {"tied_spherical",          "EII",
          Shape::spherical,          true,
          {Scatter::diagonal, true}, [](double, double) { return 1.0; },
          solve_tied_spherical};
}

}  // namespace gaussmix

#endif
