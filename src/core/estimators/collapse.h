#ifndef GAUSSMIX_CORE_ESTIMATORS_COLLAPSE_H
#define GAUSSMIX_CORE_ESTIMATORS_COLLAPSE_H

#include <algorithm>
#include <cmath>

#include "../ground/linalg.h"
#include "../ground/types.h"
#include "../nouns/moments.h"
#include "../nouns/parameters.h"
#include "../nouns/status.h"

namespace gaussmix {

// Which columns the search for collapse looks at, and the ridge of each. Under an
// absolute ridge a column may be constant: its variance is the ridge in every
// component of every fit, which says nothing about any of them.
struct RidgeColumns {
  Vector ridge;                // of the columns that vary
  std::vector<Index> columns;  // their positions

  RidgeColumns(const Vector& ridge_of_all, const std::vector<bool>& constant) {
    for (Index j = 0; j < ridge_of_all.size(); ++j) {
      if (!constant[static_cast<std::size_t>(j)]) columns.push_back(j);
    }
    ridge.resize(static_cast<Index>(columns.size()));
    for (std::size_t j = 0; j < columns.size(); ++j) {
      ridge[static_cast<Index>(j)] = ridge_of_all[columns[j]];
    }
  }
};

// The part of a covariance in the given columns, as a matrix or as variances.
inline Matrix part_of(Shape shape, const Matrix& covariance,
                      const std::vector<Index>& columns) {
  const Index m = static_cast<Index>(columns.size());
  if (shape == Shape::spherical) return Matrix::Constant(m, 1, covariance(0));
  Matrix part(m, shape == Shape::full ? m : 1);
  for (Index j = 0; j < part.cols(); ++j) {
    for (Index i = 0; i < m; ++i) {
      part(i, j) = covariance(columns[static_cast<std::size_t>(i)],
                              shape == Shape::full ? columns[static_cast<std::size_t>(j)] : 0);
    }
  }
  return part;
}

// The smallest variance of a in any direction, relative to that of b.
inline double smallest_relative_variance(Shape shape, const Matrix& a,
                                         const Matrix& b) {
  if (shape != Shape::full) return (a.array() / b.array()).minCoeff();
  Matrix lower;
  if (!cholesky(b, lower)) return INFINITY;
  return smallest_eigenvalue_in(inverse_of_lower(lower), a);
}

// The first component that has collapsed, if any: one that is empty; one with a
// variance that the ridge alone holds up; one that is far narrower than the
// pooled within covariance and has few observations. The second condition alone
// would miss slow collapses, the ratio alone would condemn small real clusters.
inline Status find_collapse(const Parameters& parameters, const Vector& counts,
                            const RidgeColumns& ridge) {
  constexpr double near_ridge = 10.0;
  constexpr double narrow = 0.01;
  if (ridge.columns.empty()) return {};
  const Covariances& covariances = parameters.covariances;
  const Shape shape = covariances.shape;
  const double few = 5.0 * static_cast<double>(parameters.dimension() + 1);
  const double total = counts.sum();

  Matrix pooled = part_of(shape, covariances.of(0), ridge.columns);
  Matrix ridge_matrix = ridge.ridge;
  if (shape == Shape::full) ridge_matrix = ridge.ridge.asDiagonal();
  if (!covariances.shared) {
    pooled *= parameters.weights[0];
    for (Index k = 1; k < parameters.n_components(); ++k) {
      pooled += parameters.weights[k] *
                part_of(shape, covariances.of(k), ridge.columns);
    }
  }
  const bool has_ridge = (ridge.ridge.array() > 0.0).all();
  for (Index k = 0; k < parameters.n_components(); ++k) {
    if (is_empty(counts[k], total)) return {Trouble::empty, k};
    if (covariances.shared && k > 0) continue;
    const Matrix part = part_of(shape, covariances.of(k), ridge.columns);
    if (has_ridge &&
        smallest_relative_variance(shape, part, ridge_matrix) < near_ridge) {
      return {Trouble::at_ridge, k};
    }
    if (!covariances.shared && counts[k] < few &&
        smallest_relative_variance(shape, part, pooled) < narrow) {
      return {Trouble::small_variance, k};
    }
  }
  return {};
}

}  // namespace gaussmix

#endif
