#ifndef GAUSSMIX_CORE_STARTS_START_SET_H
#define GAUSSMIX_CORE_STARTS_START_SET_H

#include <cstddef>
#include <cstdint>
#include <vector>

#include "../ground/execution.h"
#include "../ground/types.h"
#include "search-ground.h"
#include "start.h"

namespace gaussmix {

// Starts of one number of components; they serve every structure.
struct StartSet {
  std::vector<Start> starts;
  std::uint64_t seed = 0;
  Vector reference;  // d: the variances that a relative ridge refers to

  Index n_components() const { return starts[0].plan.n_components(); }
};

bool need_tree(const std::vector<StartKind>& kinds);

// The tree makes one start alone: drawn again, or with fewer different rows than components,
// it is by k-means.
Start make_start_on(const SearchGround& ground, StartKind kind, Index n_components,
                    std::uint64_t seed, std::size_t number, bool again,
                    Index kmeans_max_iter, const Execution& execution);

StartSet make_starts(const std::vector<StartKind>& kinds, const SearchGround& ground,
                     Index n_components, std::uint64_t seed, Index kmeans_max_iter,
                     const Execution& execution);

}  // namespace gaussmix

#endif
