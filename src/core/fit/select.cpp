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
                     std::vector<Candidate> candidates, const FitOptions& options)
    : pass_(pass),
      models_(std::move(models)),
      candidates_(std::move(candidates)),
      options_(options),
      ground_(pass, candidates_.back().n_components, candidates_.back().seed,
              need_tree(candidates_.back().kinds)),
      starts_(candidates_.size()),
      combinations_(models_.size() * candidates_.size()) {}

void Selection::run(bool may_be_parallel, const std::function<void()>& watch) {
  if (!(may_be_parallel && small())) {
    for (Index c = 0; c < n_candidates(); ++c) prepare(c, pass_);
    for (Index s = 0; s < n_models(); ++s) fit_model(s, pass_, watch);
    return;
  }
  // Passes over so few data take one thread: fits are what runs side by side.
  Cancellation cancellation;
  const std::unique_ptr<Pass> alone = pass_.by_one_thread([&]() { cancellation.check(); });
  parallel_for_watched(
      n_candidates(), pass_.n_threads(), cancellation,
      [&](Index c) { prepare(c, *alone); }, watch);
  parallel_for_watched(
      n_models(), pass_.n_threads(), cancellation,
      [&](Index s) { fit_model(s, *alone, []() {}); }, watch);
}

bool Selection::small() const {
  return pass_.n_threads() > 1 && !pass_.worth_threads(candidates_.back().n_components);
}

void Selection::prepare(Index c, const Pass& pass) {
  const Candidate& candidate = candidates_[static_cast<std::size_t>(c)];
  starts_[static_cast<std::size_t>(c)] =
      make_starts(candidate.kinds, ground_, candidate.n_components, candidate.seed,
                  options_.kmeans_max_iter, pass.execution());
}

void Selection::fit_model(Index s, const Pass& pass, const std::function<void()>& watch) {
  const Fit* smaller = nullptr;
  for (Index c = 0; c < n_candidates(); ++c) {
    Combination& combination =
        combinations_[static_cast<std::size_t>(s * n_candidates() + c)];
    fit_one(s, c, smaller, pass, combination);
    if (is_candidate(combination)) smaller = &combination.fit;
    watch();
  }
}

void Selection::fit_one(Index s, Index c, const Fit* smaller, const Pass& pass,
                        Combination& combination) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  const auto at = static_cast<std::size_t>(c);
  try {
    combination.fit = fit_from_start_set(
        pass, models_[static_cast<std::size_t>(s)], ground_, starts_[at],
        grown(smaller, candidates_[at]), candidates_[at].seed, options_);
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
                                         const Candidate& candidate) const {
  constexpr int ways = 3;
  constexpr std::uint64_t grow_stream = std::uint64_t{1} << 33;
  std::vector<Parameters> result;
  // Who asks for one start wants one run.
  if (!smaller || candidate.kinds.size() == 1) return result;
  Random random(candidate.seed, grow_stream);
  result.push_back(grow_widest(smaller->run.parameters, candidate.n_components, random));
  for (int i = 0; i < ways; ++i) {
    result.push_back(
        grow(smaller->run.parameters, candidate.n_components, ground_.sample(), random));
  }
  return result;
}

}  // namespace gaussmix
