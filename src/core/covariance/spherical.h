#ifndef GAUSSMIX_CORE_COVARIANCE_SPHERICAL_H
#define GAUSSMIX_CORE_COVARIANCE_SPHERICAL_H

#include "structure.h"

namespace gaussmix {

// Every component has one variance for all columns: tr(W_k) / (d n_k).
inline Covariances solve_spherical(Moments&& moments, const Vector& divisors,
                                   const Covariances&) {
  Covariances result{Shape::spherical, false, {}};
  result.values.reserve(moments.scatters.size());
  for (Index k = 0; k < divisors.size(); ++k) {
    const Matrix& scatter = moments.scatters[static_cast<std::size_t>(k)];
    result.values.push_back(Matrix::Constant(1, 1, scatter.mean() / divisors[k]));
  }
  return result;
}

inline CovarianceStructure spherical_structure() {
  return {"spherical",
          "VII",
          Shape::spherical,
          false,
          {Scatter::diagonal, false},
          [](double, double k) { return k; },
          solve_spherical};
}

}  // namespace gaussmix

#endif
