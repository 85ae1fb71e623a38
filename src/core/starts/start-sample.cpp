#include "start-sample.h"

#include "../ground/random.h"
#include "../ground/watch.h"
#include "pooled-variances.h"

namespace gaussmix {

namespace {

Sample sample_for(const Pass& pass, const StartRecipe& recipe) {
  Random random(recipe.seed, StartSample::sample_stream);
  return pass.sample(sample_rows(pass.n_columns(), recipe.n_components), random);
}

}  // namespace

StartSample::StartSample(const Pass& pass, const StartRecipe& recipe)
    : rows_(sample_for(pass, recipe)) {
  const Watch watch(pass.execution().check_interrupt);
  // Distances decide nothing between parts of which there is but one.
  metrics_ = metrics_of(rows_, pass.execution(), recipe.n_components > 1);
  // A column may vary in rows outside of the sample alone.
  total_variances_ = (metrics_.variances.array() > 0.0).all()
                         ? metrics_.variances
                         : gaussmix::total_variances(pass);
  if (recipe.needs_tree()) {
    tree_ = tree_of(rows_, metrics_.half_whitened, Random(recipe.seed, tree_stream),
                    pass.execution());
  }
}

}  // namespace gaussmix
