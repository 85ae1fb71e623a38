#ifndef GAUSSMIX_CORE_STARTS_START_H
#define GAUSSMIX_CORE_STARTS_START_H

#include <cstdint>
#include <memory>
#include <vector>

#include "../ground/execution.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../pass/responder.h"
#include "../rows/sample.h"
#include "sample-metrics.h"
#include "sample-tree.h"

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

  // Of its parts. It may refer to the labels: the start must live as long.
  std::unique_ptr<Responder> responder() const;
};

// Makes one start of a kind. Each has a random stream of its own, so that it does
// not depend on how many others there are.
Start make_start(StartKind kind, const Sample& sample, const SampleMetrics& metrics,
                 Index n_components, std::uint64_t seed, std::uint64_t stream,
                 Index kmeans_max_iter, const Execution& execution);

// The tree, cut. If it holds all rows of the sample, its parts are those of the start; else
// their centres are.
Start make_ward_start(const Sample& sample, const SampleMetrics& metrics,
                      const SampleTree& tree, Index n_components,
                      const Execution& execution);

}  // namespace gaussmix

#endif
