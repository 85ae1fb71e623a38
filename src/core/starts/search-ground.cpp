#include "search-ground.h"

#include "../ground/random.h"
#include "../ground/watch.h"
#include "pooled-variances.h"

namespace gaussmix {

namespace {

Sample sample_of(const Pass& pass, Index n_components, std::uint64_t seed) {
  Random random(seed, SearchGround::sample_stream);
  return pass.sample(sample_rows(pass.n_columns(), n_components), random);
}

}  // namespace

SearchGround::SearchGround(const Pass& pass, Index n_components, std::uint64_t seed,
                           bool with_tree)
    : sample_(sample_of(pass, n_components, seed)) {
  const Watch watch(pass.execution().check_interrupt);
  // Distances decide nothing between parts of which there is but one.
  metrics_ = metrics_of(sample_, pass.execution(), n_components > 1);
  // A column may vary in rows outside of the sample alone.
  total_ = (metrics_.variances.array() > 0.0).all() ? metrics_.variances
                                                    : total_variances(pass);
  if (with_tree) {
    tree_ = tree_of(sample_, metrics_.half_whitened, Random(seed, tree_stream),
                    pass.execution());
  }
}

}  // namespace gaussmix
