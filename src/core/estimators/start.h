#ifndef GAUSSMIX_CORE_ESTIMATORS_START_H
#define GAUSSMIX_CORE_ESTIMATORS_START_H

#include <cstdint>
#include <memory>
#include <vector>

#include "../ground/execution.h"
#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "../pass/responder.h"
#include "../rows/sample.h"
#include "ward.h"

namespace gaussmix {

// Where the parts of a start come from.
enum class StartKind {
  kmeans,            // Lloyd on standardised columns
  kmeans_whitened,   // Lloyd on whitened data
  kmeans_plus_plus,  // seeding alone, on standardised columns
  random_rows,       // different rows as centres, on standardised columns
  random_responsibilities,
  ward  // parts of Ward's tree, half way between standardised and whitened
};

// A start that was found on the sample: centres and a metric, or the seed of
// random responsibilities. Never anything n long.
struct Start {
  StartKind kind;
  std::uint64_t seed;
  Plan plan;
  Vector within;  // d: pooled variances within the parts of the start
  std::vector<int> labels =
      {};  // of the sample's rows, where parts are not those of centres

  bool is_about_sample() const { return !labels.empty(); }

  std::unique_ptr<Responder> responder() const;
};

// Variances within components, pooled over them, divisor sum of weights.
Vector pooled_variances(const Statistics& statistics);

// Mean and variances of a sample, and the metrics in which its rows have distances.
struct SampleMetrics {
  Vector mean;
  Vector variances;
  Whitening standardised;
  // The standardised one if the covariance is singular.
  Whitening whitened;
  Whitening half_whitened;  // that one, too, of many columns
};

// A covariance of no more rows than columns is singular, whatever they are: all metrics are
// the standardised one, and nothing of the size of a covariance is made.
SampleMetrics metrics_of(const Sample& sample, const Execution& execution,
                         bool whiten = true);

// Makes one start of a kind. Each has a random stream of its own, so that it does
// not depend on how many others there are.
Start make_start(StartKind kind, const Sample& sample, const SampleMetrics& metrics,
                 Index n_components, std::uint64_t seed, std::uint64_t stream,
                 Index kmeans_max_iter, const Execution& execution);

// The tree of a sample, of some of its rows where it has many.
struct SampleTree {
  Sample rows;
  WardTree tree;
};

SampleTree tree_of(const Sample& sample, const Whitening& metric, Random random,
                   const Execution& execution);

// The tree, cut. If it holds all rows of the sample, its parts are those of the start; else
// their centres are.
Start make_ward_start(const Sample& sample, const SampleMetrics& metrics,
                      const SampleTree& tree, Index n_components,
                      const Execution& execution);

// The variances that a relative ridge refers to: those within the parts of the
// tightest start (the one with the least product of variances), so that clusters
// far from each other do not count. A column without any variance within the
// parts contributes its total variance instead.
Vector reference_variances(const std::vector<Vector>& within, const Vector& total);

}  // namespace gaussmix

#endif
