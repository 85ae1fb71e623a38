#include "seed.h"

#include "../ground/room.h"
#include "../pass/joint.h"
#include "../rows/block.h"

namespace gaussmix {

Index draw_index(const Array& mass, Random& random) {
  const double total = mass.sum();
  if (!(total > 0.0)) return -1;
  double left = random.uniform() * total;
  Index last = -1;
  for (Index i = 0; i < mass.size(); ++i) {
    if (!(mass[i] > 0.0)) continue;
    last = i;
    left -= mass[i];
    if (left < 0.0) break;
  }
  return last;
}

Array distances_to(const Sample& sample, const Whitening& metric, const Vector& point) {
  const Plan plan{Vector::Zero(1), point, metric};
  const JointDensities joint(plan);
  Array result(sample.n_rows());
  Room room;
  Room halves;
  halves.reserve(column_stride(block_rows(sample.n_columns())));
  for_each_block(sample, joint.columns(), [&](const Block& block) {
    joint.compute(block, room, halves.data());
    result.segment(block.first, block.count) =
        -2.0 * Eigen::Map<const Array>(halves.data(), block.count);
  });
  return result;
}

Matrix seed_by_distance(const Sample& sample, const Whitening& metric, Index n_components,
                        Random& random, const Execution& execution) {
  const Array weights = sample.weights().array();
  Matrix centres(sample.n_columns(), n_components);
  Array nearest;
  for (Index k = 0; k < n_components; ++k) {
    execution.check_interrupt();
    Index row = k == 0 ? -1 : draw_index(weights * nearest, random);
    if (row < 0) row = draw_index(weights, random);
    centres.col(k) = sample.row(row);
    const Array distances = distances_to(sample, metric, centres.col(k));
    nearest = k == 0 ? distances : Array(nearest.min(distances));
  }
  return centres;
}

Matrix seed_by_rows(const Sample& sample, Index n_components, Random& random) {
  const Array weights = sample.weights().array();
  Array left = weights;
  Matrix centres(sample.n_columns(), n_components);
  for (Index k = 0; k < n_components; ++k) {
    Index row = draw_index(left, random);
    if (row < 0) {
      left = weights;
      row = draw_index(left, random);
    }
    centres.col(k) = sample.row(row);
    left[row] = 0.0;
  }
  return centres;
}

}  // namespace gaussmix
