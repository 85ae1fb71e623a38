// Factors of covariances and information criteria.

#include <catch.h>

#include <Eigen/Cholesky>
#include <cmath>
#include <limits>

#include "compare.h"
#include "core/ground/linalg.h"
#include "core/nouns/criteria.h"
#include "core/nouns/plan.h"
#include "problem.h"
#include "reference.h"

using namespace gaussmix;

namespace {

// The lower triangle alone, with rubbish above it.
Matrix lower_only(const Matrix& symmetric) {
  Matrix result = symmetric;
  result.triangularView<Eigen::StrictlyUpper>().setConstant(NAN);
  return result;
}

// F L = I as near as a substitution comes to it (Higham 2002, section 14.2).
bool inverts(const Matrix& inverse, const Matrix& lower) {
  const Index d = lower.rows();
  const Matrix sizes = inverse.cwiseAbs() * lower.cwiseAbs();
  const Matrix error = inverse * lower - Matrix::Identity(d, d);
  const double rounding =
      2.0 * static_cast<double>(d) * std::numeric_limits<double>::epsilon();
  return (error.array().abs() <= rounding * sizes.array()).all();
}

}  // namespace

TEST_CASE("the Cholesky factor is the reference's and reads the lower triangle",
          "[linalg]") {
  for (const Index d : {1, 2, 5, 20}) {
    CAPTURE(d);
    Dice dice(static_cast<std::uint64_t>(d));
    const Matrix a = random_covariance(d, dice);
    Matrix lower;
    REQUIRE(cholesky(lower_only(a), lower));
    const reference::Table expected = reference::cholesky(as_table(a));
    CHECK(worst_error(as_table(lower), expected,
                      reference::Table(static_cast<std::size_t>(d),
                                       reference::Row(static_cast<std::size_t>(d), 1))) <
          1e-13);
    const Matrix inverse = inverse_of_lower(lower);
    CHECK((inverse * lower - Matrix::Identity(d, d)).norm() < 1e-12);
  }
}

TEST_CASE("the inverse of a triangle is one, in parts or whole", "[linalg]") {
  for (const Index d : {1, 2, 5, 24, 25, 33, 64, 100, 257}) {
    CAPTURE(d);
    Dice dice(static_cast<std::uint64_t>(d));
    Matrix lower;
    REQUIRE(cholesky(random_covariance(d, dice), lower));
    const Matrix inverse = inverse_of_lower(lower);
    CHECK(inverts(inverse, lower));
    CHECK(inverse.isLowerTriangular(0.0));
    CHECK((inverse * lower - Matrix::Identity(d, d)).norm() <
          1e-14 * static_cast<double>(d));
  }
}

TEST_CASE("the inverse of a badly conditioned triangle is no worse than a substitution",
          "[linalg]") {
  // Rows of any size below pivots that fall by twelve powers of ten.
  for (const Index d : {2, 5, 24, 25, 33, 64, 100, 257}) {
    CAPTURE(d);
    Dice dice(static_cast<std::uint64_t>(d));
    Matrix lower = dice.normals(d, d).triangularView<Eigen::Lower>();
    for (Index j = 0; j < d; ++j) {
      lower(j, j) =
          std::pow(10.0, -12.0 * static_cast<double>(j) / static_cast<double>(d));
      lower.col(j).tail(d - 1 - j) *= lower(j, j) / static_cast<double>(d);
    }
    lower.row(d - 1) *= 1e150;
    const Matrix inverse = inverse_of_lower(lower);
    CHECK(inverts(inverse, lower));
    const Matrix plain =
        lower.triangularView<Eigen::Lower>().solve(Matrix::Identity(d, d));
    const Matrix sizes = inverse.cwiseAbs() * lower.cwiseAbs() * inverse.cwiseAbs();
    const double rounding =
        2.0 * static_cast<double>(d) * std::numeric_limits<double>::epsilon();
    CHECK(((inverse - plain).array().abs() <= rounding * sizes.array()).all());
  }
}

