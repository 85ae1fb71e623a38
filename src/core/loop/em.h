#ifndef GAUSSMIX_CORE_LOOP_EM_H
#define GAUSSMIX_CORE_LOOP_EM_H

#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include "../ground/types.h"
#include "../nouns/observations.h"
#include "../nouns/statistics.h"
#include "../nouns/status.h"
#include "../pass/pass.h"

namespace gaussmix {

struct EmOptions {
  // On the change of the mean log-likelihood; 0: never stop.
  double tol = 1e-8;
  // So many iterations without a gain of tol over the best so far are an end, too:
  // of nearly singular covariances the likelihood is rounding error beyond tol.
  Index patience = 10;
  Index max_iter = 1000;
  int n_threads = 1;
  // Called between passes; may throw to end the fit.
  std::function<void()> check_interrupt = []() {};
};

// A run of EM: parameters, and the statistics of a pass with these parameters (without
// scatters once an update has used them).
template <class Estimator>
struct EmRun {
  typename Estimator::Parameters parameters;
  Statistics statistics;
  std::vector<double> trace;  // log-likelihoods, that of the start first
  bool converged = false;
  Status status;  // why the run could not go on
  double high = -INFINITY;  // the last log-likelihood that was a gain
  Index high_at = 0;        // and its iteration
  // Of the best pass, once the likelihood has fallen.
  typename Estimator::Parameters best_parameters;
  Statistics best_statistics;

  Index iterations() const { return static_cast<Index>(trace.size()) - 1; }
  // That of the parameters; -Inf for a start that has no plan.
  double log_likelihood() const { return log_likelihood_of(statistics); }
  double best_log_likelihood() const { return log_likelihood_of(best_statistics); }
  void drop_scatters() {
    statistics.scatters.clear();
    best_statistics.scatters.clear();
  }

 private:
  static double log_likelihood_of(const Statistics& s) {
    return s.counts.size() > 0 ? s.log_likelihood : -INFINITY;
  }
};

// The statistics of a pass with the plan of the given parameters; the status says
// if they have no plan.
template <class Estimator>
Statistics evaluate(const Observations& observations, const Estimator& estimator,
                    const EmOptions& options,
                    const typename Estimator::Parameters& parameters,
                    Status& status) {
  const auto plan = estimator.plan(parameters, status);
  if (!status.ok()) return {};
  options.check_interrupt();
  return settled_statistics(observations, SoftResponder(plan), estimator.request(),
                            plan.centres, options.n_threads);
}

template <class Estimator>
EmRun<Estimator> start_run(const Observations& observations,
                           const Estimator& estimator, const EmOptions& options,
                           typename Estimator::Parameters start) {
  EmRun<Estimator> run;
  run.parameters = std::move(start);
  run.statistics =
      evaluate(observations, estimator, options, run.parameters, run.status);
  run.trace.push_back(run.log_likelihood());
  run.high = run.log_likelihood();
  return run;
}

// Iterates from where the run stands until it converges, fails, or has made
// `until` iterations in all. A ridge makes small falls of the likelihood
// possible: the best pass before a fall is remembered, unless exactly max_iter
// plain iterations were asked for (tol = 0).
template <class Estimator>
void iterate(const Observations& observations, const Estimator& estimator,
             const EmOptions& options, Index until, EmRun<Estimator>& run) {
  while (run.status.ok() && !run.converged && run.iterations() < until) {
    auto next = estimator.update(run.statistics, run.parameters);
    // They have done their work; many columns and components make them large.
    run.statistics.scatters.clear();
    Statistics statistics =
        evaluate(observations, estimator, options, next, run.status);
    if (!run.status.ok()) break;
    const double before = run.statistics.log_likelihood;
    const double after = statistics.log_likelihood;
    if (options.tol > 0.0) {
      const double least = options.tol * statistics.total_weight;
      if (after > run.high + least) {
        run.high = after;
        run.high_at = run.iterations() + 1;
      }
      run.converged = std::abs(after - before) <= least ||
                      run.iterations() + 1 - run.high_at >= options.patience;
      if (after < before && before > run.best_log_likelihood()) {
        run.best_parameters = std::move(run.parameters);
        run.best_statistics = std::move(run.statistics);
      }
    }
    run.parameters = std::move(next);
    run.statistics = std::move(statistics);
    run.trace.push_back(after);
  }
}

// Ends a run: its parameters are never worse than the best that it has seen.
template <class Estimator>
void restore_best(EmRun<Estimator>& run) {
  if (run.best_log_likelihood() > run.log_likelihood()) {
    run.parameters = std::move(run.best_parameters);
    run.statistics = std::move(run.best_statistics);
  }
}

}  // namespace gaussmix

#endif
