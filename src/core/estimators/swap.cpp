#include "swap.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "../nouns/plan.h"
#include "../nouns/status.h"
#include "../pass/far.h"
#include "../pass/seed.h"

namespace gaussmix {

namespace {

// The moments of two components taken as one: the covariance in their own form.
Matrix merged_covariance(const Parameters& p, Index a, Index b) {
  const double share = p.weights[a] / (p.weights[a] + p.weights[b]);
  Matrix merged = share * p.covariances.of(a) + (1.0 - share) * p.covariances.of(b);
  add_square(p.covariances.shape, share * (1.0 - share), p.means.col(a) - p.means.col(b),
             merged);
  return merged;
}

// The component whose weighted density at a place is largest.
Index owner_of(const Parameters& p, const Vector& place) {
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

double log_determinant(const Parameters& p, const Matrix& covariance) {
  Matrix factor;
  double half = 0.0;  // that of the inverse's root
  const bool sound = whiten(p.covariances.shape, p.dimension(), covariance, factor, half);
  return sound ? -2.0 * half : INFINITY;
}

// From the log-determinants of the two components themselves.
double cost_of(const Parameters& p, Index a, Index b, double own_a, double own_b) {
  const double both = log_determinant(p, merged_covariance(p, a, b));
  const double cost = 0.5 * ((p.weights[a] + p.weights[b]) * both - p.weights[a] * own_a -
                             p.weights[b] * own_b);
  return std::isfinite(cost) ? cost : INFINITY;
}

}  // namespace

double cost_of_merging(const Parameters& p, Index a, Index b) {
  return cost_of(p, a, b, log_determinant(p, p.covariances.of(a)),
                 log_determinant(p, p.covariances.of(b)));
}

std::vector<Pair> pairs_to_merge(const Parameters& p) {
  std::vector<double> own;
  for (const Matrix& value : p.covariances.values)
    own.push_back(log_determinant(p, value));
  const auto own_of = [&](Index k) {
    return own[p.covariances.shared ? 0 : static_cast<std::size_t>(k)];
  };
  std::vector<Pair> pairs;
  for (Index a = 0; a < p.n_components(); ++a) {
    for (Index b = a + 1; b < p.n_components(); ++b) {
      pairs.push_back({a, b, cost_of(p, a, b, own_of(a), own_of(b))});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& x, const Pair& y) { return x.cost < y.cost; });
  return pairs;
}

void merge(Parameters& p, Index a, Index b) {
  const Matrix covariance = merged_covariance(p, a, b);
  const double weight = p.weights[a] + p.weights[b];
  p.means.col(a) =
      (p.weights[a] * p.means.col(a) + p.weights[b] * p.means.col(b)) / weight;
  p.weights[a] = weight;
  p.weights[b] = 0.0;
  if (!p.covariances.shared)
    p.covariances.values[static_cast<std::size_t>(a)] = covariance;
}

void split(Parameters& p, Index empty, const Vector& place) {
  const Index owner = owner_of(p, place);
  p.weights[owner] *= 0.5;
  p.weights[empty] = p.weights[owner];
  p.means.col(empty) = place;
  if (!p.covariances.shared) {
    p.covariances.values[static_cast<std::size_t>(empty)] = 0.5 * p.covariances.of(owner);
  }
}

RandomSwap::RandomSwap(const Observations& rows, const Random& random, bool may_be_empty)
    : rows_(rows),
      weights_(Eigen::Map<const Array>(rows.weights, rows.n_rows)),
      random_(random),
      may_be_empty_(may_be_empty) {}

Parameters RandomSwap::operator()(const Parameters& from) {
  if (!may_be_empty_ && from.weights.minCoeff() == 0.0) return filled(from);
  // The same mixture is swapped many times.
  if (means_.size() == 0 || from.means != means_) look_at(from);
  Parameters to = from;
  const Step step = next_step();
  Index empty = empty_;
  if (step != Step::divide) {
    const Pair& pair = next_pair();
    merge(to, pair.a, pair.b);
    empty = pair.b;
  }
  if (step != Step::merge) split(to, empty, row_of(rows_, draw_index(weights_, random_)));
  return to;
}

// Components that hold nothing are set anew.
Parameters RandomSwap::filled(Parameters p) {
  for (Index k = 0; k < p.n_components(); ++k) {
    if (p.weights[k] == 0.0) split(p, k, row_of(rows_, draw_index(weights_, random_)));
  }
  return p;
}

void RandomSwap::look_at(const Parameters& p) {
  constexpr double nothing = 1.0;  // observation
  means_ = p.means;
  pairs_ = pairs_to_merge(p);
  empty_ = -1;
  if (!may_be_empty_) return;
  const double least = nothing / weights_.sum();
  pairs_.erase(std::remove_if(pairs_.begin(), pairs_.end(),
                              [&](const Pair& pair) {
                                return std::min(p.weights[pair.a], p.weights[pair.b]) <=
                                       least;
                              }),
               pairs_.end());
  Index smallest = 0;
  if (p.weights.minCoeff(&smallest) <= least) empty_ = smallest;
}

RandomSwap::Step RandomSwap::next_step() {
  if (pairs_.empty()) return Step::divide;
  if (!may_be_empty_) return Step::swap;
  const double drawn = 3.0 * random_.uniform();
  if (drawn < 1.0) return Step::merge;
  return drawn < 2.0 && empty_ >= 0 ? Step::divide : Step::swap;
}

const Pair& RandomSwap::next_pair() {
  constexpr double passed_over = 0.7;
  std::size_t taken = 0;
  while (taken + 1 < pairs_.size() && random_.uniform() < passed_over) ++taken;
  return pairs_[taken];
}

}  // namespace gaussmix
