#ifndef GAUSSMIX_CORE_ESTIMATORS_PROPORTIONS_H
#define GAUSSMIX_CORE_ESTIMATORS_PROPORTIONS_H

#include "../covariance/family.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"

namespace gaussmix {

// Mixing weights: what the data say of them, or the same for all components.
enum class Proportions { free, equal };

inline Vector equal_weights(Index n_components) {
  return Vector::Constant(n_components, 1.0 / static_cast<double>(n_components));
}

// The likeliest ones, components being expected to have so many observations.
inline Vector likeliest_weights(const Vector& counts, Proportions proportions) {
  return proportions == Proportions::equal ? equal_weights(counts.size())
                                           : Vector(counts / counts.sum());
}

// Makes a member of the family, and of the proportions, of a mixture that moves have put together.
inline void conform(const Family& family, Proportions proportions,
                    Parameters& parameters) {
  family.conform(parameters.covariances, parameters.weights);
  if (proportions == Proportions::equal)
    parameters.weights = equal_weights(parameters.n_components());
}

}  // namespace gaussmix

#endif
