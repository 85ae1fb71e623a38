#ifndef GAUSSMIX_CORE_STARTS_SEARCH_GROUND_H
#define GAUSSMIX_CORE_STARTS_SEARCH_GROUND_H

#include <cstdint>
#include <optional>

#include "../ground/types.h"
#include "../pass/pass.h"
#include "../rows/sample.h"
#include "sample-metrics.h"
#include "sample-tree.h"

namespace gaussmix {

// Where starts are searched for: on a sample of the rows. For one component nothing is searched:
// what a ridge refers to is all that is taken from there.
class SearchGround {
 public:
  SearchGround(const Pass& pass, Index n_components, std::uint64_t seed, bool with_tree);

  static constexpr std::uint64_t sample_stream = 0;
  static constexpr std::uint64_t tree_stream = std::uint64_t{1} << 34;

  const Sample& sample() const { return sample_; }
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

}  // namespace gaussmix

#endif
