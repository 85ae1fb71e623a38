#ifndef GAUSSMIX_CORE_NOUNS_MOMENTS_H
#define GAUSSMIX_CORE_NOUNS_MOMENTS_H

#include <vector>

#include "../ground/types.h"
#include "statistics.h"

namespace gaussmix {

// Statistics about the means: what the M-step of a covariance structure sees.
struct Moments {
  Vector counts;                 // K
  Matrix means;                  // d x K
  std::vector<Matrix> scatters;  // about the means: d x 1, or d x d symmetric;
                                 // one if the request was pooled
};

// Takes from a scatter about an origin what is due to the shift of a mean from there.
void take_shift(double count, const Vector& shift, Matrix& scatter);

// The lower triangle on both sides; a variance is not negative, whatever rounding says.
void settle_scatter(Matrix& scatter);

Moments moments_of(const Statistics& statistics);

// Variances within components, pooled over them, divisor sum of weights.
Vector pooled_variances(const Statistics& statistics);

// Whether a mean lies so far from the origin of its statistics, in its own
// standard deviations, that the scatter about the mean has lost digits. The
// cure is to sum once more about the new means. Asked after every pass, and answered
// without the moments: of these it needs the diagonals alone.
bool means_moved_far(const Statistics& statistics);

}  // namespace gaussmix

#endif
