// Log densities and posterior probabilities, near and far.

#include <catch.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "compare.h"
#include "core/pass/pass.h"
#include "core/pass/row-sinks.h"
#include "core/pass/soft-responder.h"
#include "families.h"
#include "models.h"
#include "problem.h"
#include "reference.h"

using namespace gaussmix;

namespace {

constexpr double eps = 2.220446049250313e-16;

Vector log_densities(const Problem& problem, const Parameters& parameters) {
  const Plan plan = plan_of(parameters);
  Vector result(problem.n());
  LogDensitySink sink(result.data());
  problem.pass().run(SoftResponder(plan), sink);
  return result;
}

Matrix responsibilities(const Problem& problem, const Parameters& parameters) {
  const Plan plan = plan_of(parameters);
  Matrix z(problem.n(), parameters.n_components());
  MatrixSink sink(MatrixSink::Content::responsibilities, z.data(), problem.n());
  problem.pass().run(SoftResponder(plan), sink);
  return z;
}

// One component at zero; the log density of the row x.
double log_density_at(const Vector& x, Shape shape, const Matrix& covariance) {
  const Parameters parameters{Vector::Ones(1),
                              Matrix::Zero(x.size(), 1),
                              {shape, false, {covariance}}};
  return log_densities(unweighted(x.transpose()), parameters)[0];
}

// An orthogonal matrix times eigenvalues from 1 down to 1 / condition.
Matrix covariance_of_condition(Index d, double condition, Dice& dice) {
  const Matrix basis =
      Eigen::SelfAdjointEigenSolver<Matrix>(random_covariance(d, dice)).eigenvectors();
  Vector values(d);
  for (Index j = 0; j < d; ++j) {
    values[j] = std::pow(condition, -static_cast<double>(j) / static_cast<double>(d - 1));
  }
  const Matrix product = basis * values.asDiagonal() * basis.transpose();
  return product.selfadjointView<Eigen::Lower>();
}

void check_valid_rows(const Matrix& z) {
  for (Index i = 0; i < z.rows(); ++i) {
    CAPTURE(i);
    CHECK(z.row(i).allFinite());
    CHECK(z.row(i).minCoeff() >= 0.0);
    CHECK(std::abs(z.row(i).sum() - 1.0) <= 4e-16 * static_cast<double>(z.cols()));
  }
}

const std::vector<Shape> shapes = {Shape::spherical, Shape::diagonal, Shape::full};

}  // namespace

TEST_CASE("log densities and responsibilities are the reference's", "[density]") {
  for (const Family& family : all_families()) {
    for (const Index d : {1, 2, 12, 13, 40}) {
      CAPTURE(family.name);
      CAPTURE(d);
      Dice dice(static_cast<std::uint64_t>(d));
      const Problem problem = random_problem(600, d, 3, false, dice);
      const Parameters parameters = random_parameters(family, d, 4, dice);
      const reference::Posterior expected =
          reference::respond(as_reference(parameters), rows_of(problem));
      const Vector log_density = log_densities(problem, parameters);
      const Matrix z = responsibilities(problem, parameters);
      check_valid_rows(z);
      double density_error = 0.0;
      double z_error = 0.0;
      for (Index i = 0; i < 600; ++i) {
        const std::size_t at = static_cast<std::size_t>(i);
        density_error = std::max(density_error,
                                 relative_error(log_density[i], expected.log_density[at]));
        for (Index k = 0; k < 4; ++k) {
          z_error = std::max(
              z_error,
              relative_error(z(i, k), expected.z[at][static_cast<std::size_t>(k)], 1));
        }
      }
      CHECK(density_error < 1e-13);
      CHECK(z_error < 1e-12);
    }
  }
}

