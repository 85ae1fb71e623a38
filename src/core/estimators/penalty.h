#ifndef GAUSSMIX_CORE_ESTIMATORS_PENALTY_H
#define GAUSSMIX_CORE_ESTIMATORS_PENALTY_H

#include <vector>

#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../nouns/statistics.h"
#include "spread.h"

namespace gaussmix {

// Where rows are identical or lie in a plane the likelihood of a component has no maximum. It
// has one with a weak penalty (Chen and Tan 2009, doi 10.1016/j.jmva.2008.12.005)
//   (a / 2) [tr(S C^-1) - log|S C^-1| - d],
// of which the weight a is that of 1 / sqrt(n) rows and S the covariance of the data: that is at
//   C' = (W + N D + a S) / (N + a)
// for a component of the weight N and the scatter W, where D are the variances that the
// rounding of the data hides.

// What stands over the divisor N + a, from a scatter of the shape of a covariance.
Matrix pulled_scatter(const Spread& spread, double count, const Matrix& scatter);

// All C', or the members of a family of tied covariances that maximise the same.
Covariances penalised_covariances(const Spread& spread, const Vector& counts,
                                  std::vector<Matrix> scatters,
                                  const Covariances& previous);

// The log-likelihood of a mixture, its covariances replaced by these: a bound from below of the
// penalised log-likelihood there, which is finite however narrow components are. The
// statistics are those of the mixture, with scatters. Not of a flat spread, nor of shared covariances.
double penalised_log_likelihood(const Spread& spread, const Parameters& parameters,
                                const Statistics& statistics);

}  // namespace gaussmix

#endif
