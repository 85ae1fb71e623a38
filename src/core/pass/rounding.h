#ifndef GAUSSMIX_CORE_PASS_ROUNDING_H
#define GAUSSMIX_CORE_PASS_ROUNDING_H

#include "../ground/execution.h"
#include "../ground/types.h"
#include "../rows/rows.h"

namespace gaussmix {

// delta^2 / 12 for the smallest gap delta between different values: the variance of what
// rounding to multiples of delta takes away. Gaps below 1e-9 of the range are rounding
// errors themselves. Sorts the values.
double rounding_variance(Array& values);

// That of each column, in the rows that have weight.
Vector rounding_variances(const Rows& rows, const Execution& execution);

}  // namespace gaussmix

#endif
