#include "scattered-rows.h"

#include <cstddef>

#include "far.h"

namespace gaussmix {

bool ScatteredResponder::suits(const Marginals& marginals) {
  constexpr double most = 1e4;
  const Plan& plan = marginals.plan();
  if (plan.whitening.shape() != Shape::full) return false;
  for (std::size_t s = 0; s < plan.whitening.factors.size(); ++s) {
    if (!(marginals.inflation(s) < most)) return false;
  }
  return true;
}

ScatteredResponder::ScatteredResponder(const Plan& plan)
    : plan_(plan), kernels_(kernels()) {
  for (const Factor& factor : plan.whitening.factors)
    precisions_.push_back(factor.values.transpose() * factor.values);
}

bool ScatteredResponder::respond(ScatteredRows& rows) const {
  constexpr Index most_lanes = 8;
  const Block& block = rows.block();
  Responses& r = rows.responses;
  const Index m = rows.holed.n_missing;
  const Index n_components = plan_.n_components();
  r.prepare(block, n_components);
  rows.completed.reserve(n_components * block.n_columns * block.stride);
  rows.spread.reserve(n_components * rows.n_pairs() * block.stride);
  r.room.reserve((block.n_columns + rows.n_pairs() + m) * most_lanes);
  for (Index k = 0; k < n_components; ++k) {
    const std::size_t s = plan_.whitening.shared ? 0 : static_cast<std::size_t>(k);
    const double constant =
        plan_.log_constants[k] + 0.5 * static_cast<double>(m) * log_two_pi;
    kernels_.complete_rows(block.view(), plan_.centres.col(k).data(),
                           precisions_[s].data(), constant, m, rows.holed.missing.data(),
                           r.room.data(), rows.completed_of(k),
                           r.log_joint() + k * r.stride, rows.spread_of(k));
  }
  const double far = plan_.log_constants.maxCoeff() - far_distance;
  const bool some_are_far = kernels_.respond(
      padded_rows(block.count), n_components, r.stride, r.log_joint(), far,
      r.responsibilities(), r.log_density(), r.log_certainty(), r.entropy());
  if (!some_are_far) return true;
  // Those that fill the block up do not matter.
  return (r.matrix(r.log_joint()).rowwise().maxCoeff().array() > far).all();
}

}  // namespace gaussmix
