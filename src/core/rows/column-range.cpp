#include "column-range.h"

namespace gaussmix {

double exact_origin(const ColumnRange& range) {
  const double low = range.smallest;
  const double high = range.largest;
  if (low > 0.0 ? high <= 2.0 * low : (high < 0.0 && low >= 2.0 * high)) {
    return low + (high - low) / 2.0;
  }
  return 0.0;
}

}  // namespace gaussmix
