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
  double mean = 0.0;           // over all columns: the ridge of spherical types

  RidgeColumns(const Vector& ridge_of_all, const std::vector<bool>& constant) {
    for (Index j = 0; j < ridge_of_all.size(); ++j) {
      if (!constant[static_cast<std::size_t>(j)]) columns.push_back(j);
    }
    ridge.resize(static_cast<Index>(columns.size()));
    for (std::size_t j = 0; j < columns.size(); ++j) {
      ridge[static_cast<Index>(j)] = ridge_of_all[columns[j]];
    }
    mean = ridge_of_all.mean();
  }

  bool positive() const { return (ridge.array() > 0.0).all(); }

  Matrix as_covariance(Shape shape) const {
    if (shape == Shape::full) return ridge.asDiagonal();
    if (shape == Shape::spherical) return Vector::Constant(ridge.size(), mean);
    return ridge;
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

// What variances are compared with: variances, or the whitening factor of a matrix.
class Yardstick {
 public:
  Yardstick(Shape shape, const Matrix& b) : full_(shape == Shape::full) {
    if (!full_) {
      scale_ = b;
      return;
    }
    Matrix lower;
    if (cholesky(b, lower)) scale_ = inverse_of_lower(lower);
  }

  // The smallest variance of a in any direction, relative to that of b; infinite
  // if b is singular.
  double smallest_variance(const Matrix& a) const {
    if (scale_.size() == 0) return INFINITY;
    return full_ ? smallest_eigenvalue_in(scale_, a)
                 : (a.array() / scale_.array()).minCoeff();
  }

 private:
  bool full_;
  Matrix scale_;
};

// Whether a covariance lacks a rank, up to the rounding of the scatter that it comes
// from: on the scale of its own variances.
inline bool lacks_rank(Shape shape, const Matrix& covariance) {
  constexpr double rounding = 1e-11;
  if (shape != Shape::full) return false;
  const Matrix own = covariance.diagonal().asDiagonal();
  return Yardstick(shape, own).smallest_variance(covariance) < rounding;
}

// The first component that has collapsed, if any: one that is empty; one with a
// variance of which the ridge is the larger part; one that is far narrower than the
// pooled within covariance and has few observations. The second condition alone
// would miss slow collapses, the ratio alone would condemn small real clusters. A
// shared covariance belongs to no component.
inline Status find_collapse(const Parameters& parameters, const Vector& counts,
                            const RidgeColumns& ridge) {
  constexpr double near_ridge = 2.0;
  constexpr double narrow = 0.05;
  const Covariances& covariances = parameters.covariances;
  const Shape shape = covariances.shape;
  const double few = 5.0 * static_cast<double>(parameters.dimension() + 1);
  for (Index k = 0; k < parameters.n_components(); ++k) {
    if (is_empty(counts[k], counts.sum())) return {Trouble::empty, k};
  }
  if (ridge.columns.empty()) return {};

  const Yardstick ridge_stick(shape, ridge.as_covariance(shape));
  if (covariances.shared) {
    const Matrix part = part_of(shape, covariances.of(0), ridge.columns);
    const bool held = ridge.positive() && ridge_stick.smallest_variance(part) < near_ridge;
    if (held) return {Trouble::at_ridge, -1};
    return lacks_rank(shape, part) ? Status{Trouble::singular, -1} : Status{};
  }
  Matrix pooled = parameters.weights[0] * part_of(shape, covariances.of(0), ridge.columns);
  for (Index k = 1; k < parameters.n_components(); ++k) {
    pooled += parameters.weights[k] * part_of(shape, covariances.of(k), ridge.columns);
  }
  const Yardstick pooled_stick(shape, pooled);
  for (Index k = 0; k < parameters.n_components(); ++k) {
    const Matrix part = part_of(shape, covariances.of(k), ridge.columns);
    if (ridge.positive() && ridge_stick.smallest_variance(part) < near_ridge) {
      return {Trouble::at_ridge, k};
    }
    // A ridge that is lost in rounding is none.
    if (lacks_rank(shape, part)) return {Trouble::singular, k};
    if (counts[k] < few && pooled_stick.smallest_variance(part) < narrow) {
      return {Trouble::small_variance, k};
    }
  }
  return {};
}

}  // namespace gaussmix

#endif
