#include "local-pass.h"

#include <utility>

#include "identical.h"
#include "../nouns/moments.h"
#include "rounding.h"
#include "row-sinks.h"
#include "seen-sums.h"
#include "soft-responder.h"
#include "statistics-sink.h"

namespace gaussmix {

LocalPass::LocalPass(const Rows& rows, Execution execution)
    : rows_(rows), execution_(std::move(execution)) {}

Statistics LocalPass::e_step(const Plan& plan, ScatterRequest request) const {
  check_interrupt();
  return settled(SoftResponder(plan), request, plan.centres);
}

Statistics LocalPass::sum(const Responder& responder, ScatterRequest request,
                          const Matrix& origins) const {
  StatisticsSink sink(request, origins);
  run(responder, sink);
  Statistics statistics = sink.statistics();
  statistics.least_share = responder.least_share();
  return statistics;
}

Vector LocalPass::variances_within(const Responder& responder,
                                   const Matrix& origins) const {
  if (!rows_.has_holes()) {
    return pooled_variances(settled(responder, {Scatter::diagonal, true}, origins));
  }
  SeenSums sums(rows_, origins);
  run(responder, sums);
  return sums.variances();
}

Vector LocalPass::variances_within(const Plan& plan) const {
  return pooled_variances(e_step(plan, {Scatter::diagonal, true}));
}

Array LocalPass::log_densities(const Plan& plan) const {
  Array values(rows_.n_rows());
  LogDensitySink sink(values.data());
  run(SoftResponder(plan), sink);
  return values;
}

Sample LocalPass::sample(Index m, Random& random) const { return rows_.sample(m, random); }

std::unique_ptr<Pass> LocalPass::over(const Sample& sample) const {
  return std::make_unique<LocalPass>(sample, execution_);
}

Vector LocalPass::rounding_variances() const {
  return gaussmix::rounding_variances(rows_, execution_);
}

std::vector<Index> LocalPass::identical_rows(const Matrix& places,
                                             const Vector& units) const {
  return gaussmix::identical_rows(rows_, places, units);
}

std::unique_ptr<Pass> LocalPass::by_one_thread(
    const std::function<void()>& check_interrupt) const {
  return std::make_unique<LocalPass>(rows_, Execution{1, check_interrupt});
}

}  // namespace gaussmix
