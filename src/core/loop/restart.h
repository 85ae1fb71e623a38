#ifndef GAUSSMIX_CORE_LOOP_RESTART_H
#define GAUSSMIX_CORE_LOOP_RESTART_H

#include <vector>

#include "../estimators/estimator.h"
#include "../ground/types.h"
#include "../nouns/status.h"
#include "em.h"

namespace gaussmix {

// Whether a start was run to its end, and if not, why. The order is the order of
// the texts in R.
enum class Screening { kept, not_among_best, repeats_another };

// What became of one start.
struct Restart {
  Index start = 0;
  Index n_components = 0;
  double objective = 0.0;
  Index iterations = 0;
  bool converged = false;
  Screening screening = Screening::kept;
  Status status;          // collapse, or why the run failed
  Index sample_rows = 0;  // of a sample that all of this is about; 0: of all rows
};

// Of a run as it stands.
Restart describe(Index start, const MixtureEstimator& estimator, const EmRun& run);

// Sound fits come before collapsed ones, collapsed ones before failed ones; then
// the objective decides.
bool better(const Restart& a, const Restart& b);

// Positions of restarts.
std::vector<Index> best_first(const std::vector<Restart>& restarts);

bool contains_near(const std::vector<double>& values, double value, double tolerance);

}  // namespace gaussmix

#endif
