#ifndef GAUSSMIX_TESTS_REFERENCE_TABLES_H
#define GAUSSMIX_TESTS_REFERENCE_TABLES_H

// Matrices in extended precision, with plain loops.

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace reference {

using Real = long double;
using Row = std::vector<Real>;
using Table = std::vector<Row>;  // [row][column]
using Size = std::size_t;

inline Table zeros(Size rows, Size columns) { return Table(rows, Row(columns, 0)); }

inline Table identity(Size d) {
  Table result = zeros(d, d);
  for (Size j = 0; j < d; ++j) result[j][j] = 1;
  return result;
}

inline Table product(const Table& a, const Table& b) {
  Table result = zeros(a.size(), b[0].size());
  for (Size i = 0; i < a.size(); ++i) {
    for (Size j = 0; j < b[0].size(); ++j) {
      for (Size l = 0; l < b.size(); ++l) result[i][j] += a[i][l] * b[l][j];
    }
  }
  return result;
}

inline Table transposed(const Table& a) {
  Table result = zeros(a[0].size(), a.size());
  for (Size i = 0; i < a.size(); ++i) {
    for (Size j = 0; j < a[0].size(); ++j) result[j][i] = a[i][j];
  }
  return result;
}

// L, lower triangular, with L L' = a.
inline Table cholesky(const Table& a) {
  const Size d = a.size();
  Table lower = zeros(d, d);
  for (Size i = 0; i < d; ++i) {
    for (Size j = 0; j <= i; ++j) {
      Real rest = a[i][j];
      for (Size l = 0; l < j; ++l) rest -= lower[i][l] * lower[j][l];
      if (i == j && !(rest > 0)) throw std::domain_error("not positive definite");
      lower[i][j] = i == j ? std::sqrt(rest) : rest / lower[j][j];
    }
  }
  return lower;
}

// z with L z = x.
inline Row solve_lower(const Table& lower, const Row& x) {
  Row z = x;
  for (Size i = 0; i < z.size(); ++i) {
    for (Size j = 0; j < i; ++j) z[i] -= lower[i][j] * z[j];
    z[i] /= lower[i][i];
  }
  return z;
}

inline Table sum_of(const std::vector<Table>& tables) {
  Table result = zeros(tables[0].size(), tables[0][0].size());
  for (const Table& table : tables) {
    for (Size i = 0; i < result.size(); ++i) {
      for (Size j = 0; j < result[i].size(); ++j) result[i][j] += table[i][j];
    }
  }
  return result;
}

inline Table divided(const Table& a, Real divisor) {
  Table result = a;
  for (Row& row : result) {
    for (Real& cell : row) cell /= divisor;
  }
  return result;
}

inline Table diagonal_of(const Table& a) {
  Table result = zeros(a.size(), a.size());
  for (Size j = 0; j < a.size(); ++j) result[j][j] = a[j][j];
  return result;
}

}  // namespace reference

#endif
