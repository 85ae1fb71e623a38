#include "swap.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <utility>

#include "../nouns/factor.h"
#include "../nouns/plan.h"
#include "../nouns/shape.h"
#include "../nouns/status.h"
#include "seed.h"

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

// The component whose weighted density at a place is largest, and how far it is from that.
struct Owner {
  Index component = 0;
  double distance = 0.0;  // squared
};

Owner owner_of(const Plan& plan, const Parameters& p, const Vector& place) {
  Owner owner;
  double largest = -INFINITY;
  for (Index k = 0; k < p.n_components(); ++k) {
    if (!(p.weights[k] > 0.0)) continue;
    const double distance =
        plan.whitening.of(k).times(place - p.means.col(k)).squaredNorm();
    const double log_density = plan.log_constants[k] - 0.5 * distance;
    if (log_density > largest) {
      largest = log_density;
      owner = {k, distance};
    }
  }
  return owner;
}

double log_determinant(const Parameters& p, const Matrix& covariance) {
  const double value = log_determinant_of(p.covariances.shape, p.dimension(), covariance);
  return std::isnan(value) ? INFINITY : value;
}

// From the log-determinants of the two components themselves.
double cost_of(const Parameters& p, Index a, Index b, double own_a, double own_b) {
  const double both = log_determinant(p, merged_covariance(p, a, b));
  const double cost = 0.5 * ((p.weights[a] + p.weights[b]) * both - p.weights[a] * own_a -
                             p.weights[b] * own_b);
  return std::isfinite(cost) ? cost : INFINITY;
}

Owner owner_of(const Parameters& p, const Vector& place) {
  Status status;
  const Plan plan = make_plan(p, status);
  return status.ok() ? owner_of(plan, p, place) : Owner();
}

Matrix average_covariance(const Parameters& p) {
  if (p.covariances.shared) return p.covariances.values[0];
  return pooled_covariance(p) / p.weights.sum();
}

Vector drawn_direction(Index d, Random& random) {
  Vector u(d);
  do {
    for (Index j = 0; j < d; ++j) u[j] = random.uniform() + random.uniform() - 1.0;
  } while (!(u.norm() > 0.0));
  return u / u.norm();
}

