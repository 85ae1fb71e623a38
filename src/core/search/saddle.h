#ifndef GAUSSMIX_CORE_SEARCH_SADDLE_H
#define GAUSSMIX_CORE_SEARCH_SADDLE_H

#include <optional>

#include "../em/em.h"
#include "../nouns/parameters.h"
#include "../pass/pass.h"
#include "../rows/row-count.h"
#include "../starts/swap.h"
#include "judge.h"

namespace gaussmix {

// Two components that are nearly one: as one they would lose next to nothing of the
// likelihood. Not if a component has no covariance.
std::optional<Pair> nearly_equal_pair(const Parameters& parameters, const RowCount& rows);

// EM cannot tell equal components apart, and stays where they are: it takes a saddle for a
// maximum. Where a run ended with two of them, they become one, and the other is set on
// rows drawn at random. The run goes on from where that leads highest, if it is higher.
// True if it did.
bool leave_saddle(const Pass& pass, const Judge& judge, EmRun& run);

}  // namespace gaussmix

#endif
