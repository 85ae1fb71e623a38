#include "settle.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <utility>

#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../nouns/status.h"
#include "../search/restart.h"
#include "degenerate.h"

namespace gaussmix {

namespace {

bool needs_order(const EmRun& run, const EmOptions& options) {
  const Vector& weights = run.parameters.weights;
  return run.status.ok() && run.iterations() < options.max_iter && options.tol > 0.0 &&
         !std::is_sorted(weights.data(), weights.data() + weights.size(),
                         std::greater<double>());
}

}  // namespace

void settle_in_data(const Pass& pass, const MixtureEstimator& estimator, Fit& fit) {
  EmRun& run = fit.run;
  if (!run.status.ok()) return;
  Parameters rounded = run.parameters;
  rounded.means.colwise() += pass.origin();
  rounded.means.colwise() -= pass.origin();
  if (rounded.means == run.parameters.means) return;
  Status status;
  Evaluation there = evaluate(pass, estimator, rounded, status);
  if (!status.ok()) return;
  Restart& restart = fit.restarts[static_cast<std::size_t>(fit.chosen)];
  // Of what a penalty holds up the trace has the penalised objectives.
  if (run.held.empty()) run.trace[run.here_at] = there.objective;
  if (restart.score == restart.objective) restart.score = there.objective;
  restart.objective = there.objective;
  run.parameters = std::move(rounded);
  run.here = std::move(there);
}

void describe_degenerate(const Pass& pass, const Model& model,
                         const MixtureEstimator& estimator, const Judge& judge, Fit& fit) {
  EmRun& run = fit.run;
  if (!run.status.ok()) return;
  if (!run.held.empty()) run.here = judge.free_evaluation(run);
  HeldByPrior held = held_by_prior(pass, model, estimator, run);
  fit.penalised_by_prior = held.penalised_log_likelihood;
  fit.degenerate = std::move(held.components);
  if (!fit.degenerate.empty()) return;
  fit.degenerate = describe_components(
      pass, run, fit.restarts[static_cast<std::size_t>(fit.chosen)].degenerate);
}

void settle_order(const Pass& pass, const MixtureEstimator& estimator,
                  const EmOptions& options, Fit& fit) {
  constexpr int most = 10;
  EmRun& run = fit.run;
  for (int i = 0; i < most && needs_order(run, options); ++i) {
    Parameters ordered =
        reordered(run.parameters, by_decreasing_weight(run.parameters.weights));
    Status status;
    Evaluation there = evaluate(pass, estimator, ordered, status);
    if (!status.ok() || !(there.objective > run.objective())) return;
    move_to(std::move(ordered), std::move(there), options, run);
    run.converged = false;
    iterate(pass, estimator, options, options.max_iter, run);
    if (run.status.ok()) restore_best(run);
    Restart& chosen = fit.restarts[static_cast<std::size_t>(fit.chosen)];
    chosen = Judge(pass, estimator, options).verdict(chosen.start, run, -INFINITY);
  }
}

}  // namespace gaussmix
