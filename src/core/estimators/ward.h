#ifndef GAUSSMIX_CORE_ESTIMATORS_WARD_H
#define GAUSSMIX_CORE_ESTIMATORS_WARD_H

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>
#include <vector>

#include "../ground/types.h"

namespace gaussmix {

// Ward's hierarchical clustering (1963, doi 10.1080/01621459.1963.10500845): the two
// clusters become one whose union adds least to the sum of squares within clusters. Found by
// chains of nearest neighbours (Murtagh 1983, doi 10.1093/comjnl/26.4.354, section 3), in
// time that grows with the square of the number of points and memory that grows with it.
class WardTree {
 public:
  // Points are columns, of positive weight.
  WardTree(const Matrix& points, const Vector& weights,
           const std::function<void()>& check_interrupt = []() {})
      : n_points_(points.cols()), centres_(points), weights_(weights) {
    std::vector<Index> active(static_cast<std::size_t>(n_points_));
    std::iota(active.begin(), active.end(), Index{0});
    std::vector<Index> chain;
    while (active.size() > 1) {
      check_interrupt();
      if (chain.empty()) chain.push_back(active.front());
      extend(active, chain);
    }
    std::stable_sort(unions_.begin(), unions_.end(),
                     [](const Union& x, const Union& y) { return x.cost < y.cost; });
    centres_.resize(0, 0);
  }

  Index n_points() const { return n_points_; }

  // Into so many parts it can be cut without parting points that are the same.
  Index n_different() const {
    return 1 + std::count_if(unions_.begin(), unions_.end(),
                             [](const Union& one) { return one.cost > 0.0; });
  }

  // The part of each point, 0, ..., n_parts - 1 in the order of their first points. There are
  // at least so many points.
  std::vector<int> cut(Index n_parts) const {
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

 private:
  struct Union {
    Index a;
    Index b;
    double cost;
  };

  static Index root(std::vector<Index>& parent, Index i) {
    auto at = static_cast<std::size_t>(i);
    while (parent[at] != static_cast<Index>(at)) {
      parent[at] = parent[static_cast<std::size_t>(parent[at])];
      at = static_cast<std::size_t>(parent[at]);
    }
    return static_cast<Index>(at);
  }

  // What the union of two clusters adds, halved.
  double cost(Index a, Index b) const {
    return weights_[a] * weights_[b] / (weights_[a] + weights_[b]) *
           (centres_.col(a) - centres_.col(b)).squaredNorm();
  }

  // Goes on from each cluster to its nearest until two are nearest to each other, which are
  // united. Of equally near ones the one before comes first, so that this ends.
  void extend(std::vector<Index>& active, std::vector<Index>& chain) {
    for (;;) {
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

  void unite(Index a, Index b, double least, std::vector<Index>& active) {
    unions_.push_back({a, b, least});
    const double weight = weights_[a] + weights_[b];
    centres_.col(a) += weights_[b] / weight * (centres_.col(b) - centres_.col(a));
    weights_[a] = weight;
    active.erase(std::lower_bound(active.begin(), active.end(), b));
  }

  Index n_points_;
  Matrix centres_;   // of the clusters that there are so far, each at one of its points
  Vector weights_;
  std::vector<Union> unions_;  // the cheapest first
};

}  // namespace gaussmix

#endif
