#ifndef GAUSSMIX_CORE_SEARCH_RIVALS_H
#define GAUSSMIX_CORE_SEARCH_RIVALS_H

#include <cstddef>
#include <vector>

#include "../estimators/estimator.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../pass/pass.h"
#include "../rows/sample.h"
#include "search.h"

namespace gaussmix {

// How the log densities of two optima differ over the rows of a sample.
struct PairedDifference {
  double mean;
  double mean_square;
  double standard_error;  // of the mean, as an estimate of that of all rows
};

// Weights sum to one. The rows of the sample are the given share of all: of what they are
// themselves there is no doubt.
PairedDifference paired_difference(const Array& a, const Array& b, const Array& weights,
                                   double share);

struct RivalOptions {
  double share = 1.0;  // of all rows that are in the sample
  // Optima of which the log densities differ by no more, in mean square, are one.
  double apart = 0.0;
  std::size_t most = 10;
};

// Optima of a sample of which any may be the best of all rows: different ones that lie no
// farther below the best than chance would have it, by the mean of the paired differences
// of their log densities against its standard error (Vuong 1989, doi 10.2307/1912557,
// section 5).
class Rivals {
 public:
  // The pass is over the sample. It and the estimator must live as long.
  Rivals(const Pass& pass, const Sample& sample, const MixtureEstimator& estimator,
         const RivalOptions& options);

  // The best first. `ends` are sound.
  std::vector<RunEnd> among(std::vector<RunEnd> ends);

 private:
  Array log_density(const Parameters& parameters) const;
  PairedDifference difference(const Array& a, const Array& b) const;
  bool may_be_best(const Array& own) const;
  bool differs(const Array& own) const;

  const Pass& sample_;
  Array weights_;
  const MixtureEstimator& estimator_;
  RivalOptions options_;
  std::vector<Array> log_densities_;  // of the rivals so far
};

}  // namespace gaussmix

#endif
