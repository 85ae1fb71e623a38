#ifndef GAUSSMIX_CORE_PASS_SEEN_SUMS_H
#define GAUSSMIX_CORE_PASS_SEEN_SUMS_H

#include "../ground/types.h"
#include "../rows/block.h"
#include "../rows/rows.h"
#include "incomplete-pass.h"
#include "responses.h"

namespace gaussmix {

// Sums over the values that are seen, of each component and column: what holes are filled with
// says nothing of variances.
class SeenSums {
 public:
  // About the origins, a column for each component. Both must live as long.
  SeenSums(const Rows& rows, const Matrix& origins);

  double bytes() const;
  Columns columns() const { return Columns::apart; }
  SeenSums fresh() const { return SeenSums(rows_, origins_); }
  void merge(const SeenSums& other);

  // Rows with all their columns, filled.
  void receive(const Block& block, Responses& r);

  // Rows of a pattern in the columns that these see.
  void receive(const PatternResponder& of_pattern, const Block& block, Responses& r);

  // Pooled over the components, in which a column has their weight where it is seen.
  Vector variances() const;

 private:
  void add(Index column, double value, double weight, const BlockMatrix& z, Index row);

  const Rows& rows_;
  const Matrix& origins_;
  Matrix weights_;  // d x K
  Matrix sums_;
  Matrix squares_;
};

}  // namespace gaussmix

#endif