TEST_CASE("what is done in parts for many columns has the digits of the whole",
          "[linalg]") {
  // Sizes on both sides of those at which parts begin, and of halves of them.
  for (const Index d : {512, 513, 700, 1100}) {
    CAPTURE(d);
    Dice dice(static_cast<std::uint64_t>(d));
    const Matrix rows = dice.normals(d + 20, d);
    const Matrix symmetric = rows.transpose() * rows;
    Matrix lower;
    REQUIRE(cholesky(symmetric, lower));
    const Vector scale = symmetric.diagonal().array().sqrt();
    const Matrix unit =
        lower_only((symmetric.array().colwise() / scale.array()).rowwise() /
                   scale.transpose().array());
    const Matrix whole = scale.asDiagonal() * Matrix(Eigen::LLT<Matrix>(unit).matrixL());
    CHECK((lower - whole).cwiseAbs().maxCoeff() <= 1e-13 * whole.cwiseAbs().maxCoeff());
    CHECK(inverts(inverse_of_lower(lower), lower));
    const Matrix triangle = lower.triangularView<Eigen::Lower>();
    CHECK(times_lower(lower, rows.topRows(d)) ==
          Matrix(lower.triangularView<Eigen::Lower>() * rows.topRows(d)));
    CHECK((square_of(triangle) - symmetric).cwiseAbs().maxCoeff() <
          1e-12 * symmetric.cwiseAbs().maxCoeff());
  }
}

TEST_CASE("singularity is found in parts, too", "[linalg]") {
  Dice dice(8);
  const Index d = 600;
  Matrix rows = dice.normals(d - 1, d);
  Matrix lower;
  // Of fewer rows than columns, and the same far from singular by a ridge.
  const Matrix singular = rows.transpose() * rows;
  CHECK_FALSE(cholesky(singular, lower));
  CHECK(cholesky(singular + Matrix(Matrix::Identity(d, d)), lower));
  // The first column and its copy at the end: all pivots but the last are sound.
  rows = dice.normals(2 * d, d);
  rows.col(d - 1) = rows.col(0);
  CHECK_FALSE(cholesky(rows.transpose() * rows, lower));
}

TEST_CASE("singularity does not depend on the units of the columns", "[linalg]") {
  Dice dice(4);
  const Matrix a = random_covariance(4, dice);
  Matrix units = Matrix::Zero(4, 4);
  units.diagonal() << 1e-140, 1.0, 1e7, 1e140;
  Matrix lower;
  REQUIRE(cholesky(units * a * units, lower));
  const reference::Table expected = reference::cholesky(as_table(a));
  for (Index i = 0; i < 4; ++i) {
    for (Index j = 0; j <= i; ++j) {
      CHECK(relative_error(
                lower(i, j) / units(i, i),
                expected[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)],
                1) < 1e-13);
    }
  }
  // A column that repeats another is singular in every unit.
  Matrix twins(2, 2);
  twins << 2.0, 2.0, 2.0, 2.0;
  CHECK_FALSE(cholesky(twins, lower));
  twins << 2e-280, 2e-140, 2e-140, 2.0;
  CHECK_FALSE(cholesky(twins, lower));
}

TEST_CASE("what has no Cholesky factor is refused", "[linalg]") {
  Matrix lower;
  CHECK_FALSE(cholesky(Matrix::Zero(2, 2), lower));
  CHECK_FALSE(cholesky(-Matrix::Identity(2, 2), lower));
  Matrix indefinite(2, 2);
  indefinite << 1.0, 2.0, 2.0, 1.0;
  CHECK_FALSE(cholesky(indefinite, lower));
  Matrix infinite = Matrix::Identity(2, 2);
  infinite(1, 1) = INFINITY;
  CHECK_FALSE(cholesky(infinite, lower));
  Matrix nan = Matrix::Identity(2, 2);
  nan(0, 0) = NAN;
  CHECK_FALSE(cholesky(nan, lower));
  // The last pivot is 1 - rho^2 for two columns: 4 d eps is rounding, 1e-12 is not.
  for (const bool rounding : {false, true}) {
    const double rest = rounding ? 4e-16 : 1e-12;
    Matrix close(2, 2);
    close << 1.0, std::sqrt(1.0 - rest), std::sqrt(1.0 - rest), 1.0;
    CHECK(cholesky(close, lower) != rounding);
  }
}

