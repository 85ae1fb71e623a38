#include "pooled-variances.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "../nouns/moments.h"

namespace gaussmix {

Vector total_variances(const Pass& pass) {
  return pooled_variances(total_statistics(pass, {Scatter::diagonal, true}));
}

Vector reference_variances(const std::vector<Vector>& within, const Vector& total) {
  // Below this share of the total variance, a variance is rounding.
  const double eps = std::numeric_limits<double>::epsilon();
  const Array floor = 64.0 * eps * eps * total.array();
  std::size_t tightest = 0;
  double least = INFINITY;
  for (std::size_t s = 0; s < within.size(); ++s) {
    double size = 0.0;
    for (Index j = 0; j < total.size(); ++j) {
      if (total[j] > 0.0) size += std::log(std::max(within[s][j], floor[j]) / total[j]);
    }
    if (size < least) {
      least = size;
      tightest = s;
    }
  }
  const Array chosen = within[tightest].array();
  return (chosen > floor).select(chosen, total.array());
}

}  // namespace gaussmix
