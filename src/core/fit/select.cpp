#include "select.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#include "../ground/parallel.h"
#include "../starts/grow.h"

namespace gaussmix {

namespace {

bool is_candidate(const Combination& combination) {
  if (combination.out_of_memory) return false;
  const Fit& fit = combination.fit;
  return fit.restarts[static_cast<std::size_t>(fit.chosen)].is_candidate();
}

}  // namespace

Selection::Selection(const Pass& pass, std::vector<Model> models,
                     std::vector<StartRecipe> recipes, const FitOptions& options)
    : pass_(pass),
      models_(std::move(models)),
      recipes_(std::move(recipes)),
      options_(options),
      sample_(pass, recipes_.back()),
      starts_(recipes_.size()),
      combinations_(models_.size() * recipes_.size()) {}

void Selection::run(bool may_be_parallel, const std::function<void()>& tick) {
  if (!(may_be_parallel && small())) {
    for (Index c = 0; c < n_recipes(); ++c) prepare(c, pass_);
    for (Index s = 0; s < n_models(); ++s) fit_model(s, pass_, tick);
    return;
  }
  // Passes over so few data take one thread: fits are what runs side by side.
  Cancellation cancellation;
  const std::unique_ptr<Pass> alone = pass_.by_one_thread([&]() { cancellation.check(); });
  parallel_for_watched(
      n_recipes(), pass_.n_threads(), cancellation, [&](Index c) { prepare(c, *alone); },
      tick);
  parallel_for_watched(
      n_models(), pass_.n_threads(), cancellation,
      [&](Index s) { fit_model(s, *alone, []() {}); }, tick);
}

bool Selection::small() const {
  return pass_.n_threads() > 1 && !pass_.worth_threads(recipes_.back().n_components);
}

void Selection::prepare(Index c, const Pass& pass) {
  const std::size_t at = static_cast<std::size_t>(c);
  starts_[at] =
      make_starts(recipes_[at], sample_, options_.kmeans_max_iter, pass.execution());
}

void Selection::fit_model(Index s, const Pass& pass, const std::function<void()>& tick) {
  const Fit* smaller = nullptr;
  for (Index c = 0; c < n_recipes(); ++c) {
    Combination& combination =
        combinations_[static_cast<std::size_t>(s * n_recipes() + c)];
    fit_one(s, c, smaller, pass, combination);
    if (is_candidate(combination)) smaller = &combination.fit;
    tick();
  }
}

void Selection::fit_one(Index s, Index c, const Fit* smaller, const Pass& pass,
                        Combination& combination) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  const auto at = static_cast<std::size_t>(c);
  try {
    combination.fit = fit_from_start_set(
        pass, models_[static_cast<std::size_t>(s)], sample_, starts_[at],
        grown(smaller, recipes_[at]), recipes_[at].seed, options_);
    // Many fits wait here until the last of them is made.
    combination.fit.run.drop_memory();
  } catch (const std::bad_alloc&) {
    combination.out_of_memory = true;
  }
  combination.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  combination.finished = true;
  finished_.fetch_add(1, std::memory_order_relaxed);
}

std::vector<Parameters> Selection::grown(const Fit* smaller,
                                         const StartRecipe& recipe) const {
  constexpr int ways = 3;
  constexpr std::uint64_t grow_stream = std::uint64_t{1} << 33;
  std::vector<Parameters> result;
  // Who asks for one start wants one run.
  if (!smaller || recipe.kinds.size() == 1) return result;
  Random random(recipe.seed, grow_stream);
  result.push_back(grow_widest(smaller->run.parameters, recipe.n_components, random));
  for (int i = 0; i < ways; ++i) {
    result.push_back(
        grow(smaller->run.parameters, recipe.n_components, sample_.rows(), random));
  }
  return result;
}

}  // namespace gaussmix
