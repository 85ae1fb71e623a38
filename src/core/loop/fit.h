#ifndef GAUSSMIX_CORE_LOOP_FIT_H
#define GAUSSMIX_CORE_LOOP_FIT_H

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "../covariance/registry.h"
#include "../covariance/structure.h"
#include "../estimators/method.h"
#include "../estimators/start.h"
#include "../estimators/swap.h"
#include "../ground/types.h"
#include "../nouns/observations.h"
#include "em.h"
#include "sampled-search.h"
#include "search.h"

namespace gaussmix {

struct FitOptions {
  EmOptions em;
  SearchOptions search;
  double reg_covar = 1e-9;
  // Absolute: reg_covar itself; else a multiple of each column's variance.
  bool absolute_ridge = false;
  Index kmeans_max_iter = 100;
  // Per component, from the best runs: as many as take little time, within these bounds.
  Index least_swaps = 4;
  Index most_swaps = 100;
  std::vector<bool> constant_columns;  // d
};

struct Fit {
  EmRun<MixtureEstimator> run;
  Vector ridge;  // d: what was added to each variance
  std::vector<Restart> restarts;
  Index chosen = 0;
  Index swaps = 0;          // that were tried from the best run
  Index gainful_swaps = 0;  // that led higher, or out of a collapse
};

inline Vector ridge_of(const FitOptions& options, const Vector& reference) {
  return options.absolute_ridge ? Vector::Constant(reference.size(), options.reg_covar)
                                : Vector(options.reg_covar * reference);
}

// Means become those that doubles in the coordinates of the data can hold, and the
// statistics theirs, so that densities that are computed later are those of the fit.
inline void settle_in_data(const Observations& observations,
                           const MixtureEstimator& estimator,
                           const FitOptions& options, Fit& fit) {
  EmRun<MixtureEstimator>& run = fit.run;
  if (!run.status.ok()) return;
  Parameters rounded = run.parameters;
  rounded.means.colwise() += observations.origin;
  rounded.means.colwise() -= observations.origin;
  if (rounded.means == run.parameters.means) return;
  Status status;
  Evaluation there =
      evaluate(observations, run.total_weight, estimator, options.em, rounded, status);
  if (!status.ok()) return;
  // The objective of the parameters stands in the trace, last unless it fell then.
  const auto place = std::find(run.trace.rbegin(), run.trace.rend(), run.objective());
  if (place == run.trace.rend()) return;
  *place = there.objective;
  fit.restarts[static_cast<std::size_t>(fit.chosen)].objective = there.objective;
  run.parameters = std::move(rounded);
  run.here = std::move(there);
}

inline bool needs_order(const EmRun<MixtureEstimator>& run, const EmOptions& options) {
  const Vector& weights = run.parameters.weights;
  return run.status.ok() && run.iterations() < options.max_iter && options.tol > 0.0 &&
         !std::is_sorted(weights.data(), weights.data() + weights.size(), std::greater<double>());
}

// Sticks are broken one after the other: where weights fall from each component to the next
// the bound is highest.
inline void settle_order(const Observations& observations,
                         const MixtureEstimator& estimator, const EmOptions& options,
                         Fit& fit) {
  constexpr int most = 10;
  EmRun<MixtureEstimator>& run = fit.run;
  for (int i = 0; i < most && needs_order(run, options); ++i) {
    Parameters ordered =
        reordered(run.parameters, by_decreasing_weight(run.parameters.weights));
    Status status;
    Evaluation there =
        evaluate(observations, run.total_weight, estimator, options, ordered, status);
    if (!status.ok() || !(there.objective > run.objective())) return;
    move_to(std::move(ordered), std::move(there), options, run);
    run.converged = false;
    iterate(observations, estimator, options, options.max_iter, run);
    if (run.status.ok()) restore_best(run);
    Restart& chosen = fit.restarts[static_cast<std::size_t>(fit.chosen)];
    chosen = describe(chosen.start, estimator, run);
  }
}

// Parameters about the given centres with the given variances in every component:
// what an M-step falls back on for a component that holds nothing.
inline Parameters plain_parameters(const CovarianceStructure& structure,
                                   const Matrix& centres,
                                   const Vector& variances) {
  const Index n_components = centres.cols();
  const double share = 1.0 / static_cast<double>(n_components);
  Matrix value = variances;
  if (structure.shape == Shape::full) value = variances.asDiagonal();
  if (structure.shape == Shape::spherical) {
    value = Matrix::Constant(1, 1, variances.mean());
  }
  const std::size_t copies =
      structure.shared ? 1 : static_cast<std::size_t>(n_components);
  return {Vector::Constant(n_components, share),
          centres,
          {structure.shape, structure.shared, std::vector<Matrix>(copies, value)}};
}

// Total variances, for a column that has none within the parts of a start.
inline Vector total_variances(const Observations& observations, int n_threads) {
  const Plan one{Vector::Zero(1), Matrix::Zero(observations.n_columns, 1),
                 {Shape::spherical, true, {Matrix::Ones(1, 1)}}};
  return pooled_variances(settled_statistics(observations, HardResponder(one),
                                             {Scatter::diagonal, true},
                                             one.centres, n_threads));
}

// Where starts are searched for: on a sample of the rows.
class SearchGround {
 public:
  SearchGround(const Observations& observations, Index n_components, std::uint64_t seed,
               const EmOptions& em, bool with_tree) {
    Random random(seed, sample_stream);
    sample_ = draw_sample(observations, sample_rows(observations.n_columns, n_components),
                          random);
    metrics_ = metrics_of(view(), em.n_threads);
    // A column may vary in rows outside of the sample alone.
    total_ = (metrics_.variances.array() > 0.0).all()
                 ? metrics_.variances
                 : total_variances(observations, em.n_threads);
    if (with_tree) {
      tree_ = tree_of(view(), metrics_.half_whitened, Random(seed, tree_stream),
                      em.check_interrupt);
    }
  }

