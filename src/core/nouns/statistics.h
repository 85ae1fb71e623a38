#ifndef GAUSSMIX_CORE_NOUNS_STATISTICS_H
#define GAUSSMIX_CORE_NOUNS_STATISTICS_H

#include <vector>

#include "../ground/types.h"

namespace gaussmix {

// In EM a component that holds no more than this share of the weight is empty: its mean and
// covariance are not determined by the data.
constexpr double empty_share = 1e-12;

// So of EM, whatever the statistics say: see Statistics::is_empty() for where responsibilities
// are given.
inline bool is_empty(double count, double total_weight) {
  return !(count > empty_share * total_weight);
}

// How much of the second moments an estimator wants.
enum class Scatter { none, diagonal, full };

// What a covariance of the shape is made of.
inline Scatter scatter_of(Shape shape) {
  return shape == Shape::full ? Scatter::full : Scatter::diagonal;
}

struct ScatterRequest {
  Scatter scatter = Scatter::full;
  bool pooled = false;  // one scatter summed over the components

  bool operator==(const ScatterRequest& other) const {
    return scatter == other.scatter && pooled == other.pooled;
  }
};

// Sufficient statistics of a mixture, about a declared origin per component.
// Statistics of the same request about the same origins add.
struct Statistics {
  ScatterRequest request;
  Matrix origins;                // d x K
  Vector counts;                 // K: sums of weighted responsibilities
  Vector pair_counts;            // K: of rows with holes, see seen_count()
  Matrix sums;                   // d x K: of x - origin
  std::vector<Matrix> scatters;  // of (x - origin)(x - origin)': d x 1, or d x d
                                 // of which the lower triangle is meant
  double log_likelihood = 0.0;
  double entropy = 0.0;        // - sum w z log z
  double log_certainty = 0.0;  // sum w log max_k z
  double total_weight = 0.0;
  // Zero where responsibilities are given: they are taken at their word.
  double least_share = empty_share;

  Statistics() = default;
  Statistics(ScatterRequest request_, const Matrix& origins_);

  Index n_components() const { return counts.size(); }
  Index dimension() const { return origins.rows(); }

  bool is_empty(Index component) const {
    return !(counts[component] > least_share * total_weight);
  }

  // What is behind a covariance: the count, but where rows have holes only what sees both of some
  // two columns, of those two for which that is least.
  double seen_count(Index component) const {
    return pair_counts.size() > 0 ? pair_counts[component] : counts[component];
  }

  // The sum of (x - origin)^2 in one column.
  double square_of(Index column, Index component) const {
    const Matrix& scatter =
        scatters[request.pooled ? 0 : static_cast<std::size_t>(component)];
    return request.scatter == Scatter::full ? scatter(column, column) : scatter(column);
  }

  // What remains are the sums of responsibilities and of logarithms.
  void drop_moments();

  // Refuses, with std::invalid_argument, what is of another request, of other numbers of
  // components or columns, or about other origins.
  Statistics& operator+=(const Statistics& other);
};

}  // namespace gaussmix

#endif
