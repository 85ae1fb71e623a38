#ifndef GAUSSMIX_CORE_SEARCH_RESTART_H
#define GAUSSMIX_CORE_SEARCH_RESTART_H

#include <vector>

#include "../ground/types.h"
#include "../nouns/status.h"

namespace gaussmix {

// Whether a start was run to its end, and if not, why.
enum class Screening { kept, not_among_best, repeats_another };

// What a run is worth as an answer.
enum class Verdict {
  candidate,    // nothing is suspicious, or all that is pays for itself
  untested,     // something is suspicious, but others score higher in any case
  unsupported,  // something suspicious does not pay
  excluded,     // a component is empty, or has hardly more rows than span a plane
  failed        // it could not go on
};

// What became of one start.
struct Restart {
  Index start = 0;
  Index n_components = 0;
  double objective = 0.0;
  // By which it is compared with others: the objective or, where a component is degenerate, the
  // penalised log-likelihood.
  double score = 0.0;
  Index iterations = 0;
  bool converged = false;
  Screening screening = Screening::kept;
  Status status;  // of a component in trouble, or why the run failed
  Verdict verdict = Verdict::candidate;
  double rows = 0.0;              // that the component in trouble has
  double gain = 0.0;              // of the penalised log-likelihood by what is suspicious
  double price = 0.0;             // and what it should have been
  std::vector<Index> degenerate;  // components
  Index sample_rows = 0;          // of a sample that all of this is about; 0: of all rows

  bool is_candidate() const { return verdict == Verdict::candidate; }
};

// Of runs at their ends: candidates come first, what the rule excludes after what it does not
// support, and failed ones last; then the score decides.
bool better(const Restart& a, const Restart& b);

// Of runs on their way, of which nobody knows yet how they end.
bool more_promising(const Restart& a, const Restart& b);

// Positions of restarts.
std::vector<Index> best_first(const std::vector<Restart>& restarts);
std::vector<Index> most_promising_first(const std::vector<Restart>& restarts);

}  // namespace gaussmix

#endif