  static constexpr std::uint64_t sample_stream = 0;
  static constexpr std::uint64_t tree_stream = std::uint64_t{1} << 34;

  const Sample& sample() const { return sample_; }
  Observations view() const { return sample_.view(); }
  const SampleMetrics& metrics() const { return metrics_; }
  const Vector& total() const { return total_; }
  bool has_parts(Index n_components) const {
    return tree_ && tree_->tree.n_different() >= n_components;
  }
  const SampleTree& tree() const { return *tree_; }

 private:
  Sample sample_;
  SampleMetrics metrics_;
  Vector total_;
  std::optional<SampleTree> tree_;
};

// Starts of one number of components; they serve every structure.
struct StartSet {
  std::vector<Start> starts;
  std::uint64_t seed = 0;
  Vector reference;  // d: the variances that a relative ridge refers to

  Index n_components() const { return starts[0].plan.n_components(); }
};

inline bool need_tree(const std::vector<StartKind>& kinds) {
  return std::find(kinds.begin(), kinds.end(), StartKind::ward) != kinds.end();
}

// The tree makes one start alone: drawn again, or with fewer different rows than components,
// it is by k-means.
inline Start make_start_on(const SearchGround& ground, StartKind kind, Index n_components,
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

inline StartSet make_starts(const std::vector<StartKind>& kinds, const SearchGround& ground,
                            Index n_components, std::uint64_t seed,
                            const FitOptions& options) {
  StartSet set;
  set.seed = seed;
  std::vector<Vector> within;
  for (std::size_t s = 0; s < kinds.size(); ++s) {
    set.starts.push_back(make_start_on(ground, kinds[s], n_components, seed, s, false,
                                       options));
    within.push_back(set.starts.back().within);
  }
  set.reference = reference_variances(within, ground.total());
  return set;
}

// The parameters that EM on some rows begins with: an M-step from the parts of a start.
inline Parameters first_parameters(const Observations& rows,
                                   const CovarianceStructure& structure,
                                   const MixtureEstimator& estimator, const Start& start,
                                   const Vector& ridge, int n_threads) {
  const Statistics statistics = settled_statistics(
      rows, *start.responder(), estimator.request(), start.plan.centres, n_threads);
  return estimator.update(
      statistics, plain_parameters(structure, start.plan.centres, start.within + ridge));
}

// How many rows of the sample tell something, for each parameter of the mixture.
inline double rows_per_parameter(const Observations& observations, const Sample& sample,
                                 const CovarianceStructure& structure, Index n_components) {
  const double rows = static_cast<double>(sample.cells.rows()) * effective_share(observations);
  return rows / n_parameters(structure, static_cast<double>(observations.n_columns),
                             static_cast<double>(n_components));
}

// Whether to search on the sample of the starts rather than on all rows. Of twice its
// rows a pass takes twice as long: fewer are not worth another way. With few rows for a
// parameter the optima of the sample are others than those of all rows.
inline bool sample_will_do(const Sample& sample, double rows_per_parameter,
                           const EmOptions& em) {
  constexpr double enough = 10.0;
  return em.tol > 0.0 && em.max_iter > 0 && sample.drawn_from > 2 * sample.cells.rows() &&
         rows_per_parameter >= enough;
}

// How many swaps to try for each component. Of one component there is nothing to swap; of
// many there are too many pairs.
inline Index swaps_per_component(const Observations& rows,
                                 const CovarianceStructure& structure, Index n_components,
                                 const FitOptions& options) {
  constexpr Index most_components = 40;
  // In an iteration for each swap: about a tenth of a second of one processor, as most swaps
  // are given up after a few.
  constexpr double products = 2e8;
  // What the exponential of a density and all around it take.
  constexpr double around = 30.0;
  if (n_components == 1 || n_components > most_components) return 0;
  const double d = static_cast<double>(rows.n_columns);
  const double of_a_density =
      around + (structure.shape == Shape::full ? (d + 1.0) * (d + 2.0) / 2.0 : 2.0 * d + 1.0);
  const double k = static_cast<double>(n_components);
  const double affordable = products / (static_cast<double>(rows.n_rows) * of_a_density * k * k);
  return static_cast<Index>(std::clamp(affordable, static_cast<double>(options.least_swaps),
                                       static_cast<double>(options.most_swaps)));
}

inline Fit fit_of(SearchResult<MixtureEstimator>&& found, const Vector& ridge) {
  return {std::move(found.run), ridge,       std::move(found.restarts),
          found.chosen,         found.moves, found.gains};
}

// Fits from starts, and from parameters that are known from elsewhere.
inline Fit fit_from_start_set(const Observations& observations, const Model& model,
                              const SearchGround& ground, const StartSet& set,
                              const std::vector<Parameters>& known, std::uint64_t seed,
                              const FitOptions& options) {
  constexpr std::uint64_t move_stream = std::uint64_t{1} << 32;
  const Observations view = ground.view();
  const Vector ridge = ridge_of(options, set.reference);
  const auto made =
      make_estimator(model, set.n_components(), ridge, options.constant_columns);
  const MixtureEstimator& estimator = *made;
  const std::size_t n_own = set.starts.size();
  // In another order than this, sticks would be judged by it as much as by the components.
  const auto ordered = [&](Parameters p) {
    if (!model.method.is_ordered()) return p;
    return reordered(p, by_decreasing_weight(p.weights));
  };
  const auto begin_on = [&](const Observations& rows) {
    return [&](Index s, Index draw) -> std::optional<Parameters> {
      const auto at = static_cast<std::size_t>(s);
      const auto begin_at = [&](const Start& start) {
        return ordered(first_parameters(start.is_about_sample() ? view : rows,
                                        model.structure, estimator, start, ridge,
                                        options.em.n_threads));
      };
      if (draw == 0) return at < n_own ? begin_at(set.starts[at]) : ordered(known[at - n_own]);
      if (at >= n_own) return std::nullopt;
      const std::size_t number = at + n_own * static_cast<std::size_t>(draw);
      return begin_at(make_start_on(ground, set.starts[at].kind, set.n_components(), set.seed,
                                    number, true, options));
    };
  };
  const Index n_starts = static_cast<Index>(n_own + known.size());
  RandomSwap random_swap(view, Random(seed, move_stream), model.method.may_be_empty());
  const auto swap = [&](const Parameters& from) { return ordered(random_swap(from)); };
  const double each =
      rows_per_parameter(observations, ground.sample(), model.structure, set.n_components());
  const bool on_sample = sample_will_do(ground.sample(), each, options.em);
  const auto search_on = [&](const Observations& rows) {
    const Index swaps = swaps_per_component(rows, model.structure, set.n_components(), options);
    SearchOptions search = options.search;
    search.moves = swaps * set.n_components();
    // From fewer swaps a run does not get far.
    search.moved = std::clamp<Index>(swaps / 4, 1, 4);
    return search;
  };

  std::optional<SearchResult<MixtureEstimator>> result;
  if (on_sample) {
    const double share =
        static_cast<double>(view.n_rows) / static_cast<double>(ground.sample().drawn_from);
    // Half a chi-squared with as many degrees of freedom as there are parameters.
    const double noise = 0.5 / each;
    const SearchOptions search = search_on(view);
    result = SampledSearch<MixtureEstimator>(observations, view, share, noise, estimator,
                                              options.em, search)
                 .from(n_starts, begin_on(view), swap);
  }
  if (!result) {
    const SearchOptions search = search_on(observations);
    result = Search<MixtureEstimator>(observations, estimator, options.em, search)
                 .from(n_starts, begin_on(observations), swap);
  }
  Fit fit = fit_of(std::move(*result), ridge);
  if (model.method.is_ordered()) settle_order(observations, estimator, options.em, fit);
  settle_in_data(observations, estimator, options, fit);
  return fit;
}

inline Fit fit_from_starts(const Observations& observations, const Model& model,
                           const std::vector<StartKind>& kinds,
                           Index n_components, std::uint64_t seed,
                           const FitOptions& options) {
  const SearchGround ground(observations, n_components, seed, options.em, need_tree(kinds));
  const StartSet set = make_starts(kinds, ground, n_components, seed, options);
  return fit_from_start_set(observations, model, ground, set, {}, seed, options);
}

inline Fit run_given(const Observations& observations,
                     const MixtureEstimator& estimator, Parameters first,
                     bool exactly_given, const FitOptions& options) {
  Fit fit;
  fit.run = start_run(observations, estimator, options.em, std::move(first));
  iterate(observations, estimator, options.em, options.em.max_iter, fit.run);
  restore_best(fit.run);
  fit.restarts.push_back(describe(0, estimator, fit.run));
  // Without an iteration these are the means that were given.
  if (!(exactly_given && fit.run.iterations() == 0)) {
    settle_in_data(observations, estimator, options, fit);
  }
  options.search.report(fit.restarts.back());
  return fit;
}

// The ridge for a start that is given: relative to the variances within the parts
// that its responsibilities make.
inline Vector ridge_within(const Observations& observations,
                           const Vector& within, const FitOptions& options) {
  if (options.absolute_ridge || options.reg_covar == 0.0 ||
      (within.array() > 0.0).all()) {
    return ridge_of(options, within);
  }
  return ridge_of(options,
                  reference_variances({within}, total_variances(observations,
                                                                options.em.n_threads)));
}

// Fits from responsibilities: a partition or a matrix. Means come first and
// scatters about them second, because nothing is known of the centres yet.
inline Fit fit_from_responsibilities(const Observations& observations, const Model& model,
                                     const Responder& responder,
                                     const FitOptions& options) {
  const int n_threads = options.em.n_threads;
  const Matrix zero = Matrix::Zero(observations.n_columns, responder.n_components());
  const Matrix means =
      moments_of(sum_statistics(observations, responder, {Scatter::none, false},
                                zero, n_threads))
          .means;
  const Vector within = pooled_variances(sum_statistics(
      observations, responder, {Scatter::diagonal, true}, means, n_threads));
  const Vector ridge = ridge_within(observations, within, options);
  const auto estimator =
      make_estimator(model, means.cols(), ridge, options.constant_columns);
  const Statistics statistics = settled_statistics(
      observations, responder, estimator->request(), means, n_threads);
  Parameters first = estimator->update(
      statistics, plain_parameters(model.structure, means, within + ridge));
  Fit fit = run_given(observations, *estimator, std::move(first), false, options);
  fit.ridge = ridge;
  return fit;
}

// Pooled variances within the components of a mixture; zero if it has no densities.
inline Vector variances_within(const Observations& observations,
                               const Parameters& parameters, int n_threads) {
  Status status;
  const Plan plan = make_plan(parameters, status);
  if (!status.ok()) return Vector::Zero(observations.n_columns);
  return pooled_variances(settled_statistics(observations, SoftResponder(plan),
                                             {Scatter::diagonal, true}, plan.centres,
                                             n_threads));
}

// Fits from parameters, which are used as they are.
inline Fit fit_from_parameters(const Observations& observations, const Model& model,
                               Parameters first,
                               const FitOptions& options) {
  const bool is_relative = !options.absolute_ridge && options.reg_covar > 0.0;
  const Vector within =
      is_relative ? variances_within(observations, first, options.em.n_threads)
                  : Vector(Vector::Zero(observations.n_columns));
  const Vector ridge = ridge_within(observations, within, options);
  const auto estimator =
      make_estimator(model, first.n_components(), ridge, options.constant_columns);
  Fit fit = run_given(observations, *estimator, std::move(first), true, options);
  fit.ridge = ridge;
  return fit;
}

}  // namespace gaussmix

#endif
