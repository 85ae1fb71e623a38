#ifndef GAUSSMIX_CORE_PASS_RESPONSES_H
#define GAUSSMIX_CORE_PASS_RESPONSES_H

#include "../ground/room.h"
#include "../ground/types.h"
#include "../rows/block.h"

namespace gaussmix {

using BlockMatrix = Eigen::Map<Matrix, 0, Eigen::OuterStride<>>;

// What a block of rows makes of a model: responsibilities always; log joint
// densities and what follows from them where a plan made them. Component k of a matrix
// begins at k * stride; rows that fill the block up may hold anything.
struct Responses {
  Index count = 0;
  Index stride = 0;
  Index n_components = 0;
  Room columns;
  Room room;  // used in turn by the steps of a pass

  void prepare(const Block& block, Index n_components_) {
    count = block.count;
    stride = block.response_stride;
    n_components = n_components_;
    columns.reserve(stride * (2 * n_components + 3));
  }

  double* log_joint() const { return columns.data(); }
  double* responsibilities() const { return columns.data() + n_components * stride; }
  double* log_density() const { return columns.data() + 2 * n_components * stride; }
  // The log of the largest responsibility.
  double* log_certainty() const { return log_density() + stride; }
  // That of the responsibilities.
  double* entropy() const { return log_certainty() + stride; }

  // The rows of the block alone.
  BlockMatrix matrix(double* first) const {
    return BlockMatrix(first, count, n_components, Eigen::OuterStride<>(stride));
  }
  Eigen::Map<Array> column(double* first) const { return Eigen::Map<Array>(first, count); }
};

}  // namespace gaussmix

#endif
