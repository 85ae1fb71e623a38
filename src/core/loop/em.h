#ifndef GAUSSMIX_CORE_LOOP_EM_H
#define GAUSSMIX_CORE_LOOP_EM_H

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include "../ground/types.h"
#include "../nouns/observations.h"
#include "../nouns/statistics.h"
#include "../nouns/status.h"
#include "../pass/pass.h"
#include "accelerate.h"

namespace gaussmix {

struct EmOptions {
  // On what the objective can still gain per observation, as expected; 0: never stop.
  double tol = 1e-8;
  // So many iterations without a gain of tol over the best so far, and with a fall, are an
  // end, too: of nearly singular covariances the objective is rounding error beyond tol.
  Index patience = 10;
  Index max_iter = 1000;
  bool accelerated = true;  // but never where tol is 0
  int n_threads = 1;
  // Called between passes; may throw to end the fit.
  std::function<void()> check_interrupt = []() {};
};

// What a pass with some parameters tells of them.
struct Evaluation {
  Statistics statistics;  // without scatters once an update has used them
  // What is maximised: the log-likelihood, less an estimator's penalty. -Inf where the
  // parameters have no plan.
  double objective = -INFINITY;
};

// A run of EM.
template <class Estimator>
struct EmRun {
  typename Estimator::Parameters parameters;
  Evaluation here;  // of the parameters
  double total_weight = 0.0;
  std::vector<double> trace;  // objectives, that of the start first
  bool converged = false;
  double left = INFINITY;  // what the objective can still gain, as expected
  Status status;  // why the run could not go on
  double high = -INFINITY;  // the last objective that was a gain
  Index high_at = 0;        // and its iteration
  bool fell = false;        // since then
  double last_gain = 0.0;   // of a plain step that followed another, else 0
  Accelerator<Estimator> accelerator;
  // The best pass, once the objective has fallen.
  typename Estimator::Parameters best_parameters;
  Evaluation best;

  Index iterations() const { return static_cast<Index>(trace.size()) - 1; }
  const Statistics& statistics() const { return here.statistics; }
  double objective() const { return here.objective; }
  // Of a run that rests: many of them would take more memory than their parameters.
  void drop_memory() {
    here.statistics.scatters.clear();
    best.statistics.scatters.clear();
    accelerator.forget();
  }
};

// Whether a run that rests has not come to its end.
template <class Estimator>
bool goes_on(const EmRun<Estimator>& run, const EmOptions& options) {
  return run.status.ok() && !run.converged && run.iterations() < options.max_iter;
}

// A pass with the plan of the given parameters; the status says if they have none.
template <class Estimator>
Evaluation evaluate(const Observations& observations, double total_weight,
                    const Estimator& estimator, const EmOptions& options,
                    const typename Estimator::Parameters& parameters, Status& status) {
  const auto plan = estimator.plan(parameters, total_weight, status, options.n_threads);
  if (!status.ok()) return {};
  options.check_interrupt();
  Evaluation result;
  result.statistics = settled_statistics(observations, SoftResponder(plan),
                                         estimator.request(), plan.centres,
                                         options.n_threads);
  result.objective =
      result.statistics.log_likelihood -
      estimator.penalty(parameters, plan, total_weight, options.n_threads);
  return result;
}

template <class Estimator>
EmRun<Estimator> start_run(const Observations& observations,
                           const Estimator& estimator, const EmOptions& options,
                           typename Estimator::Parameters start) {
  EmRun<Estimator> run;
  run.parameters = std::move(start);
  run.total_weight = observations.total_weight();
  run.here = evaluate(observations, run.total_weight, estimator, options, run.parameters,
                      run.status);
  run.trace.push_back(run.objective());
  run.high = run.objective();
  return run;
}

// What is left to gain after two steps with the given gains, if later gains fall at the
// same rate (Aitken; McLachlan and Peel 2000, section 2.11). Unknown while gains grow. A fall
// to less than a tenth says little of the rate: from a start far off the first step gains
// nearly all, and the next ones gain slowly.
inline double left_after(double gain_before, double gain, double objective,
                         double total_weight) {
  constexpr double rounding = 1e-14;
  constexpr double least_rate = 0.1;
  if (gain <= rounding * (std::abs(objective) + total_weight)) return std::abs(gain);
  if (!(gain < gain_before)) return INFINITY;
  const double rate = std::max(gain / gain_before, least_rate);
  return gain * rate / (1.0 - rate);
}

// Puts the run where a pass has been.
template <class Estimator>
void move_to(typename Estimator::Parameters&& parameters, Evaluation&& there,
             const EmOptions& options, EmRun<Estimator>& run) {
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
    }
  }
  run.parameters = std::move(parameters);
  run.here = std::move(there);
  run.trace.push_back(after);
}

// The iteration that EM makes.
template <class Estimator>
void step(const Observations& observations, const Estimator& estimator,
          const EmOptions& options, typename Estimator::Parameters&& next,
          EmRun<Estimator>& run) {
  Evaluation there =
      evaluate(observations, run.total_weight, estimator, options, next, run.status);
  if (!run.status.ok()) return;
  const double gain = there.objective - run.objective();
  run.left = left_after(run.last_gain, gain, there.objective, run.total_weight);
  run.last_gain = gain;
  run.accelerator.made_step(gain);
  move_to(std::move(next), std::move(there), options, run);
}

// An iteration that goes where the accelerator expects the maximum, if that is a
// gain. If it is not, the run has only lost time, which its trace tells.
template <class Estimator>
bool leap(const Observations& observations, const Estimator& estimator,
          const EmOptions& options, typename Estimator::Parameters&& next,
          EmRun<Estimator>& run) {
  Status status;
  Evaluation there =
      evaluate(observations, run.total_weight, estimator, options, next, status);
  run.last_gain = 0.0;
  if (status.ok() && run.accelerator.accepts(there.objective - run.objective())) {
    run.accelerator.made_leap();
    move_to(std::move(next), std::move(there), options, run);
    return true;
  }
  run.accelerator.was_refused();
  run.fell = true;
  run.trace.push_back(run.objective());
  return false;
}

// Iterates from where the run stands until it converges, fails, or has made
// `until` iterations in all. A ridge makes small falls of the objective
// possible: the best pass before a fall is remembered, unless exactly max_iter
// plain iterations were asked for (tol = 0).
template <class Estimator>
void iterate(const Observations& observations, const Estimator& estimator,
             const EmOptions& options, Index until, EmRun<Estimator>& run) {
  while (run.status.ok() && !run.converged && run.iterations() < until) {
    auto next = estimator.update(run.statistics(), run.parameters);
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
      // If the leap is refused, the step must still be made.
      if (advice.leap && run.iterations() + 1 < until &&
          leap(observations, estimator, options, std::move(*advice.leap), run)) {
        run.left = advice.left;
        continue;
      }
    }
    step(observations, estimator, options, std::move(next), run);
    run.converged = run.status.ok() && options.tol > 0.0 &&
                    (run.left <= least ||
                     (run.fell && run.iterations() - run.high_at >= options.patience));
  }
}

// Ends a run: its parameters are never worse than the best that it has seen.
template <class Estimator>
void restore_best(EmRun<Estimator>& run) {
  if (run.best.objective > run.objective()) {
    run.parameters = std::move(run.best_parameters);
    run.here = std::move(run.best);
    run.best = {};
  }
}

}  // namespace gaussmix

#endif