TEST_CASE("log joint densities at log weights of zero are those of components",
          "[density]") {
  Dice dice(71);
  const Problem problem = random_problem(100, 3, 2, false, dice);
  const Parameters parameters = random_parameters(full_family(), 3, 2, dice);
  Status status;
  const Plan plan =
      make_plan(Vector::Zero(2), parameters.means, parameters.covariances, status);
  Matrix joint(100, 2);
  MatrixSink sink(MatrixSink::Content::log_joint, joint.data(), 100);
  problem.pass().run(SoftResponder(plan), sink);
  const reference::Mixture mixture = as_reference(parameters);
  const reference::Table rows = rows_of(problem);
  for (Index i = 0; i < 100; ++i) {
    for (std::size_t k = 0; k < 2; ++k) {
      CHECK(relative_error(joint(i, static_cast<Index>(k)),
                           reference::log_normal(rows[static_cast<std::size_t>(i)],
                                                 mixture.means[k],
                                                 mixture.covariances[k])) < 1e-13);
    }
  }
}

TEST_CASE("an ill-conditioned covariance keeps its log density", "[density]") {
  // Condition 1e9. At zero the density is -3/2 log(2 pi) - 1/2 log det C, and
  // det C = 6.4e-9 or so is what is left of products of size 1e3.
  Matrix c(3, 3);
  c << 32.00000007, 35.99999993, 8.00000001,  //
      35.99999993, 40.50000006, 8.99999998,   //
      8.00000001, 8.99999998, 2.00000008;
  const double value = log_density_at(Vector::Zero(3), Shape::full, c);
  CHECK(std::abs(value - 11.1852708731677) < 1e-7);
  const reference::Row zero(3, 0);
  const reference::Real expected = reference::log_normal(zero, zero, as_table(c));
  CHECK(std::abs(value - static_cast<double>(expected)) < 1e-7);
}

TEST_CASE("a log density of a tiny covariance in many dimensions", "[density]") {
  // -35 log(2 pi) + 35 log(1e10) = 741.579085, for each way to write it.
  const Vector x = Vector::Zero(70);
  for (const double value :
       {log_density_at(x, Shape::spherical, Matrix::Constant(1, 1, 1e-10)),
        log_density_at(x, Shape::diagonal, Matrix::Constant(70, 1, 1e-10)),
        log_density_at(x, Shape::full, 1e-10 * Matrix::Identity(70, 70))}) {
    CHECK(std::abs(value - 741.579085) < 1e-6);
    CHECK(
        value ==
        Approx(35.0 * (std::log(1e10) - std::log(2.0 * std::acos(-1.0)))).epsilon(1e-14));
  }
}

TEST_CASE("errors of log densities stay within 10 cond eps", "[density]") {
  for (const Index d : {2, 5, 15}) {
    for (const double condition : {1.0, 1e3, 1e6, 1e9, 1e12}) {
      CAPTURE(d);
      CAPTURE(condition);
      Dice dice(static_cast<std::uint64_t>(d));
      const Matrix covariance = covariance_of_condition(d, condition, dice);
      // Rows of the distribution itself: L z, rounded to double.
      const reference::Table lower = reference::cholesky(as_table(covariance));
      Matrix rows(200, d);
      for (Index i = 0; i < 200; ++i) {
        const Matrix z = dice.normals(d, 1);
        for (Index j = 0; j < d; ++j) {
          reference::Real sum = 0;
          for (Index l = 0; l <= j; ++l) {
            sum += lower[static_cast<std::size_t>(j)][static_cast<std::size_t>(l)] * z(l);
          }
          rows(i, j) = static_cast<double>(sum);
        }
      }
      const Parameters parameters{Vector::Ones(1),
                                  Matrix::Zero(d, 1),
                                  {Shape::full, false, {covariance}}};
      const Vector values = log_densities(unweighted(rows), parameters);
      double worst = 0.0;
      for (Index i = 0; i < 200; ++i) {
        const reference::Real expected = reference::log_normal(
            as_row(rows.row(i).transpose()),
            reference::Row(static_cast<std::size_t>(d), 0), as_table(covariance));
        worst = std::max(worst,
                         relative_error(values[i], expected,
                                        std::max(std::abs(expected), reference::Real{1})));
      }
      CHECK(worst <= std::max(1e-13, 10.0 * condition * eps));
    }
  }
}

