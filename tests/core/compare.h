#ifndef GAUSSMIX_TESTS_COMPARE_H
#define GAUSSMIX_TESTS_COMPARE_H

// How far two results are apart: relative errors against the reference, and
// equality of bits.

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/nouns/parameters.h"
#include "core/nouns/plan.h"
#include "core/nouns/statistics.h"
#include "problem.h"
#include "reference.h"

// |value - expected| / size, infinite for NaN; nothing of no size is exact.
inline double relative_error(reference::Real value, reference::Real expected,
                             reference::Real size) {
  const reference::Real error = std::abs(value - expected);
  if (error == 0) return 0.0;
  const double relative = static_cast<double>(error / size);
  return std::isnan(relative) ? HUGE_VAL : relative;
}

inline double relative_error(reference::Real value, reference::Real expected) {
  return relative_error(value, expected, std::abs(expected));
}

// The largest error of a table of cells, each with a size of its own.
inline double worst_error(const reference::Table& values, const reference::Table& expected,
                          const reference::Table& sizes) {
  if (values.size() != expected.size()) return HUGE_VAL;
  double worst = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].size() != expected[i].size()) return HUGE_VAL;
    for (std::size_t j = 0; j < values[i].size(); ++j) {
      worst = std::max(worst, relative_error(values[i][j], expected[i][j], sizes[i][j]));
    }
  }
  return worst;
}

// An entry of a covariance is measured in units of its two standard deviations.
inline double covariance_error(const reference::Table& value,
                               const reference::Table& expected) {
  reference::Table sizes = expected;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    for (std::size_t j = 0; j < sizes.size(); ++j) {
      sizes[i][j] = std::sqrt(expected[i][i] * expected[j][j]);
    }
  }
  return worst_error(value, expected, sizes);
}

// The largest error of weights, means (in standard deviations) and covariances.
inline double mixture_error(const reference::Mixture& value,
                            const reference::Mixture& expected) {
  if (value.weights.size() != expected.weights.size()) return HUGE_VAL;
  double worst = 0.0;
  for (std::size_t k = 0; k < expected.weights.size(); ++k) {
    const reference::Table& covariance = expected.covariances[k];
    worst = std::max(worst, relative_error(value.weights[k], expected.weights[k], 1));
    worst = std::max(worst, covariance_error(value.covariances[k], covariance));
    for (std::size_t j = 0; j < covariance.size(); ++j) {
      worst = std::max(worst, relative_error(value.means[k][j], expected.means[k][j],
                                             std::sqrt(covariance[j][j])));
    }
  }
  return worst;
}

inline double mixture_error(const gaussmix::Parameters& value,
                            const gaussmix::Parameters& expected) {
  return mixture_error(as_reference(value), as_reference(expected));
}

// Only the lower triangle of a full scatter is meant.
inline double scatter_error(const gaussmix::Statistics& statistics, Index k,
                            const reference::Table& expected,
                            const reference::Table& sizes) {
  const Matrix& scatter = statistics.scatters[static_cast<std::size_t>(k)];
  const bool full = statistics.request.scatter == gaussmix::Scatter::full;
  double worst = 0.0;
  for (Index i = 0; i < scatter.rows(); ++i) {
    const Index first = full ? 0 : i;
    for (Index j = first; j <= i; ++j) {
      const std::size_t a = static_cast<std::size_t>(i);
      const std::size_t b = static_cast<std::size_t>(j);
      worst = std::max(
          worst, relative_error(scatter(i, full ? j : 0), expected[a][b], sizes[a][b]));
    }
  }
  return worst;
}

inline double scatters_error(const gaussmix::Statistics& statistics,
                             const reference::Sums& expected) {
  if (statistics.request.scatter == gaussmix::Scatter::none) {
    return statistics.scatters.empty() ? 0.0 : HUGE_VAL;
  }
  if (statistics.request.pooled) {
    if (statistics.scatters.size() != 1) return HUGE_VAL;
    return scatter_error(statistics, 0, reference::sum_of(expected.seconds),
                         reference::sum_of(expected.second_sizes));
  }
  double worst = 0.0;
  for (Index k = 0; k < statistics.n_components(); ++k) {
    const std::size_t at = static_cast<std::size_t>(k);
    worst = std::max(worst, scatter_error(statistics, k, expected.seconds[at],
                                          expected.second_sizes[at]));
  }
  return worst;
}

// The largest relative error of all that statistics hold. Entropy and certainty
// are differences of logs that nearly cancel, so they are measured per weight.
inline double statistics_error(const gaussmix::Statistics& statistics,
                               const reference::Sums& expected) {
  double worst = scatters_error(statistics, expected);
  const auto look = [&](reference::Real value, reference::Real wanted,
                        reference::Real size) {
    worst = std::max(worst, relative_error(value, wanted, size));
  };
  look(statistics.total_weight, expected.total_weight, expected.total_weight);
  look(statistics.log_likelihood, expected.log_likelihood, expected.log_likelihood_size);
  look(statistics.entropy, expected.entropy, expected.total_weight);
  look(statistics.log_certainty, expected.log_certainty, expected.total_weight);
  for (Index k = 0; k < statistics.n_components(); ++k) {
    const std::size_t at = static_cast<std::size_t>(k);
    look(statistics.counts[k], expected.counts[at], expected.counts[at]);
    for (Index j = 0; j < statistics.dimension(); ++j) {
      const std::size_t b = static_cast<std::size_t>(j);
      look(statistics.sums(j, k), expected.firsts[at][b], expected.first_sizes[at][b]);
    }
  }
  return worst;
}

inline bool falls(const std::vector<double>& trace) {
  return !std::is_sorted(trace.begin(), trace.end());
}

// Equality of bits.

inline bool same_bits(double a, double b) {
  return std::memcmp(&a, &b, sizeof(double)) == 0;
}

inline bool same_bits(const Matrix& a, const Matrix& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         (a.size() == 0 ||
          std::memcmp(a.data(), b.data(),
                      static_cast<std::size_t>(a.size()) * sizeof(double)) == 0);
}

inline bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

inline bool same_bits(const std::vector<Matrix>& a, const std::vector<Matrix>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (!same_bits(a[k], b[k])) return false;
  }
  return true;
}

inline bool same_bits(const gaussmix::Factor& a, const gaussmix::Factor& b) {
  return a.shape == b.shape && same_bits(a.values, b.values);
}

inline bool same_bits(const gaussmix::Whitening& a, const gaussmix::Whitening& b) {
  if (a.shared != b.shared || a.factors.size() != b.factors.size()) return false;
  for (std::size_t k = 0; k < a.factors.size(); ++k) {
    if (!same_bits(a.factors[k], b.factors[k])) return false;
  }
  return true;
}

inline bool same_bits(const gaussmix::Statistics& a, const gaussmix::Statistics& b) {
  return same_bits(a.origins, b.origins) && same_bits(a.counts, b.counts) &&
         same_bits(a.sums, b.sums) && same_bits(a.scatters, b.scatters) &&
         same_bits(a.log_likelihood, b.log_likelihood) &&
         same_bits(a.entropy, b.entropy) && same_bits(a.log_certainty, b.log_certainty) &&
         same_bits(a.total_weight, b.total_weight);
}

inline bool same_bits(const gaussmix::Parameters& a, const gaussmix::Parameters& b) {
  return same_bits(a.weights, b.weights) && same_bits(a.means, b.means) &&
         same_bits(a.covariances.values, b.covariances.values);
}

#endif
