#include "em.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "../nouns/plan.h"

namespace gaussmix {

bool goes_on(const EmRun& run, const EmOptions& options) {
  return run.status.ok() && !run.converged && run.iterations() < options.max_iter;
}

Evaluation evaluate(const Pass& pass, const MixtureEstimator& estimator,
                    const Parameters& parameters, Status& status) {
  const double weight = pass.total_weight();
  const Plan plan = estimator.plan(parameters, weight, status, pass.n_threads());
  if (!status.ok()) return {};
  Evaluation result;
  result.statistics = pass.e_step(plan, estimator.request());
  result.objective = result.statistics.log_likelihood -
                     estimator.penalty(parameters, plan, weight, pass.n_threads());
  return result;
}

EmRun start_run(const Pass& pass, const MixtureEstimator& estimator, Parameters start) {
  EmRun run;
  run.parameters = std::move(start);
  run.total_weight = pass.total_weight();
  run.here = evaluate(pass, estimator, run.parameters, run.status);
  run.trace.push_back(run.objective());
  run.high = run.objective();
  return run;
}

double left_after(double gain_before, double gain, double objective, double total_weight) {
  constexpr double rounding = 1e-14;
  constexpr double least_rate = 0.1;
  if (gain <= rounding * (std::abs(objective) + total_weight)) return std::abs(gain);
  if (!(gain < gain_before)) return INFINITY;
  const double rate = std::max(gain / gain_before, least_rate);
  return gain * rate / (1.0 - rate);
}

void move_to(Parameters&& parameters, Evaluation&& there, const EmOptions& options,
             EmRun& run) {
  const double before = run.objective();
  const double after = there.objective;
  if (options.tol > 0.0) {
    if (after > run.high + options.tol * run.total_weight) {
      run.high = after;
      run.high_at = run.iterations() + 1;
      run.fell = false;
    }
    run.fell = run.fell || after < before;
    if (after < before && before > run.best.objective) {
      run.best_parameters = std::move(run.parameters);
      run.best = std::move(run.here);
      run.best_at = run.here_at;
    }
  }
  run.parameters = std::move(parameters);
  run.here = std::move(there);
  run.here_at = run.trace.size();
  run.trace.push_back(after);
}

namespace {

// The iteration that EM makes.
void step(const Pass& pass, const MixtureEstimator& estimator, const EmOptions& options,
          Parameters&& next, EmRun& run) {
  Evaluation there = evaluate(pass, estimator, next, run.status);
  if (!run.status.ok()) return;
  const double gain = there.objective - run.objective();
  run.left = left_after(run.last_gain, gain, there.objective, run.total_weight);
  run.last_gain = gain;
  run.accelerator.made_step(gain);
  move_to(std::move(next), std::move(there), options, run);
}

// An iteration that goes where the accelerator expects the maximum, if that is a
// gain. If it is not, the run has only lost time, which its trace tells, and the leap is what
// may be tried instead.
bool leap(const Pass& pass, const MixtureEstimator& estimator, const EmOptions& options,
          std::optional<Parameters>& to, EmRun& run) {
  Status status;
  Evaluation there = evaluate(pass, estimator, *to, status);
  run.last_gain = 0.0;
  if (status.ok() && run.accelerator.accepts(there.objective - run.objective())) {
    run.accelerator.made_leap();
    move_to(std::move(*to), std::move(there), options, run);
    return true;
  }
  run.fell = true;
  run.here_at = run.trace.size();
  run.trace.push_back(run.objective());
  if (status.ok()) {
    const Parameters image = estimator.advance(there.statistics, *to);
    to = run.accelerator.shorter_leap(estimator, *to, there.statistics.counts, image);
  } else {
    to = std::nullopt;
  }
  return false;
}

bool is_out_of_patience(const EmRun& run, const EmOptions& options) {
  return run.fell && run.iterations() - run.high_at >= options.patience;
}

// Whether one of the leaps that are advised is a gain. If none is, the step must still be made.
bool leap_or_not(const Pass& pass, const MixtureEstimator& estimator,
                 const EmOptions& options, Index until, Accelerator::Advice&& advice,
                 EmRun& run) {
  while (advice.leap && run.iterations() + 1 < until &&
         !is_out_of_patience(run, options)) {
    if (!leap(pass, estimator, options, advice.leap, run)) continue;
    run.left = advice.left;
    return true;
  }
  return false;
}

}  // namespace

void iterate(const Pass& pass, const MixtureEstimator& estimator, const EmOptions& options,
             Index until, EmRun& run) {
  while (run.status.ok() && !run.converged && run.iterations() < until) {
    // Without a tolerance each iteration is EM's to the last digit.
    auto next = options.tol > 0.0 ? estimator.advance(run.statistics(), run.parameters)
                                  : estimator.update(run.statistics(), run.parameters);
    // They have done their work; many columns and components make them large.
    run.here.statistics.scatters.clear();
    const double least = options.tol * run.total_weight;
    if (options.accelerated && options.tol > 0.0) {
      auto advice =
          run.accelerator.advise(estimator, run.parameters, run.statistics().counts, next);
      if (advice.left <= least) {
        run.left = advice.left;
        run.converged = true;
        return;
      }
      if (leap_or_not(pass, estimator, options, until, std::move(advice), run)) continue;
      if (is_out_of_patience(run, options)) {
        run.converged = true;
        return;
      }
    }
    step(pass, estimator, options, std::move(next), run);
    run.converged = run.status.ok() && options.tol > 0.0 &&
                    (run.left <= least || is_out_of_patience(run, options));
  }
}

void restore_best(EmRun& run) {
  if (run.best.objective > run.objective()) {
    run.parameters = std::move(run.best_parameters);
    run.here = std::move(run.best);
    run.here_at = run.best_at;
    run.best = {};
  }
}

}  // namespace gaussmix
