#ifndef GAUSSMIX_CORE_LOOP_FIT_H
#define GAUSSMIX_CORE_LOOP_FIT_H

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "../covariance/structure.h"
#include "../estimators/ml.h"
#include "../estimators/start.h"
#include "../estimators/swap.h"
#include "../ground/types.h"
#include "../nouns/observations.h"
#include "em.h"
#include "search.h"

namespace gaussmix {

struct FitOptions {
  EmOptions em;
  SearchOptions search;
  double reg_covar = 1e-9;
  // Absolute: reg_covar itself; else a multiple of each column's variance.
  bool absolute_ridge = false;
  Index kmeans_max_iter = 100;
  Index swaps = 4;  // per component, from the best run
  std::vector<bool> constant_columns;  // d
};

struct Fit {
  EmRun<MaximumLikelihood> run;
  Vector ridge;  // d: what was added to each variance
  std::vector<Restart> restarts;
  Index chosen = 0;
  Index swaps = 0;          // that were tried from the best run
  Index gainful_swaps = 0;  // that led higher
};

inline Vector ridge_of(const FitOptions& options, const Vector& reference) {
  return options.absolute_ridge ? Vector::Constant(reference.size(), options.reg_covar)
                                : Vector(options.reg_covar * reference);
}

// Means become those that doubles in the coordinates of the data can hold, and the
// statistics theirs, so that densities that are computed later are those of the fit.
inline void settle_in_data(const Observations& observations,
                           const MaximumLikelihood& estimator,
                           const FitOptions& options, Fit& fit) {
  EmRun<MaximumLikelihood>& run = fit.run;
  if (!run.status.ok()) return;
  Parameters rounded = run.parameters;
  rounded.means.colwise() += observations.origin;
  rounded.means.colwise() -= observations.origin;
  if (rounded.means == run.parameters.means) return;
  Status status;
  Statistics statistics = evaluate(observations, estimator, options.em, rounded, status);
  if (!status.ok()) return;
  // The likelihood of the parameters stands in the trace, last unless it fell then.
  const auto place = std::find(run.trace.rbegin(), run.trace.rend(), run.log_likelihood());
  if (place == run.trace.rend()) return;
  *place = statistics.log_likelihood;
  fit.restarts[static_cast<std::size_t>(fit.chosen)].log_likelihood =
      statistics.log_likelihood;
  run.parameters = std::move(rounded);
  run.statistics = std::move(statistics);
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

// Fits from starts that are searched for on a sample of the rows.
inline Fit fit_from_starts(const Observations& observations,
                           const CovarianceStructure& structure,
                           const std::vector<StartKind>& kinds,
                           Index n_components, std::uint64_t seed,
                           const FitOptions& options) {
  constexpr std::uint64_t sample_stream = 0;
  constexpr std::uint64_t move_stream = std::uint64_t{1} << 32;
  const int n_threads = options.em.n_threads;
  Random random(seed, sample_stream);
  const Sample sample = draw_sample(
      observations, sample_rows(observations.n_columns, n_components), random);
  const Observations view = sample.view();
  const SampleMetrics metrics = metrics_of(view, n_threads);
  std::vector<Start> starts;
  std::vector<Vector> within;
  for (std::size_t s = 0; s < kinds.size(); ++s) {
    starts.push_back(make_start(kinds[s], view, metrics, n_components, seed,
                                sample_stream + 1 + s, options.kmeans_max_iter,
                                n_threads, options.em.check_interrupt));
    within.push_back(starts.back().within);
  }

  // A column may vary in rows outside of the sample alone.
  Vector total = metrics.variances;
  if (!(total.array() > 0.0).all()) total = total_variances(observations, n_threads);
  Fit fit;
  fit.ridge = ridge_of(options, reference_variances(within, total));
  const MaximumLikelihood estimator(structure, fit.ridge, options.constant_columns);
  const auto first_parameters = [&](Index s) {
    const Start& start = starts[static_cast<std::size_t>(s)];
    const Statistics statistics =
        settled_statistics(observations, *start.responder(), estimator.request(),
                           start.plan.centres, n_threads);
    return estimator.update(
        statistics, plain_parameters(structure, start.plan.centres,
                                     start.within + fit.ridge));
  };
  RandomSwap swap(view, Random(seed, move_stream));
  SearchOptions search = options.search;
  // Of one component there is nothing to swap; of many there are too many pairs.
  constexpr Index most_components = 40;
  const bool can_swap = n_components > 1 && n_components <= most_components;
  search.moves = can_swap ? options.swaps * n_components : 0;
  auto found = Search<MaximumLikelihood>(observations, estimator, options.em, search)
                   .from(static_cast<Index>(starts.size()), first_parameters, std::ref(swap));
  fit.run = std::move(found.run);
  fit.restarts = std::move(found.restarts);
  fit.chosen = found.chosen;
  fit.swaps = found.moves;
  fit.gainful_swaps = found.gains;
  settle_in_data(observations, estimator, options, fit);
  return fit;
}

inline Fit run_given(const Observations& observations,
                     const MaximumLikelihood& estimator, Parameters first,
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
inline Fit fit_from_responsibilities(const Observations& observations,
                                     const CovarianceStructure& structure,
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
  const MaximumLikelihood estimator(structure, ridge, options.constant_columns);
  const Statistics statistics = settled_statistics(
      observations, responder, estimator.request(), means, n_threads);
  Parameters first = estimator.update(
      statistics, plain_parameters(structure, means, within + ridge));
  Fit fit = run_given(observations, estimator, std::move(first), false, options);
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
inline Fit fit_from_parameters(const Observations& observations,
                               const CovarianceStructure& structure, Parameters first,
                               const FitOptions& options) {
  const bool is_relative = !options.absolute_ridge && options.reg_covar > 0.0;
  const Vector within =
      is_relative ? variances_within(observations, first, options.em.n_threads)
                  : Vector(Vector::Zero(observations.n_columns));
  const Vector ridge = ridge_within(observations, within, options);
  const MaximumLikelihood estimator(structure, ridge, options.constant_columns);
  Fit fit = run_given(observations, estimator, std::move(first), true, options);
  fit.ridge = ridge;
  return fit;
}

}  // namespace gaussmix

#endif
