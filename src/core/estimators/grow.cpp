#include "grow.h"

#include <utility>

#include "../pass/seed.h"
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

}  // namespace

Parameters grow(Parameters p, Index n_components, const Observations& rows,
                Random& random) {
  const Eigen::Map<const Array> weights(rows.weights, rows.n_rows);
  while (p.n_components() < n_components) {
    const Index empty = p.n_components();
    p = with_empty_component(std::move(p));
    split(p, empty, row_of(rows, draw_index(weights, random)));
  }
  return p;
}

}  // namespace gaussmix
