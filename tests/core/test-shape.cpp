// What is done to covariances and their roots by what is stored of them: the same as with whole
// matrices, of which the shape holds a part.

#include <catch.h>

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <cmath>
#include <vector>

#include "core/nouns/factor.h"
#include "core/nouns/shape.h"
#include "core/nouns/statistics.h"
#include "problem.h"

using namespace gaussmix;

namespace {

constexpr Index d = 4;
const std::vector<Shape> shapes = {Shape::spherical, Shape::diagonal, Shape::full};

Matrix whole(Shape shape, const Matrix& value) {
  if (shape == Shape::full) return value;
  if (shape == Shape::diagonal) return value.col(0).asDiagonal();
  return value(0) * Matrix::Identity(d, d);
}

// The part of a whole matrix that a shape holds.
Matrix held(Shape shape, const Matrix& matrix) {
  if (shape == Shape::full) return matrix;
  if (shape == Shape::diagonal) return matrix.diagonal();
  return Matrix::Constant(1, 1, matrix.trace() / static_cast<double>(matrix.rows()));
}

double distance(const Matrix& a, const Matrix& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return HUGE_VAL;
  return (a - b).cwiseAbs().maxCoeff();
}

}  // namespace

TEST_CASE("a factor is a matrix of which a part is stored", "[shape]") {
  for (const Shape shape : shapes) {
    CAPTURE(static_cast<int>(shape));
    Dice dice(1 + static_cast<std::uint64_t>(shape));
    const Matrix covariance = random_value(shape, d, dice);
    const Matrix other = random_value(shape, d, dice);
    Factor root, second;
    REQUIRE(find_root(shape, covariance, root));
    REQUIRE(find_root(shape, other, second));
    const Matrix f = whole(shape, root.values);
    CHECK(distance(f * f.transpose(), whole(shape, covariance)) < 1e-14);
    CHECK(distance(root.square(), covariance) < 1e-14);
    CHECK(f.isLowerTriangular(0.0));

    const Vector v = dice.normals(d, 1);
    const Matrix columns = dice.normals(d, 3);
    CHECK(distance(root.times(v), f * v) < 1e-14);
    CHECK(distance(root.times_columns(columns), f * columns) < 1e-14);
    CHECK(distance(whole(shape, root.times(second).values),
                   f * whole(shape, second.values)) < 1e-14);
    CHECK(distance(whole(shape, root.inverse().values), f.inverse()) < 1e-13);
    CHECK(root.squared_length(v) == Approx((f * v).squaredNorm()).epsilon(1e-13));
    CHECK(root.log_determinant(d) == Approx(std::log(f.determinant())).epsilon(1e-12));
    CHECK(log_determinant_of(shape, d, covariance) ==
          Approx(2.0 * std::log(f.determinant())).epsilon(1e-12));
    CHECK(root.trace(other, d) ==
          Approx((f * whole(shape, other) * f.transpose()).trace()).epsilon(1e-13));
    // Of variances one number is their mean.
    const Vector variances = dice.normals(d, 1).cwiseAbs();
    const Matrix held_variances = covariance_of(shape, variances);
    CHECK(
        root.trace_of_variances(variances, d) ==
        Approx((f * whole(shape, held_variances) * f.transpose()).trace()).epsilon(1e-13));

    Factor whitening;
    double log_determinant = 0.0;
    REQUIRE(whiten(shape, d, covariance, whitening, log_determinant));
    const Matrix w = whole(shape, whitening.values);
    CHECK(distance(w * f * (w * f).transpose(), Matrix::Identity(d, d)) < 1e-13);
    CHECK(whitening.log_determinant(d) == Approx(log_determinant).epsilon(1e-12));
  }
}

TEST_CASE("what has no root is refused", "[shape]") {
  for (const Shape shape : shapes) {
    Dice dice(3);
    for (const double bad : {0.0, -1.0, static_cast<double>(NAN)}) {
      Matrix covariance = random_value(shape, d, dice);
      covariance(0) = bad;
      Factor factor;
      double log_determinant = 0.0;
      CHECK_FALSE(find_root(shape, covariance, factor));
      CHECK_FALSE(whiten(shape, d, covariance, factor, log_determinant));
      CHECK(std::isnan(log_determinant_of(shape, d, covariance)));
    }
  }
}

TEST_CASE("a shape holds its part of what is done to whole matrices", "[shape]") {
  for (const Shape shape : shapes) {
    CAPTURE(static_cast<int>(shape));
    Dice dice(7);
    const Matrix covariance = random_value(shape, d, dice);
    const Matrix matrix = whole(shape, covariance);
    const Vector v = dice.normals(d, 1);
    const Vector variances = v.cwiseAbs();

    Matrix with_square = covariance;
    add_square(shape, 0.3, v, with_square);
    CHECK(distance(with_square, held(shape, matrix + 0.3 * v * v.transpose())) < 1e-14);
    Matrix with_variances = covariance;
    add_variances(shape, variances, with_variances);
    const Matrix diagonal = variances.asDiagonal();
    CHECK(distance(with_variances, held(shape, matrix + diagonal)) < 1e-14);
    CHECK(distance(covariance_of(shape, variances), held(shape, diagonal)) < 1e-14);
    const Matrix scatter =
        scatter_of(shape) == Scatter::full ? matrix : Matrix(matrix.diagonal());
    CHECK(distance(shaped(shape, scatter), covariance) < 1e-14);

    CHECK(distance(variances_of(shape, covariance, d), matrix.diagonal()) == 0.0);
    const Matrix part = part_of(shape, covariance, {0, 3});
    CHECK(part(0) == matrix(0, 0));
    CHECK(part(1, part.cols() - 1) == matrix(3, 3));
    CHECK(part.rows() == 2);
    if (shape == Shape::full) CHECK(part(1, 0) == matrix(3, 0));
  }
  CHECK(n_numbers(Shape::full, 4.0) == 10.0);
  CHECK(n_numbers(Shape::diagonal, 4.0) == 4.0);
  CHECK(n_numbers(Shape::spherical, 4.0) == 1.0);
}
