#ifndef GAUSSMIX_CORE_STARTS_POOLED_VARIANCES_H
#define GAUSSMIX_CORE_STARTS_POOLED_VARIANCES_H

#include <vector>

#include "../ground/types.h"
#include "../pass/pass.h"

namespace gaussmix {

// Total variances, for a column that has none within the parts of a start.
Vector total_variances(const Pass& pass);

// The variances that a relative ridge refers to: those within the parts of the
// tightest start (the one with the least product of variances), so that clusters
// far from each other do not count. A column without any variance within the
// parts contributes its total variance instead.
Vector reference_variances(const std::vector<Vector>& within, const Vector& total);

}  // namespace gaussmix

#endif
