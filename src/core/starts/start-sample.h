#ifndef GAUSSMIX_CORE_STARTS_START_SAMPLE_H
#define GAUSSMIX_CORE_STARTS_START_SAMPLE_H

#include <cstdint>
#include <optional>

#include "../ground/types.h"
#include "../pass/pass.h"
#include "../rows/sample.h"
#include "sample-metrics.h"
#include "sample-tree.h"
#include "start-recipe.h"

namespace gaussmix {

// The sample of the rows on which starts are found, and what is known of it. For one component
// nothing is searched: what a ridge refers to is all that is taken from here.
class StartSample {
 public:
  // For starts by this recipe, and by others of no more components and no other need.
  StartSample(const Pass& pass, const StartRecipe& recipe);

  // Streams of a seed: the sample has the first and the tree one far off; start number i has
  // the one after sample_stream + i.
  static constexpr std::uint64_t sample_stream = 0;
  static constexpr std::uint64_t tree_stream = std::uint64_t{1} << 34;

  const Sample& rows() const { return rows_; }
  const SampleMetrics& metrics() const { return metrics_; }
  // Of all rows, where a column does not vary in the sample.
  const Vector& total_variances() const { return total_variances_; }
  // Whether there is a tree that can be cut into so many parts.
  bool has_parts(Index n_components) const {
    return tree_ && tree_->tree.n_different() >= n_components;
  }
  const SampleTree& tree() const { return *tree_; }

 private:
  Sample rows_;
  SampleMetrics metrics_;
  Vector total_variances_;
  std::optional<SampleTree> tree_;
};

}  // namespace gaussmix

#endif
