#ifndef GAUSSMIX_CORE_SEARCH_SAMPLED_SEARCH_H
#define GAUSSMIX_CORE_SEARCH_SAMPLED_SEARCH_H

#include <cstdint>
#include <optional>

#include "../covariance/family.h"
#include "../em/em.h"
#include "../estimators/estimator.h"
#include "../ground/types.h"
#include "../pass/pass.h"
#include "../rows/sample.h"
#include "search.h"

namespace gaussmix {

// How many rows of the sample tell something, for each parameter of the mixture.
double rows_per_parameter(const Pass& pass, const Sample& sample, const Family& family,
                          Index n_components);

// Whether to search on the sample of the starts rather than on all rows. Of twice its
// rows a pass takes twice as long: fewer are not worth another way. With few rows for a
// parameter the optima of the sample are others than those of all rows.
bool sample_will_do(const Sample& sample, double rows_per_parameter, const EmOptions& em);

struct SearchSample {
  const Sample& rows;
  double share;  // of all rows that are in the sample
  // By how much the log-likelihood per observation of the sample is higher at its maximum
  // than at the true parameters.
  double noise;
  std::uint64_t seed = 0;  // of larger samples
};

// Searches on a sample, where a pass costs little, and takes what was found there to all
// rows: these decide between optima that the sample cannot tell apart, and have the last
// word in any case. Starts begin on the sample. Nothing where all is collapsed there; what
// was taken to all rows may be, too.
std::optional<SearchResult> search_on_sample(const Pass& pass, const SearchSample& sample,
                                             const MixtureEstimator& estimator,
                                             const EmOptions& em,
                                             const SearchOptions& options, Index n_starts,
                                             const FirstParameters& first,
                                             const Move& move);

}  // namespace gaussmix

#endif
