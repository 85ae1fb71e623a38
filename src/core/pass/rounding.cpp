#include "rounding.h"

#include <algorithm>
#include <cmath>

#include "../ground/parallel.h"

namespace gaussmix {

namespace {

// The values of some columns in the rows that have weight.
Matrix seen_values(const Rows& rows, Index first_column, Index n_columns) {
  Matrix seen(static_cast<Index>(rows.count().positive), n_columns);
  Index n = 0;
  for_each_block(rows, Columns::apart, [&](const Block& block) {
    for (Index i = 0; i < block.count; ++i) {
      if (!(block.weights()[i] > 0.0)) continue;
      for (Index j = 0; j < n_columns; ++j) {
        seen(n, j) = block.column(first_column + j)[i];
      }
      ++n;
    }
  });
  return seen;
}

}  // namespace

double rounding_variance(Array& values) {
  constexpr double noise = 1e-9;
  std::sort(values.data(), values.data() + values.size());
  const Index n = values.size();
  if (n < 2) return 0.0;
  const double least = noise * (values[n - 1] - values[0]);
  double smallest = INFINITY;
  for (Index i = 1; i < n; ++i) {
    const double gap = values[i] - values[i - 1];
    if (gap > least) smallest = std::min(smallest, gap);
  }
  return std::isfinite(smallest) ? smallest * smallest / 12.0 : 0.0;
}

Vector rounding_variances(const Rows& rows, const Execution& execution) {
  // As many columns at once as take sixteen megabytes.
  constexpr double most_values = 1 << 21;
  const Index at_once = std::clamp<Index>(
      static_cast<Index>(most_values / std::max(rows.count().positive, 1.0)), 1,
      rows.n_columns());
  Vector result(rows.n_columns());
  for (Index first = 0; first < rows.n_columns(); first += at_once) {
    execution.check_interrupt();
    const Index n = std::min(at_once, rows.n_columns() - first);
    const Matrix seen = seen_values(rows, first, n);
    parallel_for(n, execution.n_threads, [&](Index j) {
      Array values = seen.col(j);
      result[first + j] = rounding_variance(values);
    });
  }
  return result;
}

}  // namespace gaussmix
