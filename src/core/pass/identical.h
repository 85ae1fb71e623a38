#ifndef GAUSSMIX_CORE_PASS_IDENTICAL_H
#define GAUSSMIX_CORE_PASS_IDENTICAL_H

#include <vector>

#include "../ground/types.h"
#include "../rows/rows.h"

namespace gaussmix {

// How many rows are the same as the one that lies next to each place (d x P), rounding errors
// apart. Distances are in units of the columns.
std::vector<Index> identical_rows(const Rows& rows, const Matrix& places,
                                  const Vector& units);

}  // namespace gaussmix

#endif
