#include "fit.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>

#include "../estimators/swap.h"
#include "../ground/random.h"
#include "../ground/watch.h"
#include "../nouns/moments.h"
#include "../nouns/plan.h"
#include "../nouns/shape.h"
#include "../nouns/statistics.h"
#include "../nouns/status.h"
#include "../pass/local-pass.h"
#include "degenerate.h"
#include "first-parameters.h"
#include "judge.h"
#include "saddle.h"
#include "sampled-search.h"
#include "search.h"

namespace gaussmix {

namespace {

// A relative ridge as small as the default keeps numbers finite; a larger one, or an absolute
// one, is meant to hold components up.
Ridge ridge_of(const FitOptions& options, const Vector& reference) {
  constexpr double small = 1e-6;
  const bool own = options.absolute_ridge || options.reg_covar > small;
  return {options.absolute_ridge ? Vector::Constant(reference.size(), options.reg_covar)
                                 : Vector(options.reg_covar * reference),
          own, options.constant_columns};
}

// Means become those that doubles in the coordinates of the data can hold, and the
// statistics theirs, so that densities that are computed later are those of the fit.
void settle_in_data(const Pass& pass, const MixtureEstimator& estimator, Fit& fit) {
  EmRun& run = fit.run;
  if (!run.status.ok()) return;
  Parameters rounded = run.parameters;
  rounded.means.colwise() += pass.origin();
  rounded.means.colwise() -= pass.origin();
  if (rounded.means == run.parameters.means) return;
  Status status;
  Evaluation there = evaluate(pass, estimator, rounded, status);
  if (!status.ok()) return;
  Restart& restart = fit.restarts[static_cast<std::size_t>(fit.chosen)];
  // Of what a penalty holds up the trace has the penalised objectives.
  if (run.held.empty()) run.trace[run.here_at] = there.objective;
  if (restart.score == restart.objective) restart.score = there.objective;
  restart.objective = there.objective;
  run.parameters = std::move(rounded);
  run.here = std::move(there);
}

// What holds up what is degenerate. The run is known by its likelihood from here on.
void describe_degenerate(const Pass& pass, const Model& model,
                         const MixtureEstimator& estimator, const Judge& judge, Fit& fit) {
  EmRun& run = fit.run;
  if (!run.status.ok()) return;
  if (!run.held.empty()) run.here = judge.free_evaluation(run);
  HeldByPrior held = held_by_prior(pass, model, estimator, run);
  fit.penalised_by_prior = held.penalised_log_likelihood;
  fit.degenerate = std::move(held.components);
  if (!fit.degenerate.empty()) return;
  fit.degenerate = describe_components(
      pass, run, fit.restarts[static_cast<std::size_t>(fit.chosen)].degenerate);
}

bool needs_order(const EmRun& run, const EmOptions& options) {
  const Vector& weights = run.parameters.weights;
  return run.status.ok() && run.iterations() < options.max_iter && options.tol > 0.0 &&
         !std::is_sorted(weights.data(), weights.data() + weights.size(),
                         std::greater<double>());
}

// Sticks are broken one after the other: where weights fall from each component to the next
// the bound is highest.
void settle_order(const Pass& pass, const MixtureEstimator& estimator,
                  const EmOptions& options, Fit& fit) {
  constexpr int most = 10;
  EmRun& run = fit.run;
  for (int i = 0; i < most && needs_order(run, options); ++i) {
    Parameters ordered =
        reordered(run.parameters, by_decreasing_weight(run.parameters.weights));
    Status status;
    Evaluation there = evaluate(pass, estimator, ordered, status);
    if (!status.ok() || !(there.objective > run.objective())) return;
    move_to(std::move(ordered), std::move(there), options, run);
    run.converged = false;
    iterate(pass, estimator, options, options.max_iter, run);
    if (run.status.ok()) restore_best(run);
    Restart& chosen = fit.restarts[static_cast<std::size_t>(fit.chosen)];
    chosen = Judge(pass, estimator, options).verdict(chosen.start, run, -INFINITY);
  }
}

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

// Components that are the same as others in all but weight.
std::vector<Index> identical_components(const Parameters& p) {
  std::vector<Index> result;
  for (Index k = 0; k < p.n_components(); ++k) {
    for (Index other = 0; other < p.n_components(); ++other) {
      const bool same = other != k && p.means.col(k) == p.means.col(other) &&
                        p.covariances.of(k) == p.covariances.of(other);
      if (!same) continue;
      result.push_back(k);
      break;
    }
  }
  return result;
}

// Where the data are the same as the last time, so is the objective.
void resume(const Resumption& from, const FitOptions& options, EmRun& run) {
  constexpr double rounding = 1e-12;
  const EmOptions& em = options.em;
  if (from.reg_covar != options.reg_covar || from.absolute_ridge != options.absolute_ridge)
    return;
  const double size = std::abs(from.objective) + run.total_weight;
  if (!(std::abs(run.objective() - from.objective) <= rounding * size)) return;
  run.last_gain = from.last_gain;
  if (em.tol == 0.0 || em.max_iter == 0 || !(from.left <= em.tol * run.total_weight))
    return;
  run.left = from.left;
  run.converged = true;
}

Fit run_given(const Pass& pass, const Model& model, const MixtureEstimator& estimator,
              Parameters first, bool exactly_given, const FitOptions& options,
              const Resumption& resumed = {}) {
  constexpr Index first_look = 100;
  const Judge judge(pass, estimator, options.em);
  Fit fit;
  fit.identical = identical_components(first);
  std::vector<bool> held = resumed.held;
  if (!held.empty() && !judge.can_hold()) held.clear();
  fit.run = judge.start_as_given(std::move(first), std::move(held));
  resume(resumed, options, fit.run);
  judge.finish(fit.run, -INFINITY, first_look);
  judge.iterate(fit.run, options.em.max_iter);
  restore_best(fit.run);
  if (fit.run.converged && !model.method.may_be_empty()) {
    leave_saddle(pass, judge, fit.run);
  }
  fit.restarts.push_back(judge.verdict(0, fit.run, -INFINITY));
  if (!fit.restarts[0].is_candidate() && !fit.run.held.empty()) {
    judge.finish_plainly(fit.run);
    fit.restarts[0] = judge.verdict(0, fit.run, -INFINITY);
  }
  describe_degenerate(pass, model, estimator, judge, fit);
  // Without an iteration these are the means that were given.
  if (!(exactly_given && fit.run.iterations() == 0)) {
    settle_in_data(pass, estimator, fit);
  }
  options.search.report(fit.restarts.back());
  return fit;
}

// The ridge for a start that is given: relative to the variances within the parts
// that its responsibilities make.
Ridge ridge_within(const Pass& pass, const Vector& within, const FitOptions& options) {
  if (options.absolute_ridge || options.reg_covar == 0.0 || (within.array() > 0.0).all()) {
    return ridge_of(options, within);
  }
  return ridge_of(options, reference_variances({within}, total_variances(pass)));
}

// Pooled variances within the components of a mixture; zero if it has no densities.
Vector variances_within(const Pass& pass, const Parameters& parameters) {
  Status status;
  const Plan plan = make_plan(parameters, status);
  if (!status.ok()) return Vector::Zero(pass.n_columns());
  return pooled_variances(pass.e_step(plan, {Scatter::diagonal, true}));
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

Fit fit_from_responsibilities(const Pass& pass, const Model& model,
                              const Responder& responder, const FitOptions& options) {
  const Watch watch(pass.execution().check_interrupt);
  const Matrix zero = Matrix::Zero(pass.n_columns(), responder.n_components());
  const Matrix means = moments_of(pass.sum(responder, {Scatter::none, false}, zero)).means;
  const Vector within =
      pooled_variances(pass.sum(responder, {Scatter::diagonal, true}, means));
  const Ridge ridge = ridge_within(pass, within, options);
  const auto estimator = make_estimator(model, means.cols(), ridge);
  const Statistics statistics = pass.settled(responder, estimator->request(), means);
  Parameters first = estimator->update(
      statistics, plain_parameters(model.family, means, within + ridge.variances));
  Fit fit = run_given(pass, model, *estimator, std::move(first), false, options);
  fit.ridge = ridge.variances;
  return fit;
}

Fit fit_from_parameters(const Pass& pass, const Model& model, Parameters first,
                        const FitOptions& options, const Resumption& resumed) {
  const Watch watch(pass.execution().check_interrupt);
  const bool is_relative = !options.absolute_ridge && options.reg_covar > 0.0;
  const Vector within =
      is_relative ? variances_within(pass, first) : Vector(Vector::Zero(pass.n_columns()));
  const Ridge ridge = ridge_within(pass, within, options);
  const auto estimator = make_estimator(model, first.n_components(), ridge);
  Fit fit = run_given(pass, model, *estimator, std::move(first), true, options, resumed);
  fit.ridge = ridge.variances;
  return fit;
}

}  // namespace gaussmix
