#ifndef GAUSSMIX_CORE_STARTS_DRAW_FILL_H
#define GAUSSMIX_CORE_STARTS_DRAW_FILL_H

#include <cstdint>

#include "../ground/execution.h"
#include "../rows/incomplete-rows.h"

namespace gaussmix {

// Fills holes by draws from what one Gaussian, by EM, expects of them where the row has others.
// For starts, which want whole rows: what is expected itself would lie on planes, and draw
// clusters there.
void fill_by_draws(IncompleteRows& rows, std::uint64_t seed, const Execution& execution);

}  // namespace gaussmix

#endif
