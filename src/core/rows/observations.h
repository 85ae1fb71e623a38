#ifndef GAUSSMIX_CORE_ROWS_OBSERVATIONS_H
#define GAUSSMIX_CORE_ROWS_OBSERVATIONS_H

#include <memory>

#include "../ground/random.h"
#include "../ground/types.h"
#include "rows.h"
#include "sample.h"

namespace gaussmix {

// Rows in memory that belong to somebody else: n x d, column-major.
class Observations final : public Rows {
 public:
  // `weights` are null where every weight is one.
  Observations(const double* values, Index n_rows, Index n_columns, const double* weights,
               Vector origin);

  std::unique_ptr<RowReader> reader() const override;

  Sample sample(Index m, Random& random) const override;

 private:
  const double* values_;
  const double* weights_;
};

struct ColumnRange {
  double smallest;
  double largest;
  bool constant() const { return smallest == largest; }
};

// An origin for a column that costs no digits: where all values lie within a
// factor of two of each other, x - origin is exact (Sterbenz's lemma) for any
// origin between them; elsewhere the offset is no larger than the spread and
// zero serves.
double exact_origin(const ColumnRange& range);

}  // namespace gaussmix

#endif
