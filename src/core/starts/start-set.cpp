#include "start-set.h"

#include <algorithm>

#include "../ground/watch.h"
#include "pooled-variances.h"

namespace gaussmix {

bool need_tree(const std::vector<StartKind>& kinds) {
  return std::find(kinds.begin(), kinds.end(), StartKind::ward) != kinds.end();
}

Start make_start_on(const SearchGround& ground, StartKind kind, Index n_components,
                    std::uint64_t seed, std::size_t number, bool again,
                    Index kmeans_max_iter, const Execution& execution) {
  if (kind == StartKind::ward) {
    if (!again && ground.has_parts(n_components)) {
      return make_ward_start(ground.sample(), ground.metrics(), ground.tree(),
                             n_components, execution);
    }
    kind = StartKind::kmeans;
  }
  return make_start(kind, ground.sample(), ground.metrics(), n_components, seed,
                    SearchGround::sample_stream + 1 + number, kmeans_max_iter, execution);
}

StartSet make_starts(const std::vector<StartKind>& kinds, const SearchGround& ground,
                     Index n_components, std::uint64_t seed, Index kmeans_max_iter,
                     const Execution& execution) {
  const Watch watch(execution.check_interrupt);
  StartSet set;
  set.seed = seed;
  std::vector<Vector> within;
  for (std::size_t s = 0; s < kinds.size(); ++s) {
    set.starts.push_back(make_start_on(ground, kinds[s], n_components, seed, s, false,
                                       kmeans_max_iter, execution));
    within.push_back(set.starts.back().within);
  }
  set.reference = reference_variances(within, ground.total());
  return set;
}

}  // namespace gaussmix
