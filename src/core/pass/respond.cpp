#include "respond.h"

#include <cmath>

#include "../ground/random.h"
#include "far.h"

namespace gaussmix {

void SoftResponder::respond(const Block& block, Responses& r) const {
  r.prepare(block, plan_.n_components());
  joint_.compute(block, r.room, r.log_joint());
  const double far = plan_.log_constants.maxCoeff() - far_distance;
  const bool some_are_far = kernels_.respond(
      padded_rows(block.count), r.n_components, r.stride, r.log_joint(), far,
      r.responsibilities(), r.log_density(), r.log_certainty(), r.entropy());
  if (!some_are_far) return;
  const BlockMatrix joint = r.matrix(r.log_joint());
  for (Index i = 0; i < block.count; ++i) {
    if (!(joint.row(i).maxCoeff() > far)) respond_far(block, i, r);
  }
}

void SoftResponder::respond_far(const Block& block, Index row, Responses& r) const {
  Index nearest = 0;
  const Vector ratios = far_log_ratios(plan_, block.row(row), nearest);
  BlockMatrix joint = r.matrix(r.log_joint());
  const double base = joint(row, nearest);
  const double largest = ratios.maxCoeff();
  Vector z(ratios.size());
  for (Index k = 0; k < z.size(); ++k) z[k] = std::exp(ratios[k] - largest);
  const double total = z.sum();
  z /= total;
  r.entropy()[row] = 0.0;
  for (Index k = 0; k < z.size(); ++k) {
    if (z[k] > 0.0) r.entropy()[row] -= z[k] * std::log(z[k]);
  }
  r.matrix(r.responsibilities()).row(row) = z.transpose();
  joint.row(row) = (ratios.array() + base).matrix().transpose();
  r.log_certainty()[row] = -std::log(total);
  r.log_density()[row] = base + largest + std::log(total);
}

void HardResponder::respond(const Block& block, Responses& r) const {
  r.prepare(block, n_components());
  joint_.compute(block, r.room, r.log_joint());
  kernels_.assign(padded_rows(block.count), r.n_components, r.stride, r.log_joint(),
                  r.responsibilities(), r.log_density());
  r.column(r.log_certainty()).setZero();
  r.column(r.entropy()).setZero();
}

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
    responsibilities(i, labels_[block.first + i]) = 1.0;
  }
}

void MatrixResponder::fill(const Block& block, BlockMatrix& responsibilities) const {
  responsibilities = ConstMatrixMap(values_ + block.first, block.count, n_components(),
                                    Eigen::OuterStride<>(n_rows_));
  const Vector totals = responsibilities.rowwise().sum();
  for (Index k = 0; k < n_components(); ++k) {
    responsibilities.col(k).array() /= totals.array();
  }
}

void RandomResponder::fill(const Block& block, BlockMatrix& responsibilities) const {
  Random random(seed_, static_cast<std::uint64_t>(block.first));
  for (Index i = 0; i < block.count; ++i) {
    for (Index k = 0; k < n_components(); ++k) {
      responsibilities(i, k) = 1.0 - random.uniform();
    }
    responsibilities.row(i) /= responsibilities.row(i).sum();
  }
}

}  // namespace gaussmix
