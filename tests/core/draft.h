#ifndef GAUSSMIX_TESTS_DRAFT_H
#define GAUSSMIX_TESTS_DRAFT_H

// Samples whose rows a test has written, and which vectors are rows of theirs.

#include <cstddef>
#include <numeric>
#include <set>
#include <vector>

#include "core/nouns/plan.h"
#include "core/rows/sample.h"
#include "problem.h"

// A sample that can still be changed.
struct Draft {
  Matrix cells;
  Vector weights;

  operator gaussmix::Sample() const {
    std::vector<Index> numbers(static_cast<std::size_t>(cells.rows()));
    std::iota(numbers.begin(), numbers.end(), Index{0});
    return {cells, weights, cells.rows(), numbers};
  }
};

inline Draft sample_of(const Matrix& rows) { return {rows, Vector::Ones(rows.rows())}; }

// Two columns of very different variance, correlated.
inline Draft stretched_sample(Index n, Dice& dice) {
  Draft sample{dice.normals(n, 2), Vector(n)};
  sample.cells.col(1) = 1000.0 * (0.8 * sample.cells.col(0) + 0.6 * sample.cells.col(1));
  sample.cells.col(1).array() += 5.0;
  for (Index i = 0; i < n; ++i) sample.weights[i] = dice.uniform(0.5, 2.0);
  return sample;
}

inline gaussmix::Whitening unit_metric() { return gaussmix::no_whitening(); }

inline bool is_a_row(const Vector& x, const Matrix& rows) {
  for (Index i = 0; i < rows.rows(); ++i) {
    if (rows.row(i).transpose() == x) return true;
  }
  return false;
}

inline std::size_t n_distinct(const Matrix& rows) {
  std::set<std::vector<double>> seen;
  for (Index i = 0; i < rows.rows(); ++i) {
    const Vector row = rows.row(i);
    seen.insert(std::vector<double>(row.data(), row.data() + row.size()));
  }
  return seen.size();
}

#endif
