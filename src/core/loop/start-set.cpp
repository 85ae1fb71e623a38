#include "start-set.h"

#include <algorithm>

#include "../ground/random.h"
#include "../ground/watch.h"
#include "../nouns/plan.h"
#include "../pass/pass.h"
#include "../pass/respond.h"

namespace gaussmix {

Vector total_variances(const Observations& observations, int n_threads) {
  const Plan one = plan_of_one(observations.n_columns);
  return pooled_variances(settled_statistics(observations, HardResponder(one),
                                             {Scatter::diagonal, true}, one.centres,
                                             n_threads));
}

SearchGround::SearchGround(const Observations& observations, Index n_components,
                           std::uint64_t seed, const EmOptions& em, bool with_tree) {
  const Watch watch(em.check_interrupt);
  Random random(seed, sample_stream);
  sample_ =
      draw_sample(observations, sample_rows(observations.n_columns, n_components), random);
  // Distances decide nothing between parts of which there is but one.
  metrics_ = metrics_of(view(), em.n_threads, n_components > 1);
  // A column may vary in rows outside of the sample alone.
  total_ = (metrics_.variances.array() > 0.0).all()
               ? metrics_.variances
               : total_variances(observations, em.n_threads);
  if (with_tree) {
    tree_ = tree_of(view(), metrics_.half_whitened, Random(seed, tree_stream),
                    em.check_interrupt);
  }
}

bool need_tree(const std::vector<StartKind>& kinds) {
  return std::find(kinds.begin(), kinds.end(), StartKind::ward) != kinds.end();
}

Start make_start_on(const SearchGround& ground, StartKind kind, Index n_components,
                    std::uint64_t seed, std::size_t number, bool again,
                    const FitOptions& options) {
  if (kind == StartKind::ward) {
    if (!again && ground.has_parts(n_components)) {
      return make_ward_start(ground.view(), ground.metrics(), ground.tree(), n_components,
                             options.em.n_threads);
    }
    kind = StartKind::kmeans;
  }
  return make_start(kind, ground.view(), ground.metrics(), n_components, seed,
                    SearchGround::sample_stream + 1 + number, options.kmeans_max_iter,
                    options.em.n_threads, options.em.check_interrupt);
}

StartSet make_starts(const std::vector<StartKind>& kinds, const SearchGround& ground,
                     Index n_components, std::uint64_t seed, const FitOptions& options) {
  const Watch watch(options.em.check_interrupt);
  StartSet set;
  set.seed = seed;
  std::vector<Vector> within;
  for (std::size_t s = 0; s < kinds.size(); ++s) {
    set.starts.push_back(
        make_start_on(ground, kinds[s], n_components, seed, s, false, options));
    within.push_back(set.starts.back().within);
  }
  set.reference = reference_variances(within, ground.total());
  return set;
}

}  // namespace gaussmix
