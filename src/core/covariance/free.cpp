#include "free.h"

#include <cstddef>
#include <utility>

#include "../nouns/shape.h"

namespace gaussmix {

Solution FreeFamily::solve(Moments&& moments, const Vector& divisors, const Matrix& ridge,
                           const Covariances& previous) const {
  Covariances result{shape, shared, std::move(moments.scatters)};
  for (std::size_t s = 0; s < result.values.size(); ++s) {
    const Index k = static_cast<Index>(s);
    const double divisor = shared ? divisors.sum() : divisors[k];
    Matrix& value = result.values[s];
    if (divisor == 0.0) {
      value = previous.values[s];
      continue;
    }
    take_shape(shape, value);
    value /= divisor;
    if (ridge.size() > 0) add_variances(shape, ridge.col(ridge.cols() > 1 ? k : 0), value);
  }
  return {std::move(result)};
}

}  // namespace gaussmix
