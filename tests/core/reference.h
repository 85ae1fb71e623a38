#ifndef GAUSSMIX_TESTS_REFERENCE_H
#define GAUSSMIX_TESTS_REFERENCE_H

// A mixture of Gaussians written down from its formulas, row by row, with plain
// loops in extended precision. It is slow and calls nothing of the core: it is
// the witness of the core's numbers. Covariances are always whole d x d tables.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "reference-structures.h"
#include "reference-tables.h"

namespace reference {

struct Mixture {
  Row weights;                     // K
  Table means;                     // K x d
  std::vector<Table> covariances;  // K x d x d
};

inline Row difference(const Row& a, const Row& b) {
  Row result = a;
  for (Size j = 0; j < a.size(); ++j) result[j] -= b[j];
  return result;
}

inline Real log_two_pi() { return std::log(2 * std::acos(Real{-1})); }

// log N(x | mean, L L').
inline Real log_normal_of_factor(const Row& x, const Row& mean, const Table& lower) {
  const Row z = solve_lower(lower, difference(x, mean));
  Real result = -static_cast<Real>(x.size()) / 2 * log_two_pi();
  for (Size j = 0; j < x.size(); ++j) {
    result -= std::log(lower[j][j]) + z[j] * z[j] / 2;
  }
  return result;
}

inline Real log_normal(const Row& x, const Row& mean, const Table& covariance) {
  return log_normal_of_factor(x, mean, cholesky(covariance));
}

inline Real log_sum_exp(const Row& values) {
  const Real largest = *std::max_element(values.begin(), values.end());
  Real sum = 0;
  for (const Real value : values) sum += std::exp(value - largest);
  return largest + std::log(sum);
}

// The E-step: log_z[i][k] is the log of the posterior probability of component k
// for row i.
struct Posterior {
  Table z;
  Table log_z;
  Row log_density;
};

inline Posterior respond(const Mixture& mixture, const Table& rows) {
  std::vector<Table> factors;
  for (const Table& covariance : mixture.covariances) {
    factors.push_back(cholesky(covariance));
  }
  const Size n_components = mixture.weights.size();
  Posterior posterior{zeros(rows.size(), n_components), zeros(rows.size(), n_components),
                      Row(rows.size(), 0)};
  for (Size i = 0; i < rows.size(); ++i) {
    Row joint(n_components);
    for (Size k = 0; k < n_components; ++k) {
      joint[k] = std::log(mixture.weights[k]) +
                 log_normal_of_factor(rows[i], mixture.means[k], factors[k]);
    }
    posterior.log_density[i] = log_sum_exp(joint);
    for (Size k = 0; k < n_components; ++k) {
      posterior.log_z[i][k] = joint[k] - posterior.log_density[i];
      posterior.z[i][k] = std::exp(posterior.log_z[i][k]);
    }
  }
  return posterior;
}

// Sums over rows about an origin per component. The sizes are the same sums of
// absolute values: rounding is measured against them.
struct Sums {
  Row counts;    // K
  Table firsts;  // K x d: of x - origin
  Table first_sizes;
  std::vector<Table> seconds;  // K x d x d: of (x - origin)(x - origin)'
  std::vector<Table> second_sizes;
  Real log_likelihood = 0;
  Real log_likelihood_size = 0;
  Real entropy = 0;        // - sum w z log z
  Real log_certainty = 0;  // sum w log max_k z
  Real total_weight = 0;
};

inline void add_row(const Row& x, Real weight, Size k, const Row& origin, Sums& sums) {
  const Row step = difference(x, origin);
  sums.counts[k] += weight;
  for (Size i = 0; i < step.size(); ++i) {
    sums.firsts[k][i] += weight * step[i];
    sums.first_sizes[k][i] += weight * std::abs(step[i]);
    for (Size j = 0; j < step.size(); ++j) {
      sums.seconds[k][i][j] += weight * step[i] * step[j];
      sums.second_sizes[k][i][j] += weight * std::abs(step[i] * step[j]);
    }
  }
}

inline Sums empty_sums(Size n_components, Size d) {
  Sums sums;
  sums.counts = Row(n_components, 0);
  sums.firsts = sums.first_sizes = zeros(n_components, d);
  sums.seconds = sums.second_sizes = std::vector<Table>(n_components, zeros(d, d));
  return sums;
}

inline Sums sum_about(const Table& origins, const Table& rows, const Row& weights,
                      const Posterior& posterior) {
  Sums sums = empty_sums(origins.size(), origins[0].size());
  for (Size i = 0; i < rows.size(); ++i) {
    sums.total_weight += weights[i];
    sums.log_likelihood += weights[i] * posterior.log_density[i];
    sums.log_likelihood_size += weights[i] * std::abs(posterior.log_density[i]);
    sums.log_certainty += weights[i] * *std::max_element(posterior.log_z[i].begin(),
                                                         posterior.log_z[i].end());
    for (Size k = 0; k < origins.size(); ++k) {
      const Real z = posterior.z[i][k];
      if (z > 0) sums.entropy -= weights[i] * z * posterior.log_z[i][k];
      add_row(rows[i], weights[i] * z, k, origins[k], sums);
    }
  }
  return sums;
}

// A given partition or given responsibilities have no densities.
inline Posterior given(const Table& z) {
  return {z, zeros(z.size(), z[0].size()), Row(z.size(), 0)};
}

// The mean of the diagonal, times the identity.
inline Table sphere_of(const Table& a) {
  Real trace = 0;
  for (Size j = 0; j < a.size(); ++j) trace += a[j][j];
  Table result = identity(a.size());
  for (Size j = 0; j < a.size(); ++j) result[j][j] = trace / static_cast<Real>(a.size());
  return result;
}

// The covariances that maximise the expected log-likelihood, from scatters about
// the means and what they are divided by (Celeux and Govaert 1995, section 4).
inline std::vector<Table> covariances_of(const std::string& structure,
                                         const std::vector<Table>& scatters,
                                         const Row& divisors) {
  if (!knows(structure)) throw std::invalid_argument("no formula for " + structure);
  if (is_tied_in_part(structure)) return tied_covariances(structure, scatters, divisors);
  std::vector<Table> result;
  for (Size k = 0; k < scatters.size(); ++k) {
    result.push_back(divided(scatters[k], divisors[k]));
  }
  if (structure.compare(0, 4, "tied") == 0) {
    Real total = 0;
    for (const Real divisor : divisors) total += divisor;
    result.assign(scatters.size(), divided(sum_of(scatters), total));
  }
  for (Table& covariance : result) {
    if (structure == "diag" || structure == "tied_diag") {
      covariance = diagonal_of(covariance);
    }
    if (structure == "spherical" || structure == "tied_spherical") {
      covariance = sphere_of(covariance);
    }
  }
  return result;
}

// The M-step by loops over the rows: means first, then scatters about them, then
// the ridge on the diagonals (its mean over the columns for spherical types).
inline Mixture maximise(const std::string& structure, const Table& rows,
                        const Row& weights, const Posterior& posterior, const Row& ridge) {
  const Size n_components = posterior.z[0].size();
  const Size d = rows[0].size();
  const Sums about_zero = sum_about(zeros(n_components, d), rows, weights, posterior);
  Mixture mixture;
  for (Size k = 0; k < n_components; ++k) {
    mixture.weights.push_back(about_zero.counts[k] / about_zero.total_weight);
    mixture.means.push_back(about_zero.firsts[k]);
    for (Real& cell : mixture.means[k]) cell /= about_zero.counts[k];
  }
  Sums about_means = sum_about(mixture.means, rows, weights, posterior);
  if (is_tied_in_part(structure)) {
    // What is tied is tied with the ridge.
    for (Size k = 0; k < n_components; ++k) {
      for (Size j = 0; j < d; ++j) {
        about_means.seconds[k][j][j] += about_means.counts[k] * ridge[j];
      }
    }
  }
  mixture.covariances = covariances_of(structure, about_means.seconds, about_means.counts);
  Real mean_ridge = 0;
  for (const Real r : ridge) mean_ridge += r / static_cast<Real>(d);
  const bool spherical = structure == "spherical" || structure == "tied_spherical";
  for (Table& covariance : mixture.covariances) {
    if (is_tied_in_part(structure)) break;
    for (Size j = 0; j < d; ++j) covariance[j][j] += spherical ? mean_ridge : ridge[j];
  }
  return mixture;
}

inline Real log_likelihood(const Mixture& mixture, const Table& rows, const Row& weights) {
  const Posterior posterior = respond(mixture, rows);
  Real sum = 0;
  for (Size i = 0; i < rows.size(); ++i) sum += weights[i] * posterior.log_density[i];
  return sum;
}

// sum w z (log weight + log N): what an M-step maximises.
inline Real expected_log_likelihood(const Mixture& mixture, const Table& rows,
                                    const Row& weights, const Table& z) {
  Real sum = 0;
  for (Size k = 0; k < mixture.weights.size(); ++k) {
    const Table lower = cholesky(mixture.covariances[k]);
    for (Size i = 0; i < rows.size(); ++i) {
      sum += weights[i] * z[i][k] *
             (std::log(mixture.weights[k]) +
              log_normal_of_factor(rows[i], mixture.means[k], lower));
    }
  }
  return sum;
}

}  // namespace reference

#endif
