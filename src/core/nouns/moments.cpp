#include "moments.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "../ground/watch.h"

namespace gaussmix {

namespace {

// The mean of a component less its origin; zero if it is empty.
double shift_of(const Statistics& statistics, Index column, Index component) {
  const double count = statistics.counts[component];
  return statistics.is_empty(component) ? 0.0 : statistics.sums(column, component) / count;
}

// What the shifts of all components take from the scatter of a column.
double scatter_of_shifts(const Statistics& statistics, Index column) {
  double sum = 0.0;
  for (Index k = 0; k < statistics.n_components(); ++k) {
    const double shift = shift_of(statistics, column, k);
    sum += statistics.counts[k] * shift * shift;
  }
  return sum;
}

}  // namespace

void take_shift(double count, const Vector& shift, Matrix& scatter) {
  if (scatter.cols() == 1) {
    scatter.array() -= count * shift.array().square();
    return;
  }
  for (Index j = 0; j < scatter.cols(); ++j) {
    const Index rest = scatter.cols() - j;
    scatter.col(j).tail(rest) -= (count * shift[j]) * shift.tail(rest);
  }
}

void settle_scatter(Matrix& scatter) {
  if (scatter.cols() == 1) {
    scatter = scatter.cwiseMax(0.0);
    return;
  }
  for (Index j = 0; j < scatter.cols(); ++j) {
    Watch::look_if_many(scatter.cols());
    scatter(j, j) = std::max(scatter(j, j), 0.0);
    for (Index i = j + 1; i < scatter.rows(); ++i) scatter(j, i) = scatter(i, j);
  }
}

Moments moments_of(const Statistics& statistics) {
  Moments moments{statistics.counts, statistics.origins, statistics.scatters};
  Vector shift(statistics.dimension());
  for (Index k = 0; k < statistics.n_components(); ++k) {
    if (statistics.is_empty(k)) continue;
    // All of it as a part, of which the size stays.
    shift.head(shift.size()) = statistics.sums.col(k) / statistics.counts[k];
    moments.means.col(k) += shift;
    if (moments.scatters.empty()) continue;
    take_shift(
        statistics.counts[k], shift,
        moments.scatters[statistics.request.pooled ? 0 : static_cast<std::size_t>(k)]);
  }
  for (Matrix& scatter : moments.scatters) settle_scatter(scatter);
  return moments;
}

Vector pooled_variances(const Statistics& statistics) {
  const Moments moments = moments_of(statistics);
  const Matrix& scatter = moments.scatters[0];
  return (statistics.request.scatter == Scatter::full ? Vector(scatter.diagonal())
                                                      : Vector(scatter.col(0))) /
         statistics.total_weight;
}

bool means_moved_far(const Statistics& statistics) {
  constexpr double far_in_sds = 30.0;
  const double eps = std::numeric_limits<double>::epsilon();
  if (statistics.scatters.empty()) return false;
  const bool pooled = statistics.request.pooled;
  for (Index j = 0; j < statistics.dimension(); ++j) {
    const double pooled_shifts = pooled ? scatter_of_shifts(statistics, j) : 0.0;
    for (Index k = 0; k < statistics.n_components(); ++k) {
      const double count = pooled ? statistics.total_weight : statistics.counts[k];
      const double shift = shift_of(statistics, j, k);
      const double origin = statistics.origins(j, k);
      const double mean = origin + shift;
      const double move = std::abs(mean - origin);
      // A shift by the last digit of the mean is not a move.
      if (move <= 8.0 * eps * std::abs(mean)) continue;
      const double scatter =
          statistics.square_of(j, k) - (pooled ? pooled_shifts : count * shift * shift);
      if (move > far_in_sds * std::sqrt(std::max(scatter, 0.0) / count)) return true;
    }
  }
  return false;
}

}  // namespace gaussmix
