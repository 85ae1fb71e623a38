#include "given-responder.h"

#include <cstddef>
#include <vector>

#include "../ground/random.h"

namespace gaussmix {

void GivenResponder::respond(const Block& block, Responses& r) const {
  r.prepare(block, n_components_);
  r.matrix(r.log_joint()).setZero();
  r.column(r.log_density()).setZero();
  r.column(r.log_certainty()).setZero();
  r.column(r.entropy()).setZero();
  BlockMatrix z = r.matrix(r.responsibilities());
  fill(block, z);
}

void LabelResponder::fill(const Block& block, BlockMatrix& responsibilities) const {
  responsibilities.setZero();
  for (Index i = 0; i < block.count; ++i) {
    responsibilities(i, labels_[block.number(i)]) = 1.0;
  }
}

void MatrixResponder::fill(const Block& block, BlockMatrix& responsibilities) const {
  if (block.in_order()) {
    responsibilities = ConstMatrixMap(values_ + block.first, block.count, n_components(),
                                      Eigen::OuterStride<>(n_rows_));
  } else {
    for (Index i = 0; i < block.count; ++i) {
      for (Index k = 0; k < n_components(); ++k) {
        responsibilities(i, k) = values_[block.number(i) + k * n_rows_];
      }
    }
  }
  const Vector totals = responsibilities.rowwise().sum();
  for (Index k = 0; k < n_components(); ++k) {
    responsibilities.col(k).array() /= totals.array();
  }
}

void RandomResponder::fill(const Block& block, BlockMatrix& responsibilities) const {
  Random random(seed_, static_cast<std::uint64_t>(block.first));
  const std::vector<Index> order = block.order();
  for (Index n = 0; n < block.count; ++n) {
    const Index i = order.empty() ? n : order[static_cast<std::size_t>(n)];
    for (Index k = 0; k < n_components(); ++k) {
      responsibilities(i, k) = 1.0 - random.uniform();
    }
    responsibilities.row(i) /= responsibilities.row(i).sum();
  }
}

}  // namespace gaussmix
