#include "seed.h"

#include "../ground/room.h"
#include "../ground/watch.h"
#include "blocks.h"
#include "joint.h"

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

Array distances_to(const Observations& rows, const Whitening& metric,
                   const Vector& point) {
  const Plan plan{Vector::Zero(1), point, metric};
  const JointDensities joint(plan);
  Array result(rows.n_rows);
  Block block;
  Room room;
  Room halves;
  halves.reserve(column_stride(block_rows(rows.n_columns)));
  for (Index first = 0; first < rows.n_rows; first += block_rows(rows.n_columns)) {
    if (first > 0) Watch::look();
    load_block(rows, first, block, joint.columns());
    joint.compute(block, room, halves.data());
    result.segment(block.first, block.count) =
        -2.0 * Eigen::Map<const Array>(halves.data(), block.count);
  }
  return result;
}

Vector row_of(const Observations& rows, Index row) {
  return ConstMatrixMap(rows.values, rows.n_rows, rows.n_columns,
                        Eigen::OuterStride<>(rows.n_rows))
             .row(row)
             .transpose() -
         rows.origin;
}

Matrix seed_by_distance(const Observations& rows, const Whitening& metric,
                        Index n_components, Random& random,
                        const std::function<void()>& check_interrupt) {
  const Array weights = Eigen::Map<const Array>(rows.weights, rows.n_rows);
  Matrix centres(rows.n_columns, n_components);
  Array nearest;
  for (Index k = 0; k < n_components; ++k) {
    check_interrupt();
    Index row = k == 0 ? -1 : draw_index(weights * nearest, random);
    if (row < 0) row = draw_index(weights, random);
    centres.col(k) = row_of(rows, row);
    const Array distances = distances_to(rows, metric, centres.col(k));
    nearest = k == 0 ? distances : Array(nearest.min(distances));
  }
  return centres;
}

Matrix seed_by_rows(const Observations& rows, Index n_components, Random& random) {
  const Array weights = Eigen::Map<const Array>(rows.weights, rows.n_rows);
  Array left = weights;
  Matrix centres(rows.n_columns, n_components);
  for (Index k = 0; k < n_components; ++k) {
    Index row = draw_index(left, random);
    if (row < 0) {
      left = weights;
      row = draw_index(left, random);
    }
    centres.col(k) = row_of(rows, row);
    left[row] = 0.0;
  }
  return centres;
}

}  // namespace gaussmix
