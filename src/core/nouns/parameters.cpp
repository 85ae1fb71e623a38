#include "parameters.h"

#include <algorithm>
#include <numeric>

namespace gaussmix {

Matrix pooled_covariance(const Parameters& parameters) {
  Matrix pooled = parameters.weights[0] * parameters.covariances.of(0);
  for (Index k = 1; k < parameters.n_components(); ++k) {
    pooled += parameters.weights[k] * parameters.covariances.of(k);
  }
  return pooled;
}

std::vector<Index> by_decreasing_weight(const Vector& weights) {
  std::vector<Index> order(static_cast<std::size_t>(weights.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return weights[a] > weights[b]; });
  return order;
}

Parameters reordered(const Parameters& parameters, const std::vector<Index>& order) {
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
