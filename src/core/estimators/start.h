#ifndef GAUSSMIX_CORE_ESTIMATORS_START_H
#define GAUSSMIX_CORE_ESTIMATORS_START_H

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

#include "../ground/linalg.h"
#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/moments.h"
#include "../nouns/observations.h"
#include "../nouns/plan.h"
#include "../pass/pass.h"
#include "../pass/sample.h"
#include "../pass/seed.h"
#include "kmeans.h"

namespace gaussmix {

// The order is the order of the names in R.
enum class StartKind {
  kmeans,             // Lloyd on standardised columns
  kmeans_whitened,    // Lloyd on whitened data
  kmeans_plus_plus,   // seeding alone, on standardised columns
  random_rows,        // different rows as centres, on standardised columns
  random_responsibilities
};

// A start that was found on the sample: centres and a metric, or the seed of
// random responsibilities. Never anything n long.
struct Start {
  StartKind kind;
  std::uint64_t seed;
  Plan plan;
  Vector within;  // d: pooled variances within the parts of the start

  std::unique_ptr<Responder> responder() const {
    if (kind == StartKind::random_responsibilities) {
      return std::make_unique<RandomResponder>(seed, plan.n_components());
    }
    return std::make_unique<HardResponder>(plan);
  }
};

// Variances within components, pooled over them, divisor sum of weights.
inline Vector pooled_variances(const Statistics& statistics) {
  const Moments moments = moments_of(statistics);
  const Matrix& scatter = moments.scatters[0];
  return (statistics.request.scatter == Scatter::full ? Vector(scatter.diagonal())
                                                      : Vector(scatter.col(0))) /
         statistics.total_weight;
}

// Mean and total covariance of a sample, and the two metrics made of it.
struct SampleMetrics {
  Vector mean;
  Vector variances;
  Whitening standardised;
  Whitening whitened;  // the standardised one if the covariance is singular
};

inline SampleMetrics metrics_of(const Observations& sample, int n_threads) {
  const Plan one{Vector::Zero(1), Matrix::Zero(sample.n_columns, 1),
                 {Shape::spherical, true, {Matrix::Ones(1, 1)}}};
  const Moments moments = moments_of(
      settled_statistics(sample, HardResponder(one), {Scatter::full, false},
                         one.centres, n_threads));
  const Matrix covariance = moments.scatters[0] / moments.counts[0];
  SampleMetrics metrics;
  metrics.mean = moments.means.col(0);
  // A column that is constant in the sample has no say in distances, and the
  // rounding of its mean is no variance.
  const Array rounding = (8.0 * std::numeric_limits<double>::epsilon() *
                          metrics.mean.array().abs())
                             .square();
  metrics.variances = (covariance.diagonal().array() > rounding)
                          .select(covariance.diagonal().array(), 0.0);
  const Matrix scales =
      (metrics.variances.array() > 0.0)
          .select(metrics.variances.array().sqrt().inverse(), 0.0);
  metrics.standardised = {Shape::diagonal, true, {scales}};
  metrics.whitened = metrics.standardised;
  Matrix lower;
  if ((metrics.variances.array() > 0.0).all() && cholesky(covariance, lower)) {
    metrics.whitened = {Shape::full, true, {inverse_of_lower(lower)}};
  }
  return metrics;
}

// Makes one start of a kind. Each has a random stream of its own, so that it does
// not depend on how many others there are.
inline Start make_start(StartKind kind, const Observations& sample,
                        const SampleMetrics& metrics, Index n_components,
                        std::uint64_t seed, std::uint64_t stream,
                        Index kmeans_max_iter, int n_threads,
                        const std::function<void()>& check_interrupt = []() {}) {
  Random random(seed, stream);
  Start start{kind, random.bits(), {}, metrics.variances};
  Plan& plan = start.plan;
  plan.log_constants = Vector::Zero(n_components);
  plan.whitening = kind == StartKind::kmeans_whitened ? metrics.whitened
                                                      : metrics.standardised;
  switch (kind) {
    case StartKind::random_responsibilities:
      plan.centres = metrics.mean.replicate(1, n_components);
      return start;
    case StartKind::random_rows:
      plan.centres = seed_by_rows(sample, n_components, random);
      break;
    default:
      plan.centres = seed_by_distance(sample, plan.whitening, n_components, random,
                                      check_interrupt);
  }
  if (kind == StartKind::kmeans || kind == StartKind::kmeans_whitened) {
    lloyd(sample, kmeans_max_iter, n_threads, plan, check_interrupt);
  }
  start.within = pooled_variances(
      settled_statistics(sample, HardResponder(plan), {Scatter::diagonal, true},
                         plan.centres, n_threads));
  return start;
}

// The variances that a relative ridge refers to: those within the parts of the
// tightest start (the one with the least product of variances), so that clusters
// far from each other do not count. A column without any variance within the
// parts contributes its total variance instead.
inline Vector reference_variances(const std::vector<Vector>& within,
                                  const Vector& total) {
  // Below this share of the total variance, a variance is rounding.
  const double eps = std::numeric_limits<double>::epsilon();
  const Array floor = 64.0 * eps * eps * total.array();
  std::size_t tightest = 0;
  double least = INFINITY;
  for (std::size_t s = 0; s < within.size(); ++s) {
    double size = 0.0;
    for (Index j = 0; j < total.size(); ++j) {
      if (total[j] > 0.0) size += std::log(std::max(within[s][j], floor[j]) / total[j]);
    }
    if (size < least) {
      least = size;
      tightest = s;
    }
  }
  const Array chosen = within[tightest].array();
  return (chosen > floor).select(chosen, total.array());
}

}  // namespace gaussmix

#endif
