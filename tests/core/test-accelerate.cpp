// Leaps of EM: the coordinates in which they are made, the extrapolation, and what they
// save; and what a run believes that it can still gain.

#include <catch.h>

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <Eigen/QR>
#include <cmath>
#include <string>
#include <vector>

#include "compare.h"
#include "core/em/anderson.h"
#include "core/estimators/mixture-chart.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "families.h"
#include "problem.h"

using namespace gaussmix;

namespace {

constexpr Index n_components = 3;

// The log of the determinant and the inverse of a covariance as a d x d matrix.
Matrix dense(const Covariances& covariances, Index k, Index d) {
  const Matrix& value = covariances.of(k);
  if (covariances.shape == Shape::full) return value;
  if (covariances.shape == Shape::diagonal) return value.col(0).asDiagonal();
  return value(0) * Matrix::Identity(d, d);
}

// The expected log-likelihood of complete data from `truth`, counts as given.
double expected_complete(const Parameters& truth, const Vector& counts,
                         const Parameters& at) {
  const Index d = truth.dimension();
  double total = 0.0;
  for (Index k = 0; k < truth.n_components(); ++k) {
    const Matrix covariance = dense(at.covariances, k, d);
    const Vector step = truth.means.col(k) - at.means.col(k);
    const Matrix second = dense(truth.covariances, k, d) + step * step.transpose();
    total +=
        counts[k] * (std::log(at.weights[k]) - 0.5 * std::log(covariance.determinant()) -
                     0.5 * (covariance.inverse() * second).trace());
  }
  return total;
}

// Two normals so close together that EM needs thousands of steps.
Problem close_normals(Index n, double distance) {
  Dice dice(5);
  Problem problem = unweighted(dice.normals(n, 2));
  problem.values.bottomRows(n / 2).array() += distance;
  return problem;
}

Parameters two_places(const Family& family) {
  Dice dice(8);
  Parameters parameters = random_parameters(family, 2, 2, dice);
  parameters.weights = Eigen::Vector2d(0.3, 0.7);
  parameters.means << -0.5, 1.5, 0.0, 1.0;
  return parameters;
}

FitOptions options_of(double tol, bool accelerated) {
  FitOptions options;
  options.em.tol = tol;
  options.em.max_iter = 100000;
  options.em.accelerated = accelerated;
  options.reg_covar = 0.0;
  options.constant_columns = std::vector<bool>(2, false);
  return options;
}

}  // namespace

TEST_CASE("coordinates of a mixture lead back to it", "[chart]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    for (const Index d : {1, 4}) {
      Dice dice(3);
      const Parameters reference = random_parameters(family, d, n_components, dice);
      const Parameters other = random_parameters(family, d, n_components, dice);
      const MixtureChart chart(family, reference, Eigen::Vector3d(20.0, 3.0, 500.0));
      REQUIRE(chart.valid());
      Vector point;
      REQUIRE(chart.to_coordinates(reference, point));
      REQUIRE(point.size() == chart.size());
      CHECK(point.norm() < 1e-11);
      REQUIRE(chart.to_coordinates(other, point));
      CHECK(mixture_error(as_reference(chart.from_coordinates(point)),
                          as_reference(other)) < 1e-11);
    }
  }
}

TEST_CASE("every point of the coordinates is a mixture", "[chart]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(4);
    const Parameters reference = random_parameters(family, 3, n_components, dice);
    const MixtureChart chart(family, reference, Eigen::Vector3d(5.0, 7.0, 9.0));
    for (int trial = 0; trial < 20; ++trial) {
      const Parameters far = chart.from_coordinates(10.0 * dice.normals(chart.size(), 1));
      CHECK(far.weights.sum() == Approx(1.0).epsilon(1e-14));
      CHECK((far.weights.array() > 0.0).all());
      for (Index k = 0; k < n_components; ++k) {
        CHECK(dense(far.covariances, k, 3).llt().info() == Eigen::Success);
      }
    }
  }
}

TEST_CASE("squared lengths are information", "[chart]") {
  // Minus the second derivative of the expected complete log-likelihood, by its
  // definition, along random directions.
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(6);
    const Parameters reference = random_parameters(family, 3, n_components, dice);
    const Vector counts = 250.0 * reference.weights;
    const MixtureChart chart(family, reference, counts);
    const double at = expected_complete(reference, counts, reference);
    for (int trial = 0; trial < 10; ++trial) {
      const Vector direction = dice.normals(chart.size(), 1);
      const double ahead =
          expected_complete(reference, counts, chart.from_coordinates(1e-3 * direction));
      const double behind =
          expected_complete(reference, counts, chart.from_coordinates(-1e-3 * direction));
      const double curvature = (2.0 * at - ahead - behind) / 1e-6;
      // Weights have one coordinate too many: in its direction nothing changes.
      const Vector roots = counts.array().sqrt();
      const double idle = direction.head(n_components).dot(roots) / roots.norm();
      CHECK(curvature == Approx(direction.squaredNorm() - idle * idle).epsilon(1e-3));
    }
  }
}

