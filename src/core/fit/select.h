#ifndef GAUSSMIX_CORE_FIT_SELECT_H
#define GAUSSMIX_CORE_FIT_SELECT_H

#include <atomic>
#include <functional>
#include <vector>

#include "../estimators/method.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../pass/pass.h"
#include "../starts/start-recipe.h"
#include "../starts/start-sample.h"
#include "../starts/start-set.h"
#include "fit-options.h"
#include "fit.h"

namespace gaussmix {

// What became of one combination.
struct Combination {
  bool finished = false;  // not: interrupted
  bool out_of_memory = false;
  Fit fit;
  double seconds = 0.0;
};

// Fits of each model with starts by each recipe, of which the numbers of components must ascend. Starts do
// not depend on the model and are searched for once. A fit is also tried from the one
// with fewer components, some of which are divided.
class Selection {
 public:
  // The pass and the options must live as long.
  Selection(const Pass& pass, std::vector<Model> models, std::vector<StartRecipe> recipes,
            const FitOptions& options);

  // tick() is called by the calling thread again and again; it may throw to end the
  // selection, which then holds what has been finished.
  void run(bool may_be_parallel, const std::function<void()>& tick);

  // How many fits are, while others are not.
  int finished() const { return finished_.load(std::memory_order_relaxed); }

  // By models, then by numbers of components.
  std::vector<Combination>& combinations() { return combinations_; }

 private:
  Index n_recipes() const { return static_cast<Index>(recipes_.size()); }
  Index n_models() const { return static_cast<Index>(models_.size()); }

  bool small() const;
  void prepare(Index c, const Pass& pass);
  void fit_model(Index s, const Pass& pass, const std::function<void()>& tick);
  void fit_one(Index s, Index c, const Fit* smaller, const Pass& pass,
               Combination& combination);
  std::vector<Parameters> grown(const Fit* smaller, const StartRecipe& recipe) const;

  const Pass& pass_;
  std::vector<Model> models_;
  std::vector<StartRecipe> recipes_;
  const FitOptions& options_;
  StartSample sample_;
  std::vector<StartSet> starts_;
  std::vector<Combination> combinations_;
  std::atomic<int> finished_{0};
};

}  // namespace gaussmix

#endif
