#ifndef GAUSSMIX_CORE_NOUNS_PARAMETERS_H
#define GAUSSMIX_CORE_NOUNS_PARAMETERS_H

#include <algorithm>
#include <numeric>
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

// Adds share times vv' to a covariance, as far as its form holds that.
inline void add_square(Shape shape, double share, const Vector& v, Matrix& covariance) {
  switch (shape) {
    case Shape::full:
      covariance += share * v * v.transpose();
      break;
    case Shape::diagonal:
      covariance.array() += share * v.array().square();
      break;
    case Shape::spherical:
      covariance.array() += share * v.squaredNorm() / static_cast<double>(v.size());
      break;
  }
}

// Component indices by decreasing mixing weight; ties keep their order.
inline std::vector<Index> by_decreasing_weight(const Vector& weights) {
  std::vector<Index> order(static_cast<std::size_t>(weights.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return weights[a] > weights[b];
  });
  return order;
}

inline Parameters reordered(const Parameters& parameters,
                            const std::vector<Index>& order) {
  Parameters result = parameters;
  for (std::size_t to = 0; to < order.size(); ++to) {
    const Index k = static_cast<Index>(to);
    const Index from = order[to];
    result.weights[k] = parameters.weights[from];
    result.means.col(k) = parameters.means.col(from);
    if (!parameters.covariances.shared) {
      result.covariances.values[to] = parameters.covariances.of(from);
    }
  }
  return result;
}

}  // namespace gaussmix

#endif
