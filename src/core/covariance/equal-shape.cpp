#include "equal-shape.h"

#include <cmath>
#include <utility>
#include <vector>

#include "log-volumes.h"

namespace gaussmix {

namespace {

// exp of the mean of logs: 0 if there is a 0.
double geometric_mean(const Vector& values) {
  return (values.array() > 0.0).all() ? std::exp(values.array().log().mean()) : 0.0;
}

// Each component by itself: nothing is singular that was not so.
Matrix apart(const Matrix& squares, const Vector& divisors) {
  return squares.array().rowwise() / divisors.transpose().array();
}

Matrix columns_of(const Matrix& values, const std::vector<Index>& columns) {
  Matrix result(values.rows(), static_cast<Index>(columns.size()));
  for (Index i = 0; i < result.cols(); ++i)
    result.col(i) = values.col(columns[static_cast<std::size_t>(i)]);
  return result;
}

// Those that say something, and have a volume.
std::vector<Index> components_with_volume(const Matrix& squares,
                                          const Evidence& evidence) {
  std::vector<Index> result;
  for (const Index k : evidence.speaking) {
    if (squares.col(k).sum() > 0.0) result.push_back(k);
  }
  return result;
}

// The sum of diagonal scatters, each times exp(-v_k).
SumOfScatters sum_of(const Matrix& squares, const Vector& log_volumes,
                     bool with_derivatives) {
  const double d = static_cast<double>(squares.rows());
  SumOfScatters result;
  Matrix terms = squares * (-log_volumes).array().exp().matrix().asDiagonal();
  const Vector sums = terms.rowwise().sum();
  result.log_determinant = sums.array().log().mean();
  if (!with_derivatives) return result;
  terms.array().colwise() /= sums.array();
  result.shares = terms.colwise().mean().transpose();
  result.roots = terms / std::sqrt(d);
  return result;
}

}  // namespace

EqualShape equal_shape(const Matrix& squares, const Evidence& evidence,
                       const Vector& volumes) {
  EqualShape result{apart(squares, evidence.divisors)};
  const std::vector<Index> those = components_with_volume(squares, evidence);
  if (squares.rows() == 1 || those.empty()) return result;
  // Each row in a unit of its own: rows may be of columns of any units.
  Matrix own = columns_of(squares, those);
  const Vector units = own.rowwise().maxCoeff();
  if (!(units.array() > 0.0).all()) return result;
  own.array().colwise() /= units.array();
  Vector divisors(own.cols()), start(own.cols());
  for (Index i = 0; i < own.cols(); ++i) {
    divisors[i] = evidence.divisors[those[static_cast<std::size_t>(i)]];
    start[i] = log_volume(volumes[those[static_cast<std::size_t>(i)]]);
  }
  const LogVolumes found = find_log_volumes(
      [&](const Vector& at, bool with_derivatives) {
        return sum_of(own, at, with_derivatives);
      },
      divisors, std::move(start));
  Vector shape = own * (-found.values).array().exp().matrix();
  shape.array() *= units.array() / (geometric_mean(shape) * geometric_mean(units));
  for (Index k = 0; k < squares.cols(); ++k) {
    result.variances.col(k) = result.variances.col(k).cwiseQuotient(shape).mean() * shape;
  }
  result.iterations = found.iterations;
  result.converged = found.converged;
  return result;
}

Matrix equal_volumes(Matrix variances, const Evidence& evidence) {
  double volume = 0.0;
  for (const Index k : evidence.speaking)
    volume += evidence.divisors[k] * geometric_mean(variances.col(k));
  volume /= evidence.total();
  // In one column a volume is all there is.
  if (variances.rows() == 1) return variances.setConstant(volume);
  for (Index k = 0; k < variances.cols(); ++k) {
    const double own = geometric_mean(variances.col(k));
    if (own > 0.0) variances.col(k) *= volume / own;
  }
  return variances;
}

Covariances along_columns(const Matrix& variances) {
  Covariances result{Shape::diagonal, false, {}};
  for (Index k = 0; k < variances.cols(); ++k) result.values.push_back(variances.col(k));
  return result;
}

}  // namespace gaussmix
