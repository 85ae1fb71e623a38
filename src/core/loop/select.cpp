#include "select.h"

#include <chrono>
#include <cstddef>
#include <new>
#include <utility>

#include "../estimators/grow.h"
#include "../ground/parallel.h"
#include "../pass/pass.h"

namespace gaussmix {

namespace {

bool is_candidate(const Combination& combination) {
  if (combination.out_of_memory) return false;
  const Fit& fit = combination.fit;
  return fit.restarts[static_cast<std::size_t>(fit.chosen)].is_candidate();
}

}  // namespace

Selection::Selection(const Observations& observations, std::vector<Model> models,
                     std::vector<Candidate> candidates, const FitOptions& options)
    : observations_(observations),
      models_(std::move(models)),
      candidates_(std::move(candidates)),
      options_(options),
      ground_(observations, candidates_.back().n_components, candidates_.back().seed,
              options.em, need_tree(candidates_.back().kinds)),
      starts_(candidates_.size()),
      combinations_(models_.size() * candidates_.size()) {}

void Selection::run(bool may_be_parallel, const std::function<void()>& watch) {
  if (!(may_be_parallel && small())) {
    for (Index c = 0; c < n_candidates(); ++c) prepare(c, options_);
    for (Index s = 0; s < n_models(); ++s) fit_model(s, options_, watch);
    return;
  }
  // Passes over so few data take one thread: fits are what runs side by side.
  Cancellation cancellation;
  FitOptions options = options_;
  options.em.n_threads = 1;
  options.em.check_interrupt = [&]() { cancellation.check(); };
  parallel_for_watched(
      n_candidates(), options_.em.n_threads, cancellation,
      [&](Index c) { prepare(c, options); }, watch);
  parallel_for_watched(
      n_models(), options_.em.n_threads, cancellation,
      [&](Index s) { fit_model(s, options, []() {}); }, watch);
}

bool Selection::small() const {
  return options_.em.n_threads > 1 &&
         !worth_threads(observations_, candidates_.back().n_components);
}

void Selection::prepare(Index c, const FitOptions& options) {
  const Candidate& candidate = candidates_[static_cast<std::size_t>(c)];
  starts_[static_cast<std::size_t>(c)] = make_starts(
      candidate.kinds, ground_, candidate.n_components, candidate.seed, options);
}

void Selection::fit_model(Index s, const FitOptions& options,
                          const std::function<void()>& watch) {
  const Fit* smaller = nullptr;
  for (Index c = 0; c < n_candidates(); ++c) {
    Combination& combination =
        combinations_[static_cast<std::size_t>(s * n_candidates() + c)];
    fit_one(s, c, smaller, options, combination);
    if (is_candidate(combination)) smaller = &combination.fit;
    watch();
  }
}

void Selection::fit_one(Index s, Index c, const Fit* smaller, const FitOptions& options,
                        Combination& combination) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  const auto at = static_cast<std::size_t>(c);
  try {
    combination.fit = fit_from_start_set(
        observations_, models_[static_cast<std::size_t>(s)], ground_, starts_[at],
        grown(smaller, candidates_[at]), candidates_[at].seed, options);
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
  const Observations view = ground_.view();
  result.push_back(grow_widest(smaller->run.parameters, candidate.n_components, random));
  for (int i = 0; i < ways; ++i) {
    result.push_back(grow(smaller->run.parameters, candidate.n_components, view, random));
  }
  return result;
}

}  // namespace gaussmix
