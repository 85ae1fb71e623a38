#ifndef GAUSSMIX_CORE_STARTS_START_RECIPE_H
#define GAUSSMIX_CORE_STARTS_START_RECIPE_H

#include <algorithm>
#include <cstdint>
#include <vector>

#include "../ground/types.h"
#include "start.h"

namespace gaussmix {

// How the starts of one number of components are made: a start of each kind.
struct StartRecipe {
  Index n_components = 1;
  std::uint64_t seed = 0;
  std::vector<StartKind> kinds;

  bool needs_tree() const {
    return std::find(kinds.begin(), kinds.end(), StartKind::ward) != kinds.end();
  }
};

}  // namespace gaussmix

#endif
