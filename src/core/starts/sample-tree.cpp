#include "sample-tree.h"

#include <utility>

#include "../ground/types.h"

namespace gaussmix {

SampleTree tree_of(const Sample& sample, const Whitening& metric, Random random,
                   const Execution& execution) {
  constexpr Index most_rows = 1000;
  Sample rows = sample.sample(most_rows, random);
  const Matrix points = metric.of(0).times_columns(rows.cells().transpose());
  WardTree tree(points, rows.weights(), execution);
  return {std::move(rows), std::move(tree)};
}

}  // namespace gaussmix
