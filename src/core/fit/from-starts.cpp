#include "from-starts.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "../ground/random.h"
#include "../ground/watch.h"
#include "../nouns/shape.h"
#include "../pass/local-pass.h"
#include "../search/first-parameters.h"
#include "../search/judge.h"
#include "../search/saddle.h"
#include "../search/sampled-search.h"
#include "../search/search.h"
#include "../starts/swap.h"
#include "ridge-of-fit.h"
#include "run-given.h"
#include "settle.h"

namespace gaussmix {

namespace {

// How many swaps in a row may be in vain for each component. Of one component there is nothing to swap; of
// many there are too many pairs.
Index swaps_per_component(const Pass& pass, const Family& family, Index n_components,
                          const FitOptions& options) {
  constexpr Index most_components = 40;
  // In an iteration for each swap: about a tenth of a second of one processor, as most swaps
  // are given up after a few.
  constexpr double products = 1.8e8;
  // What the exponential of a density and all around it take.
  constexpr double around = 30.0;
  if (n_components == 1 || n_components > most_components) return 0;
  const double d = static_cast<double>(pass.n_columns());
  const double of_a_density = around + 1.0 + d + std::max(n_numbers(family.shape, d), d);
  const double k = static_cast<double>(n_components);
  const double affordable =
      products / (static_cast<double>(pass.count().all) * of_a_density * k * k);
  return static_cast<Index>(std::clamp(affordable,
                                       static_cast<double>(options.least_swaps),
                                       static_cast<double>(options.most_swaps)));
}

Fit fit_of(SearchResult&& found, const Vector& ridge) {
  Fit fit;
  fit.run = std::move(found.run);
  fit.ridge = ridge;
  fit.restarts = std::move(found.restarts);
  fit.chosen = found.chosen;
  fit.swaps = found.moves;
  fit.gainful_swaps = found.gains;
  return fit;
}

// Whether a search would be one run on all rows: that of one component.
bool is_one_run(const Pass& pass, const Model& model, const SearchGround& ground,
                const StartSet& set, const FitOptions& options) {
  if (set.n_components() > 1 || set.starts.size() > 1 || set.starts[0].is_about_sample())
    return false;
  const double each = rows_per_parameter(pass, ground.sample(), model.family, 1);
  return !sample_will_do(ground.sample(), each, options.em);
}

}  // namespace

Fit fit_from_start_set(const Pass& pass, const Model& model, const SearchGround& ground,
                       const StartSet& set, const std::vector<Parameters>& known,
                       std::uint64_t seed, const FitOptions& options) {
  const Watch watch(pass.execution().check_interrupt);
  constexpr std::uint64_t move_stream = std::uint64_t{1} << 32;
  const LocalPass on_ground(ground.sample(), pass.execution());
  const Ridge ridge = ridge_of(options, set.reference);
  const auto made = make_estimator(model, set.n_components(), ridge);
  const MixtureEstimator& estimator = *made;
  const std::size_t n_own = set.starts.size();
  // In another order than this, sticks would be judged by it as much as by the components.
  const auto ordered = [&](Parameters p) {
    if (!model.method.is_ordered()) return p;
    return reordered(p, by_decreasing_weight(p.weights));
  };
  const auto begin_on = [&](const Pass& rows) {
    return [&](Index s, Index draw) -> std::optional<Parameters> {
      const auto at = static_cast<std::size_t>(s);
      const auto begin_at = [&](const Start& start) {
        return ordered(first_parameters(start.is_about_sample() ? on_ground : rows,
                                        model.family, estimator, start, ridge.variances));
      };
      if (draw == 0)
        return at < n_own ? begin_at(set.starts[at]) : ordered(known[at - n_own]);
      if (at >= n_own) return std::nullopt;
      const std::size_t number = at + n_own * static_cast<std::size_t>(draw);
      return begin_at(make_start_on(ground, set.starts[at].kind, set.n_components(),
                                    set.seed, number, true, options.kmeans_max_iter,
                                    pass.execution()));
    };
  };
  const Index n_starts = static_cast<Index>(n_own + known.size());
  RandomSwap random_swap(ground.sample(), Random(seed, move_stream),
                         model.method.may_be_empty());
  const auto swap = [&](const Parameters& from) { return ordered(random_swap(from)); };
  const double each =
      rows_per_parameter(pass, ground.sample(), model.family, set.n_components());
  const bool on_sample = sample_will_do(ground.sample(), each, options.em);
  const auto options_on = [&](const Pass& rows) {
    const Index swaps =
        swaps_per_component(rows, model.family, set.n_components(), options);
    SearchOptions of_search = options.search;
    of_search.moves = swaps * set.n_components();
    // What is best of a sample need not be of all rows. From few swaps a run does not get far.
    if (on_sample) of_search.moved = std::clamp<Index>(swaps / 4, 1, 4);
    return of_search;
  };

  std::optional<SearchResult> result;
  if (on_sample) {
    const double share = static_cast<double>(ground.sample().n_rows()) /
                         static_cast<double>(ground.sample().drawn_from());
    // Half a chi-squared with as many degrees of freedom as there are parameters.
    const double noise = 0.5 / each;
    result = search_on_sample(pass, {ground.sample(), share, noise}, estimator, options.em,
                              options_on(on_ground), n_starts, begin_on(on_ground), swap);
  }
  if (!result) {
    result = search(pass, estimator, options.em, options_on(pass), n_starts,
                    begin_on(pass), swap);
  }
  Fit fit = fit_of(std::move(*result), ridge.variances);
  if (model.method.is_ordered()) settle_order(pass, estimator, options.em, fit);
  const Judge judge(pass, estimator, options.em);
  if (fit.run.converged && !model.method.may_be_empty()) {
    Restart& chosen = fit.restarts[static_cast<std::size_t>(fit.chosen)];
    if (leave_saddle(pass, judge, fit.run)) {
      chosen = judge.verdict(chosen.start, fit.run, -INFINITY);
    }
    judge.doubt(fit.run, chosen);
  }
  describe_degenerate(pass, model, estimator, judge, fit);
  settle_in_data(pass, estimator, fit);
  return fit;
}

Fit fit_from_starts(const Pass& pass, const Model& model,
                    const std::vector<StartKind>& kinds, Index n_components,
                    std::uint64_t seed, const FitOptions& options) {
  const Watch watch(pass.execution().check_interrupt);
  std::optional<SearchGround> ground(std::in_place, pass, n_components, seed,
                                     need_tree(kinds));
  std::optional<StartSet> set(make_starts(kinds, *ground, n_components, seed,
                                          options.kmeans_max_iter, pass.execution()));
  if (!is_one_run(pass, model, *ground, *set, options)) {
    return fit_from_start_set(pass, model, *ground, *set, {}, seed, options);
  }
  const Ridge ridge = ridge_of(options, set->reference);
  const auto estimator = make_estimator(model, n_components, ridge);
  Parameters first =
      first_parameters(pass, model.family, *estimator, set->starts[0], ridge.variances);
  // They take more memory than all that follows.
  set.reset();
  ground.reset();
  Fit fit = run_given(pass, model, *estimator, std::move(first), false, options);
  fit.ridge = ridge.variances;
  return fit;
}

}  // namespace gaussmix
