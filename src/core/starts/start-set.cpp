#include "start-set.h"

#include "../ground/watch.h"
#include "pooled-variances.h"

namespace gaussmix {

Start draw_start(const StartSample& sample, StartKind kind, Index n_components,
                 std::uint64_t seed, std::size_t number, bool again, Index kmeans_max_iter,
                 const Execution& execution) {
  if (kind == StartKind::ward) {
    if (!again && sample.has_parts(n_components)) {
      return make_ward_start(sample.rows(), sample.metrics(), sample.tree(), n_components,
                             execution);
    }
    kind = StartKind::kmeans;
  }
  return make_start(kind, sample.rows(), sample.metrics(), n_components, seed,
                    StartSample::sample_stream + 1 + number, kmeans_max_iter, execution);
}

StartSet make_starts(const StartRecipe& recipe, const StartSample& sample,
                     Index kmeans_max_iter, const Execution& execution) {
  const Watch watch(execution.check_interrupt);
  StartSet set;
  set.seed = recipe.seed;
  std::vector<Vector> within;
  for (std::size_t s = 0; s < recipe.kinds.size(); ++s) {
    set.starts.push_back(draw_start(sample, recipe.kinds[s], recipe.n_components,
                                    recipe.seed, s, false, kmeans_max_iter, execution));
    within.push_back(set.starts.back().within);
  }
  set.reference = reference_variances(within, sample.total_variances());
  return set;
}

}  // namespace gaussmix
