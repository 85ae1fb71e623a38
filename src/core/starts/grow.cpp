#include "grow.h"

#include <utility>

#include "../nouns/shape.h"
#include "seed.h"
#include "swap.h"

namespace gaussmix {

namespace {

// The same mixture with a further component that holds nothing.
Parameters with_empty_component(Parameters p) {
  const Index k = p.n_components();
  p.weights.conservativeResize(k + 1);
  p.weights[k] = 0.0;
  p.means.conservativeResize(Eigen::NoChange, k + 1);
  p.means.col(k) = p.means.col(0);
  if (!p.covariances.shared) p.covariances.values.push_back(p.covariances.of(0));
  return p;
}

// The one that takes most of the variance, each column in units of the mixture's own.
Index widest_component(const Parameters& p) {
  const Index d = p.dimension();
  const auto variances = [&](Index k) {
    return variances_of(p.covariances.shape, p.covariances.of(k), d);
  };
  Vector all = Vector::Zero(d);
  for (Index k = 0; k < p.n_components(); ++k) all += p.weights[k] * variances(k);
  Vector taken(p.n_components());
  for (Index k = 0; k < p.n_components(); ++k) {
    taken[k] = p.weights[k] * variances(k).cwiseQuotient(all).sum();
  }
  Index widest = 0;
  taken.maxCoeff(&widest);
  return widest;
}

}  // namespace

Parameters grow(Parameters p, Index n_components, const Sample& sample, Random& random) {
  const Array weights = sample.weights().array();
  while (p.n_components() < n_components) {
    const Index empty = p.n_components();
    p = with_empty_component(std::move(p));
    split(p, empty, sample.row(draw_index(weights, random)));
  }
  return p;
}

Parameters grow_widest(Parameters p, Index n_components, Random& random) {
  constexpr double cut = 0.5;
  while (p.n_components() < n_components) {
    const Index widest = widest_component(p);
    const Index empty = p.n_components();
    const Vector direction =
        leading_direction(p.covariances, widest, p.dimension(), random);
    p = with_empty_component(std::move(p));
    split_along(p, widest, empty, direction, cut, 0.5);
  }
  return p;
}

}  // namespace gaussmix