double drawn_between(double low, double high, Random& random) {
  return low + (high - low) * random.uniform();
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

void split(Parameters& p, Index empty, const Vector& place, double share, double width) {
  split(p, owner_of(p, place).component, empty, place, share, width);
}

void split(Parameters& p, Index whole, Index empty, const Vector& place, double share,
           double width) {
  p.weights[empty] = share * p.weights[whole];
  p.weights[whole] *= 1.0 - share;
  p.means.col(empty) = place;
  if (!p.covariances.shared) {
    p.covariances.values[static_cast<std::size_t>(empty)] =
        width * p.covariances.of(whole);
  }
}

void split_along(Parameters& p, Index whole, Index empty, const Vector& direction,
                 double cut, double share) {
  const Shape shape = p.covariances.shape;
  Factor root;
  Vector step = Vector::Zero(p.dimension());
  if (find_root(shape, p.covariances.of(whole), root)) step = cut * root.times(direction);
  p.means.col(empty) = p.means.col(whole) - std::sqrt((1.0 - share) / share) * step;
  p.means.col(whole) += std::sqrt(share / (1.0 - share)) * step;
  p.weights[empty] = share * p.weights[whole];
  p.weights[whole] *= 1.0 - share;
  if (p.covariances.shared) return;
  Matrix& covariance = p.covariances.values[static_cast<std::size_t>(whole)];
  add_square(shape, -1.0, step, covariance);
  p.covariances.values[static_cast<std::size_t>(empty)] = covariance;
}

Vector leading_direction(const Covariances& covariances, Index component, Index d,
                         Random& random) {
  constexpr int rounds = 20;
  Vector u = drawn_direction(d, random);
  Factor root;
  if (covariances.shape == Shape::spherical ||
      !find_root(covariances.shape, covariances.of(component), root)) {
    return u;
  }
  if (covariances.shape == Shape::diagonal) {
    Index widest = 0;
    covariances.of(component).col(0).maxCoeff(&widest);
    return Vector::Unit(d, widest);
  }
  for (int i = 0; i < rounds; ++i) {
    u = root.values.transpose().triangularView<Eigen::Upper>() * root.times(u);
    u /= u.norm();
  }
  return u;
}

void remove(Parameters& p, Index component) {
  p.weights[component] = 0.0;
  p.weights /= p.weights.sum();
}

void insert(Parameters& p, Index empty, const Vector& place, double width) {
  const Matrix covariance = width * average_covariance(p);
  const double share = 1.0 / static_cast<double>(p.n_components());
  p.weights *= 1.0 - share;
  p.weights[empty] = share;
  p.means.col(empty) = place;
  if (!p.covariances.shared) {
    p.covariances.values[static_cast<std::size_t>(empty)] = covariance;
  }
}

Parameters begun_anew(Parameters p, const Matrix& places) {
  const Matrix covariance = average_covariance(p);
  for (Matrix& value : p.covariances.values) value = covariance;
  p.means = places;
  p.weights.setConstant(1.0 / static_cast<double>(p.n_components()));
  return p;
}

RandomSwap::RandomSwap(const Sample& sample, const Random& random, bool may_be_empty)
    : sample_(sample),
      weights_(sample.weights().array()),
      random_(random),
      may_be_empty_(may_be_empty) {}

Parameters RandomSwap::operator()(const Parameters& from) {
  if (!may_be_empty_ && from.weights.minCoeff() == 0.0) return filled(from);
  // The same mixture is swapped many times.
  if (means_.size() == 0 || from.means != means_ || from.weights != shares_) look_at(from);
  const Step step = next_step();
  const Kind kind = next_kind();
  Parameters to = from;
  if (step == Step::merge) {
    const Pair& pair = next_pair();
    merge(to, pair.a, pair.b);
    return to;
  }
  if (step == Step::divide) {
    divide(to, kind, draw_index(to.weights.array(), random_), empty_);
    return to;
  }
  if (kind == Kind::anew) {
    return begun_anew(std::move(to), seed_by_rows(sample_, to.n_components(), random_));
  }
  if (kind == Kind::far_elsewhere || kind == Kind::apart_elsewhere) {
    const Index gone = draw_index(removable_, random_);
    remove(to, gone);
    divide(to, kind, 0, gone);
  } else {
    const Pair& pair = next_pair();
    merge(to, pair.a, pair.b);
    divide(to, kind, pair.a, pair.b);
  }
  return to;
}

// The component that was empty gets a part of another: of the given one where that matters.
void RandomSwap::divide(Parameters& p, Kind kind, Index whole, Index empty) {
  const auto drawn = [&](double low, double high) {
    return drawn_between(low, high, random_);
  };
  switch (kind) {
    case Kind::far:
    case Kind::far_elsewhere: {
      const bool narrow = kind == Kind::far && random_.uniform() < 0.5;
      const Far at = far_row(p);
      split(p, at.component, empty, at.row, narrow ? drawn(0.05, 0.3) : drawn(0.1, 0.5),
            narrow ? 0.1 : 0.5);
      return;
    }
    case Kind::turned: {
      const Vector direction = drawn_direction(p.dimension(), random_);
      const double cut = drawn(0.5, 0.95);
      split_along(p, whole, empty, direction, cut, drawn(0.2, 0.5));
      return;
    }
    case Kind::apart_elsewhere: {
      constexpr double widths[] = {1.0, 0.1, 0.01};
      const double width = widths[static_cast<std::size_t>(3.0 * random_.uniform())];
      insert(p, empty, drawn_row(), width);
      return;
    }
    default:
      split(p, empty, drawn_row());
  }
}

Vector RandomSwap::drawn_row() { return sample_.row(draw_index(weights_, random_)); }

// Of some rows that are drawn the one that is farthest from the component it belongs to.
RandomSwap::Far RandomSwap::far_row(const Parameters& p) {
  constexpr int n_rows = 10;
  Status status;
  const Plan plan = make_plan(p, status);
  Far result{drawn_row(), 0};
  double farthest = -INFINITY;
  for (int i = 0; i < n_rows && status.ok(); ++i) {
    const Vector row = drawn_row();
    const Owner owner = owner_of(plan, p, row);
    if (owner.distance <= farthest) continue;
    farthest = owner.distance;
    result = {row, owner.component};
  }
  return result;
}

// Components that hold nothing are set anew, or all are.
Parameters RandomSwap::filled(Parameters p) {
  if (random_.uniform() < 0.5) {
    return begun_anew(std::move(p), seed_by_rows(sample_, p.n_components(), random_));
  }
  for (Index k = 0; k < p.n_components(); ++k) {
    if (p.weights[k] == 0.0) split(p, k, drawn_row());
  }
  return p;
}

void RandomSwap::look_at(const Parameters& p) {
  constexpr double nothing = 1.0;  // observation
  means_ = p.means;
  shares_ = p.weights;
  pairs_ = pairs_to_merge(p);
  empty_ = -1;
  removable_ = Array::Ones(p.n_components());
  if (!may_be_empty_) return;
  const double least = nothing / weights_.sum();
  pairs_.erase(std::remove_if(pairs_.begin(), pairs_.end(),
                              [&](const Pair& pair) {
                                return std::min(p.weights[pair.a], p.weights[pair.b]) <=
                                       least;
                              }),
               pairs_.end());
  removable_ = (p.weights.array() > least).cast<double>();
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

// Which of them leads higher depends on the data: none is the best everywhere, and each is alone
// in leading out of some optimum. Where components may hold nothing, to begin anew would fill all.
RandomSwap::Kind RandomSwap::next_kind() {
  constexpr Kind kinds[] = {
      Kind::at_row,        Kind::at_row,          Kind::far,  Kind::far, Kind::turned,
      Kind::far_elsewhere, Kind::apart_elsewhere, Kind::anew, Kind::anew};
  constexpr double n_anew = 2.0;
  const double n = static_cast<double>(std::size(kinds)) - (may_be_empty_ ? n_anew : 0.0);
  return kinds[static_cast<std::size_t>(n * random_.uniform())];
}

const Pair& RandomSwap::next_pair() {
  constexpr double passed_over = 0.7;
  std::size_t taken = 0;
  while (taken + 1 < pairs_.size() && random_.uniform() < passed_over) ++taken;
  return pairs_[taken];
}

}  // namespace gaussmix
