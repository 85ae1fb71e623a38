#include "factor.h"

#include <cmath>
#include <limits>

#include "../ground/linalg.h"
#include "shape.h"

namespace gaussmix {

Vector Factor::times(const Vector& v) const {
  switch (shape) {
    case Shape::full:
      return values.triangularView<Eigen::Lower>() * v;
    case Shape::diagonal:
      return values.col(0).cwiseProduct(v);
    default:
      return values(0) * v;
  }
}

Matrix Factor::times_columns(const Matrix& columns) const {
  switch (shape) {
    case Shape::full:
      return values.triangularView<Eigen::Lower>() * columns;
    case Shape::diagonal:
      return values.col(0).asDiagonal() * columns;
    default:
      return values(0) * columns;
  }
}

Factor Factor::times(const Factor& other) const {
  if (shape == Shape::full) return {shape, times_lower(values, other.values)};
  return {shape, values.cwiseProduct(other.values)};
}

double Factor::squared_length(const Vector& v) const {
  if (shape == Shape::spherical) return values(0) * values(0) * v.squaredNorm();
  return times(v).squaredNorm();
}

double Factor::log_determinant(Index d) const {
  if (shape == Shape::full) return values.diagonal().array().log().sum();
  return copies_of_number(shape, d) * values.array().log().sum();
}

double Factor::trace(const Matrix& s, Index d) const {
  if (shape == Shape::full) return (values * s).cwiseProduct(values).sum();
  return copies_of_number(shape, d) * (s.array() * values.array().square()).sum();
}

double Factor::trace_of_variances(const Vector& variances, Index d) const {
  if (shape != Shape::full) return trace(shaped(shape, variances), d);
  return values.colwise().squaredNorm().dot(variances);
}

Matrix Factor::square() const {
  if (shape == Shape::full) return square_of(values);
  return values.array().square();
}

Factor Factor::inverse() const {
  if (shape == Shape::full) return {shape, inverse_of_lower(values)};
  return {shape, values.array().inverse()};
}

bool find_root(Shape shape, const Matrix& covariance, Factor& root) {
  root.shape = shape;
  if (shape == Shape::full) return cholesky(covariance, root.values);
  if (!(covariance.array() > 0.0).all()) return false;
  root.values = covariance.array().sqrt();
  return true;
}

bool whiten(Shape shape, Index d, const Matrix& covariance, Factor& factor,
            double& log_determinant) {
  factor.shape = shape;
  if (shape == Shape::full) {
    if (!cholesky(covariance, factor.values)) return false;
    log_determinant = -factor.log_determinant(d);
    invert_lower(factor.values);
    return std::isfinite(log_determinant);
  }
  constexpr double least = std::numeric_limits<double>::min();
  if (!((covariance.array() >= least) && covariance.array().isFinite()).all()) {
    return false;
  }
  factor.values = covariance.array().sqrt().inverse();
  log_determinant = -0.5 * copies_of_number(shape, d) * covariance.array().log().sum();
  return factor.values.array().isFinite().all();
}

double log_determinant_of(Shape shape, Index d, const Matrix& covariance) {
  Factor factor;
  double half = 0.0;  // that of the inverse's root
  return whiten(shape, d, covariance, factor, half) ? -2.0 * half : NAN;
}

}  // namespace gaussmix
