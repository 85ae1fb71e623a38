#ifndef GAUSSMIX_CORE_ROWS_COLUMN_RANGE_H
#define GAUSSMIX_CORE_ROWS_COLUMN_RANGE_H

namespace gaussmix {

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
