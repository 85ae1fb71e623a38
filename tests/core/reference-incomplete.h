#ifndef GAUSSMIX_TESTS_REFERENCE_INCOMPLETE_H
#define GAUSSMIX_TESTS_REFERENCE_INCOMPLETE_H

// The E-step of a mixture for rows with holes (not numbers), row by row from the formulas of
// conditional normal distributions, in extended precision: the witness of what the core completes
// pattern by pattern.

#include <algorithm>
#include <cmath>
#include <vector>

#include "reference.h"

namespace reference {

// The columns of a row that are seen, and the others.
struct Holes {
  std::vector<Size> seen, missing;

  explicit Holes(const Row& row) {
    for (Size j = 0; j < row.size(); ++j)
      (std::isnan(static_cast<double>(row[j])) ? missing : seen).push_back(j);
  }
};

inline Row part(const Row& row, const std::vector<Size>& columns) {
  Row result;
  for (const Size j : columns) result.push_back(row[j]);
  return result;
}

inline Table part(const Table& table, const std::vector<Size>& rows,
                  const std::vector<Size>& columns) {
  Table result;
  for (const Size i : rows) result.push_back(part(table[i], columns));
  return result;
}

// A row as a component expects it, and the covariance of what is not seen.
struct Completed {
  Row row;
  Table covariance;  // d x d, zero where something is seen
  Real log_normal;   // of what is seen
};

inline Completed complete(const Row& row, const Row& mean, const Table& covariance) {
  const Holes holes(row);
  Completed result{row, zeros(row.size(), row.size()), 0};
  const Table lower = cholesky(part(covariance, holes.seen, holes.seen));
  const Row step =
      solve_lower(lower, difference(part(row, holes.seen), part(mean, holes.seen)));
  result.log_normal =
      log_normal_of_factor(part(row, holes.seen), part(mean, holes.seen), lower);
  std::vector<Row> solved;  // L^-1 of the covariances with each missing column
  for (const Size j : holes.missing)
    solved.push_back(solve_lower(lower, part(covariance[j], holes.seen)));
  const auto dot = [](const Row& a, const Row& b) {
    Real sum = 0;
    for (Size i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
  };
  for (Size a = 0; a < holes.missing.size(); ++a) {
    const Size i = holes.missing[a];
    result.row[i] = mean[i] + dot(solved[a], step);
    for (Size b = 0; b < holes.missing.size(); ++b) {
      const Size j = holes.missing[b];
      result.covariance[i][j] = covariance[i][j] - dot(solved[a], solved[b]);
    }
  }
  return result;
}

// Rows of which nothing is seen take part in nothing.
inline Sums completed_sums(const Mixture& mixture, const Table& origins, const Table& rows,
                           const Row& weights) {
  const Size n_components = mixture.weights.size();
  Sums sums = empty_sums(n_components, origins[0].size());
  for (Size i = 0; i < rows.size(); ++i) {
    if (Holes(rows[i]).seen.empty()) continue;
    std::vector<Completed> completed;
    Row joint;
    for (Size k = 0; k < n_components; ++k) {
      completed.push_back(complete(rows[i], mixture.means[k], mixture.covariances[k]));
      joint.push_back(std::log(mixture.weights[k]) + completed[k].log_normal);
    }
    const Real log_density = log_sum_exp(joint);
    sums.total_weight += weights[i];
    sums.log_likelihood += weights[i] * log_density;
    sums.log_likelihood_size += weights[i] * std::abs(log_density);
    sums.log_certainty +=
        weights[i] * (*std::max_element(joint.begin(), joint.end()) - log_density);
    for (Size k = 0; k < n_components; ++k) {
      const Real z = std::exp(joint[k] - log_density);
      if (z > 0) sums.entropy -= weights[i] * z * (joint[k] - log_density);
      add_row(completed[k].row, weights[i] * z, k, origins[k], sums);
      for (Size a = 0; a < origins[0].size(); ++a) {
        for (Size b = 0; b < origins[0].size(); ++b) {
          const Real spread = weights[i] * z * completed[k].covariance[a][b];
          sums.seconds[k][a][b] += spread;
          sums.second_sizes[k][a][b] += std::abs(spread);
        }
      }
    }
  }
  return sums;
}

}  // namespace reference

#endif