TEST_CASE("posterior probabilities are the closed form for rows near and far",
          "[density][far]") {
  // log(z_2 / z_1) = log(.7 / .3) + 2 x.
  std::vector<double> places = {0.0};
  for (double x = 1e-8; x <= 1.0000001e8; x *= 10.0) {
    for (const double factor : {1.0, 1.7, 3.1, 5.3}) {
      if (x * factor > 1e8) continue;
      places.push_back(x * factor);
      places.push_back(-x * factor);
    }
  }
  Matrix rows(static_cast<Index>(places.size()), 1);
  for (std::size_t i = 0; i < places.size(); ++i) rows(static_cast<Index>(i)) = places[i];
  for (const Shape shape : shapes) {
    for (const bool shared : {false, true}) {
      CAPTURE(static_cast<int>(shape));
      CAPTURE(shared);
      const Matrix z = responsibilities(unweighted(rows), two_points(shape, shared));
      check_valid_rows(z);
      for (Index i = 0; i < rows.rows(); ++i) {
        CAPTURE(rows(i));
        const reference::Real odds = static_cast<reference::Real>(0.7) /
                                     static_cast<reference::Real>(0.3) *
                                     std::exp(2 * static_cast<reference::Real>(rows(i)));
        CHECK(relative_error(z(i, 0), 1 / (1 + odds), 1) < 1e-12);
        CHECK(relative_error(z(i, 1), 1 / (1 + 1 / odds), 1) < 1e-12);
      }
    }
  }
}

TEST_CASE("rows at 1e160 have valid posterior probabilities", "[density][far]") {
  for (const Shape shape : shapes) {
    for (const bool shared : {false, true}) {
      for (const Index d : {1, 3, 14}) {
        CAPTURE(static_cast<int>(shape));
        CAPTURE(shared);
        CAPTURE(d);
        Dice dice(static_cast<std::uint64_t>(d));
        const Parameters parameters = random_parameters(shape, shared, d, 4, dice);
        Problem problem = random_problem(40, d, 1, false, dice);
        problem.values *= 1e160;
        check_valid_rows(responsibilities(problem, parameters));
        problem.values = dice.normals(40, d) * 1e8;
        check_valid_rows(responsibilities(problem, parameters));
        // Up to the largest double.
        problem.values = dice.normals(40, d).cwiseSign() * 1.79e308;
        check_valid_rows(responsibilities(problem, parameters));
      }
      // Where covariances are shared, the side decides; else all covariances are
      // equal here, and the means are too close to be seen from there.
      if (!shared) continue;
      Matrix rows(2, 1);
      rows << -1e160, 1e160;
      const Matrix z = responsibilities(unweighted(rows), two_points(shape, shared));
      CHECK(z(0, 0) == 1.0);
      CHECK(z(1, 1) == 1.0);
    }
  }
}

TEST_CASE("far rows keep what near coordinates tell under a shared covariance",
          "[density][far]") {
  // Means (0, -1) and (0, 1), unit covariance: log(z_2 / z_1) = log(.7 / .3) + 2 y,
  // however large x is.
  Matrix means(2, 2);
  means << 0.0, 0.0,  //
      -1.0, 1.0;
  for (const Shape shape : shapes) {
    Matrix value = Matrix::Ones(shape == Shape::spherical ? 1 : 2, 1);
    if (shape == Shape::full) value = Matrix::Identity(2, 2);
    const Parameters parameters{Vector(Eigen::Vector2d(0.3, 0.7)),
                                means,
                                {shape, true, {value}}};
    for (const double x : {1.0, 100.0, 1e4, 1e6, 1e8, 1e20, 1e160}) {
      CAPTURE(x);
      Matrix row(1, 2);
      row << x, 0.1;
      const Matrix z = responsibilities(unweighted(row), parameters);
      const reference::Real odds = static_cast<reference::Real>(0.7) /
                                   static_cast<reference::Real>(0.3) *
                                   std::exp(2 * static_cast<reference::Real>(0.1));
      CHECK(relative_error(z(0, 1), 1 / (1 + 1 / odds), 1) < 1e-12);
    }
    // Just before rows count as far, half squared distances of 1e4 are subtracted,
    // each good to 1e-16 of itself.
    for (double x = 10.0; x < 1500.0; x += 3.7) {
      CAPTURE(x);
      Matrix row(1, 2);
      row << x, 0.1;
      const Matrix z = responsibilities(unweighted(row), parameters);
      CHECK(relative_error(z(0, 1), 1 / (1 + 0.3L / 0.7L * std::exp(-0.2L)), 1) < 2e-12);
    }
  }
}

