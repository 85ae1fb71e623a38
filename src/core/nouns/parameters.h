#ifndef GAUSSMIX_CORE_NOUNS_PARAMETERS_H
#define GAUSSMIX_CORE_NOUNS_PARAMETERS_H

#include <vector>

#include "../ground/types.h"

namespace gaussmix {

// Covariances in the compact form of their structure: one matrix when all
// components share it, else one per component; 1 x 1, d x 1 or d x d by shape.
struct Covariances {
  Shape shape = Shape::full;
  bool shared = false;
  std::vector<Matrix> values;

  const Matrix& of(Index component) const {
    return values[shared ? 0 : static_cast<std::size_t>(component)];
  }
};

struct Parameters {
  Vector weights;  // K mixing weights
  Matrix means;    // d x K
  Covariances covariances;

  Index n_components() const { return weights.size(); }
  Index dimension() const { return means.rows(); }
};

// The covariances, each times the weight of its component, in one.
Matrix pooled_covariance(const Parameters& parameters);

// Component indices by decreasing mixing weight; ties keep their order.
std::vector<Index> by_decreasing_weight(const Vector& weights);

Parameters reordered(const Parameters& parameters, const std::vector<Index>& order);

}  // namespace gaussmix

#endif
