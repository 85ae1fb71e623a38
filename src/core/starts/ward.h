#ifndef GAUSSMIX_CORE_STARTS_WARD_H
#define GAUSSMIX_CORE_STARTS_WARD_H

#include <vector>

#include "../ground/execution.h"
#include "../ground/types.h"

namespace gaussmix {

// Ward's hierarchical clustering (1963, doi 10.1080/01621459.1963.10500845): the two
// clusters become one whose union adds least to the sum of squares within clusters. Found by
// chains of nearest neighbours (Murtagh 1983, doi 10.1093/comjnl/26.4.354, section 3), in
// time that grows with the square of the number of points and memory that grows with it.
class WardTree {
 public:
  // Points are columns, of positive weight.
  WardTree(const Matrix& points, const Vector& weights, const Execution& execution = {});

  Index n_points() const { return n_points_; }

  // Into so many parts it can be cut without parting points that are the same.
  Index n_different() const;

  // The part of each point, 0, ..., n_parts - 1 in the order of their first points. There are
  // at least so many points.
  std::vector<int> cut(Index n_parts) const;

 private:
  struct Union {
    Index a;
    Index b;
    double cost;
  };

  // What the union of two clusters adds, halved.
  double cost(Index a, Index b) const;

  // Goes on from each cluster to its nearest until two are nearest to each other, which are
  // united. Of equally near ones the one before comes first, so that this ends.
  void extend(std::vector<Index>& active, std::vector<Index>& chain);

  void unite(Index a, Index b, double least, std::vector<Index>& active);

  Index n_points_;
  Matrix centres_;  // of the clusters that there are so far, each at one of its points
  Vector weights_;
  std::vector<Union> unions_;  // the cheapest first
};

}  // namespace gaussmix

#endif