TEST_CASE("what the determinant lets pass, the condition lets pass, too", "[linalg]") {
  // From well conditioned to singular; correlations, so that nothing is scaled.
  Dice dice(11);
  int refused = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    const Index d = 2 + dice.below(8);
    const Matrix thin = dice.normals(d, d - 1);
    Matrix a = thin * thin.transpose() +
               std::pow(10.0, dice.uniform(-17.0, 0.0)) * Matrix::Identity(d, d);
    const Vector scales = a.diagonal().array().rsqrt();
    a = (scales.asDiagonal() * a * scales.asDiagonal()).eval();
    a.diagonal().setOnes();
    const Eigen::LLT<Matrix> factor(a);
    const double rounding =
        4.0 * static_cast<double>(d) * std::numeric_limits<double>::epsilon();
    const bool expected =
        factor.info() == Eigen::Success &&
        factor.matrixLLT().diagonal().array().square().minCoeff() > 8.0 * rounding &&
        factor.rcond() > rounding;
    CAPTURE(trial);
    Matrix lower;
    REQUIRE(cholesky(a, lower) == expected);
    if (!expected) ++refused;
  }
  CHECK(refused > 400);
  CHECK(refused < 2000);
}

TEST_CASE("after a pivot of rounding error one factorisation ends and another does not",
          "[linalg]") {
  // Two columns nearly the same, and others that follow from what is left of them.
  Dice dice(12);
  const double eps = std::numeric_limits<double>::epsilon();
  int ours_alone = 0;
  for (int trial = 0; trial < 100000; ++trial) {
    const Index d = 3 + dice.below(4);
    Matrix thin = dice.normals(d, d - 1 - dice.below(2));
    thin.row(1) *= std::sqrt(eps) * std::exp2(dice.uniform(3.0, 8.0));
    thin.row(1) += thin.row(0);
    Matrix a = thin * thin.transpose();
    const Vector scales = a.diagonal().array().rsqrt();
    a = (scales.asDiagonal() * a * scales.asDiagonal()).eval();
    a.diagonal().setOnes();
    Matrix lower = a;
    const double least = 32.0 * static_cast<double>(d) * eps;
    const bool ours =
        factor_in_place(lower) && lower.diagonal().array().square().minCoeff() > least;
    if (ours && Eigen::LLT<Matrix>(a).info() != Eigen::Success) ++ours_alone;
    CAPTURE(trial);
    // Eigen would stop at the condition of what it has no factor of.
    if (cholesky(a, lower)) REQUIRE(lower.allFinite());
  }
  CHECK(ours_alone > 0);
}

TEST_CASE("an off-diagonal that is not a number is refused", "[linalg]") {
  for (const Index d : {2, 3, 6}) {
    for (Index i = 1; i < d; ++i) {
      for (const double bad : {static_cast<double>(NAN), static_cast<double>(INFINITY)}) {
        CAPTURE(d);
        CAPTURE(i);
        CAPTURE(bad);
        Matrix a = Matrix::Identity(d, d);
        a(i, 0) = a(0, i) = bad;
        Matrix lower;
        CHECK_FALSE(cholesky(a, lower));
      }
    }
  }
}

