#ifndef GAUSSMIX_CORE_ESTIMATORS_SWAP_H
#define GAUSSMIX_CORE_ESTIMATORS_SWAP_H

#include <algorithm>
#include <cmath>
#include <vector>

#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/observations.h"
#include "../nouns/parameters.h"
#include "../nouns/plan.h"
#include "../pass/far.h"
#include "../pass/seed.h"

namespace gaussmix {

// The moments of two components taken as one: the covariance in their own form.
inline Matrix merged_covariance(const Parameters& p, Index a, Index b) {
  const double share = p.weights[a] / (p.weights[a] + p.weights[b]);
  const Vector between =
      std::sqrt(share * (1.0 - share)) * (p.means.col(a) - p.means.col(b));
  Matrix merged = share * p.covariances.of(a) + (1.0 - share) * p.covariances.of(b);
  switch (p.covariances.shape) {
    case Shape::full:
      merged += between * between.transpose();
      break;
    case Shape::diagonal:
      merged.array() += between.array().square();
      break;
    case Shape::spherical:
      merged.array() += between.squaredNorm() / static_cast<double>(between.size());
      break;
  }
  return merged;
}

struct Pair {
  Index a;
  Index b;
  // What the log-likelihood per observation loses at most when the two become one with
  // the same moments (Runnalls 2007, doi 10.1109/TAES.2007.4383588, section V).
  double cost;
};

// All pairs of components, the cheapest to merge first.
inline std::vector<Pair> pairs_to_merge(const Parameters& p) {
  const auto log_determinant = [&](const Matrix& covariance) {
    Matrix factor;
    double half = 0.0;  // that of the inverse's root
    const bool sound =
        whiten(p.covariances.shape, p.dimension(), covariance, factor, half);
    return sound ? -2.0 * half : INFINITY;
  };
  std::vector<double> own;
  for (const Matrix& value : p.covariances.values) own.push_back(log_determinant(value));
  const auto own_of = [&](Index k) {
    return own[p.covariances.shared ? 0 : static_cast<std::size_t>(k)];
  };
  std::vector<Pair> pairs;
  for (Index a = 0; a < p.n_components(); ++a) {
    for (Index b = a + 1; b < p.n_components(); ++b) {
      const double both = (p.weights[a] + p.weights[b]) *
                          log_determinant(merged_covariance(p, a, b));
      const double cost =
          0.5 * (both - p.weights[a] * own_of(a) - p.weights[b] * own_of(b));
      pairs.push_back({a, b, std::isfinite(cost) ? cost : INFINITY});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& x, const Pair& y) { return x.cost < y.cost; });
  return pairs;
}

// Component a takes what b had; b holds nothing.
inline void merge(Parameters& p, Index a, Index b) {
  const Matrix covariance = merged_covariance(p, a, b);
  const double weight = p.weights[a] + p.weights[b];
  p.means.col(a) = (p.weights[a] * p.means.col(a) + p.weights[b] * p.means.col(b)) / weight;
  p.weights[a] = weight;
  p.weights[b] = 0.0;
  if (!p.covariances.shared) p.covariances.values[static_cast<std::size_t>(a)] = covariance;
}

// The component whose weighted density at a place is largest.
inline Index owner_of(const Parameters& p, const Vector& place) {
  Status status;
  const Plan plan = make_plan(p, status);
  Index owner = 0;
  double largest = -INFINITY;
  for (Index k = 0; k < p.n_components() && status.ok(); ++k) {
    const double log_density =
        plan.log_constants[k] -
        0.5 * whitened_difference(plan, k, place - p.means.col(k)).squaredNorm();
    if (p.weights[k] > 0.0 && log_density > largest) {
      largest = log_density;
      owner = k;
    }
  }
  return owner;
}

// An empty component takes half of the one that a place belongs to: there, and narrower.
inline void split(Parameters& p, Index empty, const Vector& place) {
  const Index owner = owner_of(p, place);
  p.weights[owner] *= 0.5;
  p.weights[empty] = p.weights[owner];
  p.means.col(empty) = place;
  if (!p.covariances.shared) {
    p.covariances.values[static_cast<std::size_t>(empty)] = 0.5 * p.covariances.of(owner);
  }
}

// Mixtures that EM does not reach from a given one, as the way there leads through less
// likely ones: two components become one, and one is divided at a row drawn at random.
// A pair that costs little to merge is the likelier to be taken.
class RandomSwap {
 public:
  RandomSwap(const Observations& rows, const Random& random)
      : rows_(rows),
        weights_(Eigen::Map<const Array>(rows.weights, rows.n_rows)),
        random_(random) {}

  Parameters operator()(const Parameters& from) {
    // The same mixture is swapped many times.
    if (pairs_.empty() || from.means != means_) {
      pairs_ = pairs_to_merge(from);
      means_ = from.means;
    }
    constexpr double next_pair = 0.7;
    std::size_t taken = 0;
    while (taken + 1 < pairs_.size() && random_.uniform() < next_pair) ++taken;
    Parameters to = from;
    merge(to, pairs_[taken].a, pairs_[taken].b);
    split(to, pairs_[taken].b, row_of(rows_, draw_index(weights_, random_)));
    return to;
  }

 private:
  const Observations& rows_;
  Array weights_;
  Random random_;
  Matrix means_;
  std::vector<Pair> pairs_;
};

}  // namespace gaussmix

#endif
