#ifndef GAUSSMIX_CORE_ESTIMATORS_GROW_H
#define GAUSSMIX_CORE_ESTIMATORS_GROW_H

#include <utility>

#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/observations.h"
#include "../nouns/parameters.h"
#include "../pass/seed.h"
#include "swap.h"

namespace gaussmix {

// The same mixture with a further component that holds nothing.
inline Parameters with_empty_component(Parameters p) {
  const Index k = p.n_components();
  p.weights.conservativeResize(k + 1);
  p.weights[k] = 0.0;
  p.means.conservativeResize(Eigen::NoChange, k + 1);
  p.means.col(k) = p.means.col(0);
  if (!p.covariances.shared) p.covariances.values.push_back(p.covariances.of(0));
  return p;
}

// A mixture of more components: one after the other is divided at a row drawn at random.
inline Parameters grow(Parameters p, Index n_components, const Observations& rows,
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

#endif
