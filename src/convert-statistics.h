#ifndef GAUSSMIX_CONVERT_STATISTICS_H
#define GAUSSMIX_CONVERT_STATISTICS_H

// Statistics on their way to R and back.

#include "convert.h"
#include "core/ground/types.h"
#include "core/nouns/statistics.h"

namespace gaussmix {

// Statistics travel as list(origins, counts, sums, scatters, log_likelihood, entropy,
// total_weight), matrices d x K and scatters d x d x K, d x d, d x K or d x 1. Their origins
// are in the coordinates of the data.
Statistics as_statistics(const Rcpp::List& given, ScatterRequest request,
                         const Vector& origin);

Rcpp::List as_list(const Statistics& statistics, const Vector& origin);

}  // namespace gaussmix

#endif
