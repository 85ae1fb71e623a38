#include "soft-responder.h"

#include <cmath>

#include "far.h"

namespace gaussmix {

SoftResponder::SoftResponder(const Plan& plan)
    : plan_(plan), joint_(plan), kernels_(kernels()) {}

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

}  // namespace gaussmix
