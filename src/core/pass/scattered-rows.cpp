#include "scattered-rows.h"

#include <cstddef>

#include "../nouns/shape.h"
#include "far.h"

namespace gaussmix {

bool ScatteredResponder::suits(const Marginals& marginals) {
  constexpr double most = 1e4;
  const Plan& plan = marginals.plan();
  if (plan.whitening.shape() != Shape::full) return true;
  for (std::size_t s = 0; s < plan.whitening.factors.size(); ++s) {
    if (!(marginals.inflation(s) < most)) return false;
  }
  return true;
}

ScatteredResponder::ScatteredResponder(const Plan& plan)
    : plan_(plan), kernels_(kernels()) {
  if (correlated()) {
    for (const Factor& factor : plan.whitening.factors)
      precisions_.push_back(factor.values.transpose() * factor.values);
    return;
  }
  const Index d = plan.dimension();
  scales_.resize(d, plan.n_components());
  for (Index k = 0; k < plan.n_components(); ++k) {
    const Factor& factor = plan.whitening.of(k);
    scales_.col(k) = variances_of(factor.shape, factor.values, d);
  }
  of_missing_ = 0.5 * log_two_pi - scales_.array().log();
}

void ScatteredResponder::read(const IncompleteRows& from, const Index* places, Index count,
                              Index n_missing, ScatteredRows& rows) const {
  if (correlated()) {
    from.read(places, count, n_missing, rows.holed);
  } else {
    from.read(places, count, rows.holed.block);
  }
}

bool ScatteredResponder::respond(ScatteredRows& rows) const {
  const Block& block = rows.block();
  Responses& r = rows.responses;
  const Index n_components = plan_.n_components();
  r.prepare(block, n_components);
  rows.completed.reserve(n_components * block.n_columns * block.stride);
  if (correlated()) {
    complete_correlated(rows);
  } else {
    complete_independent(rows);
  }
  const double far = plan_.log_constants.maxCoeff() - far_distance;
  const bool some_are_far = kernels_.respond(
      padded_rows(block.count), n_components, r.stride, r.log_joint(), far,
      r.responsibilities(), r.log_density(), r.log_certainty(), r.entropy());
  if (!some_are_far) return true;
  // Those that fill the block up do not matter.
  return (r.matrix(r.log_joint()).rowwise().maxCoeff().array() > far).all();
}

void ScatteredResponder::complete_correlated(ScatteredRows& rows) const {
  constexpr Index most_lanes = 8;
  const Block& block = rows.block();
  Responses& r = rows.responses;
  const Index m = rows.holed.n_missing;
  rows.spread.reserve(plan_.n_components() * rows.n_pairs() * block.stride);
  r.room.reserve((block.n_columns + rows.n_pairs() + m) * most_lanes);
  for (Index k = 0; k < plan_.n_components(); ++k) {
    const std::size_t s = plan_.whitening.shared ? 0 : static_cast<std::size_t>(k);
    const double constant =
        plan_.log_constants[k] + 0.5 * static_cast<double>(m) * log_two_pi;
    kernels_.complete_rows(block.view(), plan_.centres.col(k).data(),
                           precisions_[s].data(), constant, m, rows.holed.missing.data(),
                           r.room.data(), rows.completed_of(k),
                           r.log_joint() + k * r.stride, rows.spread_of(k));
  }
}

void ScatteredResponder::complete_independent(ScatteredRows& rows) const {
  const Responses& r = rows.responses;
  for (Index k = 0; k < plan_.n_components(); ++k)
    kernels_.joint_of_seen(rows.block().view(), plan_.centres.col(k).data(),
                           scales_.col(k).data(), of_missing_.col(k).data(),
                           plan_.log_constants[k], rows.completed_of(k),
                           r.log_joint() + k * r.stride);
}

}  // namespace gaussmix