TEST_CASE("far rows of clusters that lie far from zero keep their digits",
          "[density][far]") {
  // Means m -+ (5, 6) / 8 and unit covariances, rows 200 standard deviations away
  // and about equally far from both: log(z_2 / z_1) = log(.7 / .3) +
  // 2 (x - m)'(5, 6) / 8. All coordinates are multiples of 2^-12, which doubles
  // hold exactly up to 1e12.
  for (const double offset : {0.0, 1e4, 1e8, 1e10}) {
    for (const bool shared : {false, true}) {
      CAPTURE(offset);
      CAPTURE(shared);
      Matrix means(2, 2);
      means << offset - 0.625, offset + 0.625,  //
          offset - 0.75, offset + 0.75;
      const Parameters parameters{
          Vector(Eigen::Vector2d(0.3, 0.7)),
          means,
          {Shape::diagonal, shared,
           std::vector<Matrix>(shared ? 1 : 2, Matrix::Ones(2, 1))}};
      double worst = 0.0;
      for (int i = 0; i < 200; ++i) {
        const double x = 150.0 + 0.25 * i;
        const double y = std::round(-x * 0.625 / 0.75 * 4096.0) / 4096.0;
        Matrix row(1, 2);
        row << offset + x, offset + y;
        const Matrix z = responsibilities(unweighted(row), parameters);
        const reference::Real odds =
            0.7L / 0.3L *
            std::exp(2 * (static_cast<reference::Real>(x) * 0.625L +
                          static_cast<reference::Real>(y) * 0.75L));
        worst = std::max(worst, relative_error(z(0, 1), 1 / (1 + 1 / odds), 1));
      }
      // Own factors: two rounded points at 200 standard deviations are subtracted.
      CHECK(worst < (shared ? 1e-12 : 2e-11));
    }
  }
}

TEST_CASE("the entropy of far rows is that of their posterior", "[density][far]") {
  // As above: one row whose posterior is (p, 1 - p) at any x.
  Matrix means(2, 2);
  means << 0.0, 0.0,  //
      -1.0, 1.0;
  const Parameters parameters{Vector(Eigen::Vector2d(0.3, 0.7)),
                              means,
                              {Shape::spherical, true, {Matrix::Ones(1, 1)}}};
  const Plan plan = plan_of(parameters);
  const double p = 1.0 / (1.0 + 0.7 / 0.3 * std::exp(0.2));
  const double entropy = -p * std::log(p) - (1.0 - p) * std::log(1.0 - p);
  for (const double x : {1.0, 1e5, 1e8, 1e10}) {
    CAPTURE(x);
    Matrix row(1, 2);
    row << x, 0.1;
    const Problem problem = unweighted(row);
    const Statistics statistics =
        problem.pass().sum(SoftResponder(plan), {Scatter::none, false}, plan.centres);
    CHECK(statistics.entropy == Approx(entropy).epsilon(1e-6));
    CHECK(statistics.log_certainty == Approx(std::log(1.0 - p)).epsilon(1e-6));
  }
}

TEST_CASE("a component of weight zero takes nothing, near and far", "[density][far]") {
  for (const double x : {0.0, 1e5, 1e100}) {
    for (const bool shared : {false, true}) {
      CAPTURE(x);
      CAPTURE(shared);
      Parameters parameters = two_points(Shape::full, shared);
      parameters.weights << 1.0, 0.0;
      const Problem problem = unweighted(Matrix::Constant(1, 1, x));
      const Matrix z = responsibilities(problem, parameters);
      CHECK(z(0, 0) == 1.0);
      CHECK(z(0, 1) == 0.0);
      const Plan plan = plan_of(parameters);
      const Statistics statistics =
          problem.pass().sum(SoftResponder(plan), {Scatter::none, false}, plan.centres);
      CHECK(statistics.entropy == 0.0);
      CHECK(statistics.log_certainty == 0.0);
      CHECK(statistics.counts[1] == 0.0);
    }
  }
}