TEST_CASE("there are no coordinates around what is not a mixture", "[chart]") {
  Dice dice(9);
  const Vector counts = Eigen::Vector3d(10.0, 10.0, 10.0);
  const Parameters sound = random_parameters(full_family(), 2, n_components, dice);
  Parameters empty = sound;
  empty.weights[1] = 0.0;
  Parameters flat = sound;
  flat.covariances.values[2] = Matrix::Ones(2, 2);
  for (const Parameters& bad : {empty, flat}) {
    CHECK_FALSE(MixtureChart(full_family(), bad, counts).valid());
    Vector point;
    CHECK_FALSE(MixtureChart(full_family(), sound, counts).to_coordinates(bad, point));
  }
  CHECK_FALSE(
      MixtureChart(full_family(), sound, Eigen::Vector3d(10.0, 0.0, 20.0)).valid());
}

TEST_CASE("the extrapolation is exact for linear maps", "[anderson]") {
  // x -> A x + b with eigenvalues .99, .9 and .5 along turned axes stands still at the
  // solution of (I - A) x = b.
  Dice dice(10);
  const Eigen::HouseholderQR<Matrix> turn(dice.normals(3, 3));
  const Matrix axes = turn.householderQ();
  const Matrix a = axes * Eigen::Vector3d(0.99, 0.9, 0.5).asDiagonal() * axes.transpose();
  const Vector b = dice.normals(3, 1);
  const Vector stands = (Matrix::Identity(3, 3) - a).lu().solve(b);
  Anderson anderson(5);
  Vector x = Vector::Zero(3);
  for (int i = 0; i < 3; ++i) {
    CHECK(anderson.guess(x, a * x + b).known == (i > 0));
    x = a * x + b;
  }
  const Anderson::Guess guess = anderson.guess(x, a * x + b);
  REQUIRE(guess.known);
  CHECK((guess.fixed_point - stands).norm() < 1e-8 * stands.norm());
  CHECK(guess.slowest == Approx(0.01).epsilon(1e-6));
}

TEST_CASE("a direction in which the map runs away is seen", "[anderson]") {
  Anderson anderson(5);
  Vector x = Eigen::Vector2d(1.0, 1.0);
  Anderson::Guess guess;
  for (int i = 0; i < 3; ++i) {
    const Vector image = Eigen::Vector2d(1.1 * x[0], 0.5 * x[1]);
    guess = anderson.guess(x, image);
    x = image;
  }
  REQUIRE(guess.known);
  CHECK(guess.slowest == Approx(-0.1).epsilon(1e-6));
}

TEST_CASE("where the map already stands still nothing is guessed", "[anderson]") {
  Anderson anderson(5);
  const Vector x = Eigen::Vector2d(1.0, 2.0);
  for (int i = 0; i < 4; ++i) CHECK_FALSE(anderson.guess(x, x).known);
}

TEST_CASE("leaps reach the same maximum in a third of the iterations", "[accelerate]") {
  const Problem problem = close_normals(2000, 1.6);
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const auto fit = [&](double tol, bool accelerated) {
      return fit_from_parameters(problem.pass(), family, two_places(family),
                                 options_of(tol, accelerated));
    };
    const Fit plain = fit(1e-10, false);
    const Fit fast = fit(1e-10, true);
    REQUIRE(plain.run.converged);
    REQUIRE(fast.run.converged);
    CHECK(fast.run.iterations() * 3 <= plain.run.iterations());
    CHECK(std::abs(fast.run.objective() - plain.run.objective()) < 1e-8 * 2000);
    // A gain in every iteration but those that were refused, which change nothing.
    CHECK_FALSE(falls(fast.run.trace));
  }
}

TEST_CASE("what is left to gain is what is left", "[accelerate]") {
  const Problem problem = close_normals(2000, 1.6);
  for (const Family& family : all_families()) {
    const auto fit = [&](double tol, bool accelerated) {
      return fit_from_parameters(problem.pass(), family, two_places(family),
                                 options_of(tol, accelerated));
    };
    const double maximum = fit(1e-13, true).run.objective();
    for (const double tol : {1e-6, 1e-8, 1e-10}) {
      for (const bool accelerated : {false, true}) {
        CAPTURE(family.name);
        CAPTURE(tol);
        CAPTURE(accelerated);
        const Fit some = fit(tol, accelerated);
        REQUIRE(some.run.converged);
        CHECK(some.run.left <= tol * 2000);
        CHECK(maximum - some.run.objective() <= 3.0 * tol * 2000 + 1e-9);
      }
    }
  }
}

TEST_CASE("a tolerance of zero makes no leap", "[accelerate]") {
  const Problem problem = close_normals(500, 1.6);
  FitOptions options = options_of(0.0, true);
  options.em.max_iter = 60;
  const auto fit = [&](bool accelerated) {
    options.em.accelerated = accelerated;
    return fit_from_parameters(problem.pass(), full_family(), two_places(full_family()),
                               options);
  };
  CHECK(same_bits(fit(true).run.trace, fit(false).run.trace));
}

TEST_CASE("gains that fall at one rate add up to what is left", "[accelerate]") {
  // 1/2 + 1/4 + ... after 1: 1.
  CHECK(left_after(2.0, 1.0, -10.0, 10.0) == 1.0);
  CHECK(left_after(1.0, 0.9, -10.0, 10.0) == Approx(8.1));
  CHECK(left_after(1.0, 1.0, -10.0, 10.0) == INFINITY);
  // One huge step says nothing of the rate of those that follow: at least a tenth.
  CHECK(left_after(1e8, 9.0, -10.0, 10.0) == Approx(1.0));
  CHECK(left_after(0.0, 1.0, -10.0, 10.0) == INFINITY);
  // Rounding is no gain.
  CHECK(left_after(0.0, 1e-15, -10.0, 10.0) == 1e-15);
}