TEST_CASE("whitening factors invert covariances of every shape", "[linalg]") {
  for (const Shape shape : {Shape::spherical, Shape::diagonal, Shape::full}) {
    const Index d = 4;
    Dice dice(static_cast<std::uint64_t>(shape));
    const Matrix value = random_value(shape, d, dice);
    Factor factor;
    double log_determinant = 0.0;
    REQUIRE(whiten(shape, d, value, factor, log_determinant));
    const reference::Table covariance = whole_covariance(shape, d, value);
    // F S F' = I, with F as a whole matrix.
    const reference::Table f = whole_covariance(shape, d, factor.values);
    const reference::Table turned =
        reference::product(reference::product(f, covariance), reference::transposed(f));
    CHECK(covariance_error(turned, reference::identity(static_cast<std::size_t>(d))) <
          1e-13);
    reference::Real expected = 0;
    const reference::Table lower = reference::cholesky(covariance);
    for (std::size_t j = 0; j < lower.size(); ++j) expected -= std::log(lower[j][j]);
    CHECK(relative_error(log_determinant, expected, 1) < 1e-13);
  }
}

TEST_CASE("a plan names the first component without a factor", "[linalg]") {
  Dice dice(12);
  for (const Shape shape : {Shape::spherical, Shape::diagonal, Shape::full}) {
    for (const double bad :
         {0.0, -1.0, static_cast<double>(NAN), static_cast<double>(INFINITY)}) {
      Parameters parameters = random_parameters(shape, false, 3, 4, dice);
      Status status;
      make_plan(parameters, status);
      CHECK(status.ok());
      parameters.covariances.values[2](0, 0) = bad;
      parameters.covariances.values[3](0, 0) = bad;
      make_plan(parameters, status);
      CHECK(status.trouble == Trouble::singular);
      CHECK(status.component == 2);
      // A shared covariance is no component's.
      Parameters shared = random_parameters(shape, true, 3, 4, dice);
      shared.covariances.values[0](0, 0) = bad;
      status = {};
      make_plan(shared, status);
      CHECK(status.trouble == Trouble::singular);
      CHECK(status.component == -1);
    }
  }
}

TEST_CASE("axes by rotations have all digits of small variances, too", "[linalg]") {
  for (const Index d : {1, 2, 3, 5, 12}) {
    for (const double unit : {1.0, 1e-6, 1e-120}) {
      CAPTURE(d);
      CAPTURE(unit);
      Dice dice(static_cast<std::uint64_t>(d));
      const Matrix own = random_covariance(d, dice);
      Vector units(d);
      for (Index j = 0; j < d; ++j) units[j] = j % 2 == 0 ? 1.0 : unit;
      const Matrix matrix = units.asDiagonal() * own * units.asDiagonal();
      const PrincipalAxes axes = axes_by_rotations(matrix);
      const Matrix none =
          axes.directions.transpose() * axes.directions - Matrix(Matrix::Identity(d, d));
      CHECK(none.cwiseAbs().maxCoeff() < 1e-14);
      const Matrix back = covariance_along(axes.directions, axes.variances);
      CHECK((back - matrix).cwiseAbs().maxCoeff() < 1e-13 * matrix.trace());
      // The determinant, which large variances do not rule.
      Matrix lower;
      REQUIRE(cholesky(own, lower));
      const double expected =
          2.0 * (lower.diagonal().array().log().sum() + units.array().log().sum());
      CHECK(std::abs(axes.variances.array().log().sum() - expected) < 1e-12);
      const PrincipalAxes none_at_all = axes_by_rotations(Matrix::Zero(d, d));
      CHECK(none_at_all.variances == Vector::Zero(d));
    }
  }
}

TEST_CASE("information criteria are smaller for better fits", "[criteria]") {
  // By hand: L = -100, p = 7, n = e^3.
  CHECK(aic(-100.0, 7.0) == 214.0);
  CHECK(bic(-100.0, 7.0, std::exp(3.0)) == Approx(221.0).epsilon(1e-15));
  // The entropy of the posterior is a penalty, and twice.
  CHECK(icl(221.0, 5.5) == 232.0);
}
