#ifndef GAUSSMIX_CORE_COVARIANCE_TIED_DIAG_H
#define GAUSSMIX_CORE_COVARIANCE_TIED_DIAG_H

#include <utility>

#include "structure.h"

namespace gaussmix {

// All components share one variance per column: sum_k diag(W_k) / n.
inline Covariances solve_tied_diag(Moments&& moments, const Vector& divisors,
                                   const Covariances&) {
  Covariances result{Shape::diagonal, true, std::move(moments.scatters)};
  result.values[0] /= divisors.sum();
  return result;
}

inline CovarianceStructure tied_diag_structure() {
  return {"tied_diag",
          "EEI",
          Shape::diagonal,
          true,
          {Scatter::diagonal, true},
          [](double d, double) { return d; },
          solve_tied_diag};
}

}  // namespace gaussmix

#endif
