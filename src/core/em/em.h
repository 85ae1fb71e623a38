#ifndef GAUSSMIX_CORE_EM_EM_H
#define GAUSSMIX_CORE_EM_EM_H

#include <cmath>
#include <cstddef>
#include <vector>

#include "../estimators/estimator.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
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
};

// What a pass with some parameters tells of them.
struct Evaluation {
  Statistics statistics;  // without scatters once an update has used them
  // What is maximised: the log-likelihood, less an estimator's penalty. -Inf where the
  // parameters have no plan.
  double objective = -INFINITY;
};

// A run of EM.
struct EmRun {
  Parameters parameters;
  Evaluation here;          // of the parameters
  std::size_t here_at = 0;  // its place in the trace, the last one
  double total_weight = 0.0;
  std::vector<double> trace;  // objectives, that of the start first
  bool converged = false;
  double left = INFINITY;   // what the objective can still gain, as expected
  Status status;            // why the run could not go on
  double high = -INFINITY;  // the last objective that was a gain
  Index high_at = 0;        // and its iteration
  bool fell = false;        // since then
  double last_gain = 0.0;   // of a plain step that followed another, else 0
  Accelerator accelerator;
  // The best pass, once the objective has fallen.
  Parameters best_parameters;
  Evaluation best;
  std::size_t best_at = 0;
  // Components that a penalty holds up, see Judge; empty if there are none.
  std::vector<bool> held;

  Index iterations() const { return static_cast<Index>(trace.size()) - 1; }
  const Statistics& statistics() const { return here.statistics; }
  double objective() const { return here.objective; }
  // Of a run that rests: many of them would take more memory than their parameters.
  void drop_memory() {
    here.statistics.drop_moments();
    best.statistics.drop_moments();
    accelerator.forget();
  }
};

// Whether a run that rests has not come to its end.
bool goes_on(const EmRun& run, const EmOptions& options);

// A pass with the plan of the given parameters; the status says if they have none.
Evaluation evaluate(const Pass& pass, const MixtureEstimator& estimator,
                    const Parameters& parameters, Status& status);

EmRun start_run(const Pass& pass, const MixtureEstimator& estimator, Parameters start);

// What is left to gain after two steps with the given gains, if later gains fall at the
// same rate (Aitken; McLachlan and Peel 2000, section 2.11). Unknown while gains grow. A fall
// to less than a tenth says little of the rate: from a start far off the first step gains
// nearly all, and the next ones gain slowly.
double left_after(double gain_before, double gain, double objective, double total_weight);

// Puts the run where a pass has been.
void move_to(Parameters&& parameters, Evaluation&& there, const EmOptions& options,
             EmRun& run);

// Iterates from where the run stands until it converges, fails, or has made
// `until` iterations in all. A ridge makes small falls of the objective
// possible: the best pass before a fall is remembered, unless exactly max_iter
// plain iterations were asked for (tol = 0).
void iterate(const Pass& pass, const MixtureEstimator& estimator, const EmOptions& options,
             Index until, EmRun& run);

// Ends a run: its parameters are never worse than the best that it has seen.
void restore_best(EmRun& run);

}  // namespace gaussmix

#endif
