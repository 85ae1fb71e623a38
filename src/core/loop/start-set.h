#ifndef GAUSSMIX_CORE_LOOP_START_SET_H
#define GAUSSMIX_CORE_LOOP_START_SET_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "../estimators/start.h"
#include "../ground/types.h"
#include "../pass/pass.h"
#include "../rows/sample.h"

namespace gaussmix {

// Total variances, for a column that has none within the parts of a start.
Vector total_variances(const Pass& pass);

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

// Starts of one number of components; they serve every structure.
struct StartSet {
  std::vector<Start> starts;
  std::uint64_t seed = 0;
  Vector reference;  // d: the variances that a relative ridge refers to

  Index n_components() const { return starts[0].plan.n_components(); }
};

bool need_tree(const std::vector<StartKind>& kinds);

// The tree makes one start alone: drawn again, or with fewer different rows than components,
// it is by k-means.
Start make_start_on(const SearchGround& ground, StartKind kind, Index n_components,
                    std::uint64_t seed, std::size_t number, bool again,
                    Index kmeans_max_iter, const Execution& execution);

StartSet make_starts(const std::vector<StartKind>& kinds, const SearchGround& ground,
                     Index n_components, std::uint64_t seed, Index kmeans_max_iter,
                     const Execution& execution);

}  // namespace gaussmix

#endif
