#include "shape.h"

#include <cstddef>

namespace gaussmix {

double n_numbers(Shape shape, double d) {
  switch (shape) {
    case Shape::full:
      return d * (d + 1.0) / 2.0;
    case Shape::diagonal:
      return d;
    default:
      return 1.0;
  }
}

double copies_of_number(Shape shape, Index d) {
  return shape == Shape::spherical ? static_cast<double>(d) : 1.0;
}

void take_shape(Shape shape, Matrix& scatter) {
  if (shape == Shape::spherical) scatter = shaped(shape, scatter);
}

Matrix shaped(Shape shape, const Matrix& scatter) {
  return shape == Shape::spherical ? Matrix::Constant(1, 1, scatter.mean()) : scatter;
}

Matrix covariance_of(Shape shape, const Vector& variances) {
  if (shape == Shape::full) return variances.asDiagonal();
  return shaped(shape, variances);
}

double variance_of(Shape shape, const Matrix& covariance, Index column) {
  switch (shape) {
    case Shape::full:
      return covariance(column, column);
    case Shape::diagonal:
      return covariance(column);
    default:
      return covariance(0);
  }
}

Vector variances_of(Shape shape, const Matrix& covariance, Index d) {
  Vector variances(d);
  for (Index j = 0; j < d; ++j) variances[j] = variance_of(shape, covariance, j);
  return variances;
}

Matrix part_of(Shape shape, const Matrix& covariance, const std::vector<Index>& columns) {
  const Index m = static_cast<Index>(columns.size());
  const auto at = [&](Index j) { return columns[static_cast<std::size_t>(j)]; };
  if (shape != Shape::full) {
    Matrix part(m, 1);
    for (Index i = 0; i < m; ++i) part(i) = variance_of(shape, covariance, at(i));
    return part;
  }
  Matrix part(m, m);
  for (Index j = 0; j < m; ++j) {
    for (Index i = 0; i < m; ++i) part(i, j) = covariance(at(i), at(j));
  }
  return part;
}

void add_square(Shape shape, double share, const Vector& v, Matrix& covariance) {
  switch (shape) {
    case Shape::full:
      covariance += share * v * v.transpose();
      break;
    case Shape::diagonal:
      covariance.array() += share * v.array().square();
      break;
    case Shape::spherical:
      covariance.array() += share * v.squaredNorm() / static_cast<double>(v.size());
      break;
  }
}

void add_variances(Shape shape, const Vector& variances, Matrix& covariance) {
  switch (shape) {
    case Shape::full:
      covariance.diagonal() += variances;
      break;
    case Shape::diagonal:
      covariance.col(0) += variances;
      break;
    case Shape::spherical:
      covariance.array() += variances.mean();
      break;
  }
}

}  // namespace gaussmix
