#ifndef GAUSSMIX_CORE_NOUNS_MOMENTS_H
#define GAUSSMIX_CORE_NOUNS_MOMENTS_H

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "../ground/types.h"
#include "statistics.h"

namespace gaussmix {

// Statistics about the means: what the M-step of a covariance structure sees.
struct Moments {
  Vector counts;                 // K
  Matrix means;                  // d x K
  std::vector<Matrix> scatters;  // about the means: d x 1, or d x d symmetric;
                                 // one if the request was pooled
};

// A component that holds less than this share of the weight is empty: its mean
// and covariance are not determined by the data.
constexpr double empty_share = 1e-12;

inline bool is_empty(double count, double total_weight) {
  return !(count > empty_share * total_weight);
}

inline Matrix shifts_of(const Statistics& statistics) {
  Matrix shifts = Matrix::Zero(statistics.dimension(), statistics.n_components());
  for (Index k = 0; k < statistics.n_components(); ++k) {
    if (!is_empty(statistics.counts[k], statistics.total_weight)) {
      shifts.col(k) = statistics.sums.col(k) / statistics.counts[k];
    }
  }
  return shifts;
}

inline Moments moments_of(const Statistics& statistics) {
  const Matrix shifts = shifts_of(statistics);
  Moments moments;
  moments.counts = statistics.counts;
  moments.means = statistics.origins + shifts;
  moments.scatters = statistics.scatters;
  for (Index k = 0; k < statistics.n_components(); ++k) {
    if (moments.scatters.empty()) break;
    const auto shift = shifts.col(k);
    Matrix& scatter =
        moments.scatters[statistics.request.pooled ? 0 : static_cast<std::size_t>(k)];
    if (statistics.request.scatter == Scatter::full) {
      scatter.triangularView<Eigen::Lower>() -=
          statistics.counts[k] * shift * shift.transpose();
    } else {
      scatter.array() -= statistics.counts[k] * shift.array().square();
    }
  }
  for (Matrix& scatter : moments.scatters) {
    if (statistics.request.scatter == Scatter::full) {
      // A variance is not negative, whatever rounding says.
      scatter.diagonal() = scatter.diagonal().cwiseMax(0.0);
      const Matrix symmetric = scatter.selfadjointView<Eigen::Lower>();
      scatter = symmetric;
    } else {
      scatter = scatter.cwiseMax(0.0);
    }
  }
  return moments;
}

// Whether a mean lies so far from the origin of its statistics, in its own
// standard deviations, that the scatter about the mean has lost digits. The
// cure is to sum once more about the new means.
inline bool means_moved_far(const Statistics& statistics,
                            const Moments& moments) {
  constexpr double far_in_sds = 30.0;
  const double eps = std::numeric_limits<double>::epsilon();
  if (statistics.scatters.empty()) return false;
  const bool pooled = statistics.request.pooled;
  for (Index k = 0; k < statistics.n_components(); ++k) {
    if (is_empty(statistics.counts[k], statistics.total_weight)) continue;
    const Matrix& scatter = moments.scatters[pooled ? 0 : static_cast<std::size_t>(k)];
    const double divisor = pooled ? statistics.total_weight : statistics.counts[k];
    for (Index j = 0; j < statistics.dimension(); ++j) {
      const double shift = std::abs(moments.means(j, k) - statistics.origins(j, k));
      const double variance =
          (statistics.request.scatter == Scatter::full ? scatter(j, j) : scatter(j)) /
          divisor;
      // A shift by the last digit of the mean is not a move.
      if (shift <= 8.0 * eps * std::abs(moments.means(j, k))) continue;
      if (shift > far_in_sds * std::sqrt(std::max(variance, 0.0))) return true;
    }
  }
  return false;
}

}  // namespace gaussmix

#endif
