#include "ward.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "../ground/watch.h"

namespace gaussmix {

namespace {

Index root(std::vector<Index>& parent, Index i) {
  auto at = static_cast<std::size_t>(i);
  while (parent[at] != static_cast<Index>(at)) {
    parent[at] = parent[static_cast<std::size_t>(parent[at])];
    at = static_cast<std::size_t>(parent[at]);
  }
  return static_cast<Index>(at);
}

}  // namespace

WardTree::WardTree(const Matrix& points, const Vector& weights, const Execution& execution)
    : n_points_(points.cols()), centres_(points), weights_(weights) {
  std::vector<Index> active(static_cast<std::size_t>(n_points_));
  std::iota(active.begin(), active.end(), Index{0});
  std::vector<Index> chain;
  while (active.size() > 1) {
    execution.check_interrupt();
    if (chain.empty()) chain.push_back(active.front());
    extend(active, chain);
  }
  std::stable_sort(unions_.begin(), unions_.end(),
                   [](const Union& x, const Union& y) { return x.cost < y.cost; });
  centres_.resize(0, 0);
}

Index WardTree::n_different() const {
  return 1 + std::count_if(unions_.begin(), unions_.end(),
                           [](const Union& one) { return one.cost > 0.0; });
}

std::vector<int> WardTree::cut(Index n_parts) const {
  std::vector<Index> parent(static_cast<std::size_t>(n_points_));
  std::iota(parent.begin(), parent.end(), Index{0});
  for (Index i = 0; i < n_points_ - n_parts; ++i) {
    const Union& one = unions_[static_cast<std::size_t>(i)];
    const Index a = root(parent, one.a);
    const Index b = root(parent, one.b);
    parent[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
  }
  std::vector<int> parts(parent.size());
  int next = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto first = static_cast<std::size_t>(root(parent, static_cast<Index>(i)));
    parts[i] = first == i ? next++ : parts[first];
  }
  return parts;
}

double WardTree::cost(Index a, Index b) const {
  return weights_[a] * weights_[b] / (weights_[a] + weights_[b]) *
         (centres_.col(a) - centres_.col(b)).squaredNorm();
}

void WardTree::extend(std::vector<Index>& active, std::vector<Index>& chain) {
  for (;;) {
    Watch::look();
    const Index last = chain.back();
    Index nearest = chain.size() > 1 ? chain[chain.size() - 2] : -1;
    double least = nearest < 0 ? INFINITY : cost(last, nearest);
    for (const Index other : active) {
      if (other == last) continue;
      const double own = cost(last, other);
      if (own < least || nearest < 0) {
        least = own;
        nearest = other;
      }
    }
    if (chain.size() > 1 && nearest == chain[chain.size() - 2]) {
      unite(nearest, last, least, active);
      chain.resize(chain.size() - 2);
      return;
    }
    chain.push_back(nearest);
  }
}

void WardTree::unite(Index a, Index b, double least, std::vector<Index>& active) {
  unions_.push_back({a, b, least});
  const double weight = weights_[a] + weights_[b];
  centres_.col(a) += weights_[b] / weight * (centres_.col(b) - centres_.col(a));
  weights_[a] = weight;
  active.erase(std::lower_bound(active.begin(), active.end(), b));
}

}  // namespace gaussmix
