#ifndef GAUSSMIX_CORE_STARTS_START_SET_H
#define GAUSSMIX_CORE_STARTS_START_SET_H

#include <cstddef>
#include <cstdint>
#include <vector>

#include "../ground/execution.h"
#include "../ground/types.h"
#include "start-recipe.h"
#include "start-sample.h"
#include "start.h"

namespace gaussmix {

// Starts of one number of components; they serve every family.
struct StartSet {
  std::vector<Start> starts;
  std::uint64_t seed = 0;
  Vector reference;  // d: the variances that a relative ridge refers to

  Index n_components() const { return starts[0].plan.n_components(); }
};

// The start of that number, drawn for the first time or again. The tree makes one start alone:
// drawn again, or with fewer different rows than components, it is by k-means.
Start draw_start(const StartSample& sample, StartKind kind, Index n_components,
                 std::uint64_t seed, std::size_t number, bool again, Index kmeans_max_iter,
                 const Execution& execution);

StartSet make_starts(const StartRecipe& recipe, const StartSample& sample,
                     Index kmeans_max_iter, const Execution& execution);

}  // namespace gaussmix

#endif
