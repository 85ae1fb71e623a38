#ifndef GAUSSMIX_CORE_NOUNS_OBSERVATIONS_H
#define GAUSSMIX_CORE_NOUNS_OBSERVATIONS_H

#include <cmath>

#include "../ground/types.h"

namespace gaussmix {

// A view of n x d column-major data that belong to somebody else, with the
// origin that is subtracted from every column on the way into the core: inside,
// coordinates are relative to it, so data far from zero lose no digits.
struct Observations {
  const double* values = nullptr;
  Index n_rows = 0;
  Index n_columns = 0;
  const double* weights = nullptr;  // nullptr: every weight is one
  Vector origin;                    // d

  double weight(Index row) const { return weights ? weights[row] : 1.0; }
  double total_weight() const {
    return weights ? Eigen::Map<const Vector>(weights, n_rows).sum()
                   : static_cast<double>(n_rows);
  }
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
inline double exact_origin(const ColumnRange& range) {
  const double low = range.smallest;
  const double high = range.largest;
  if (low > 0.0 ? high <= 2.0 * low : (high < 0.0 && low >= 2.0 * high)) {
    return low + (high - low) / 2.0;
  }
  return 0.0;
}

}  // namespace gaussmix

#endif
