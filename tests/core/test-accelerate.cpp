// Leaps of EM: the coordinates in which they are made, what steps tell of curvature, and what they
// save; and what a run believes that it can still gain.

#include <catch.h>

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "compare.h"
#include "core/em/secants.h"
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
      // What is tied lets it go in some directions only.
      const double little = 1e-5;
      Vector direction;
      chart.to_coordinates(chart.from_coordinates(little * dice.normals(chart.size(), 1)),
                           direction);
      direction /= little;
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

TEST_CASE("secants give the inverse of the BFGS update", "[secants]") {
  // The update by its formula (Nocedal and Wright 2006, equation 6.17), with dense matrices,
  // from the multiple of the identity that the last step asks for (7.20), within 1 and 4.
  const Index size = 4;
  const Index depth = 3;
  Dice dice(10);
  const Matrix root = dice.normals(size, size);
  const Matrix identity = Matrix::Identity(size, size);
  const Matrix curvature = root * root.transpose() / 40.0 + 0.1 * identity;
  Secants secants(depth);
  const Matrix steps = dice.normals(size, 5);
  for (Index i = 0; i < 5; ++i) {
    secants.remember(steps.col(i), curvature * steps.col(i), 0.02);
    const Index first = std::max<Index>(0, i + 1 - depth);
    const Vector last = curvature * steps.col(i);
    const double scale = steps.col(i).dot(last) / last.squaredNorm();
    Matrix inverse = std::clamp(scale, 1.0, 4.0) * identity;
    for (Index j = first; j <= i; ++j) {
      const Vector s = steps.col(j);
      const Vector y = curvature * s;
      const Matrix left = identity - s * y.transpose() / s.dot(y);
      inverse = Matrix(left * inverse * left.transpose() + s * s.transpose() / s.dot(y));
    }
    const Vector gradient = dice.normals(size, 1);
    CHECK((secants.way(gradient) - inverse * gradient).norm() <
          1e-12 * (inverse * gradient).norm());
    // What the last step has told is known exactly.
    CHECK((secants.way(last) - steps.col(i)).norm() < 1e-12);
  }
}

TEST_CASE("ways lead upwards, wherever the objective curves", "[secants]") {
  Dice dice(11);
  const Vector curvatures = Eigen::Vector4d(-0.3, 0.0, 0.02, 1.0);
  Secants secants(6);
  CHECK(secants.least_curvature() == 1.0);
  for (int i = 0; i < 12; ++i) {
    const Vector step = dice.normals(4, 1);
    secants.remember(step, curvatures.asDiagonal() * step, 0.02);
    for (int trial = 0; trial < 10; ++trial) {
      const Vector gradient = dice.normals(4, 1);
      CHECK(secants.way(gradient).dot(gradient) > 0.0);
    }
  }
  // Along the axis on which it curves upwards the way is as long as if it curved as much downwards.
  const Vector axis = Eigen::Vector4d(1.0, 0.0, 0.0, 0.0);
  secants.remember(axis, -0.3 * axis, 0.02);
  CHECK(secants.least_curvature() == Approx(-0.3));
  CHECK(secants.way(0.3 * axis).isApprox(axis, 1e-12));
}

TEST_CASE("no direction is believed to be flatter than is said", "[secants]") {
  const Vector axis = Eigen::Vector2d(0.0, 1.0);
  const auto way = [&](double flattest) {
    Secants secants(3);
    secants.remember(axis, 0.002 * axis, flattest);
    return secants.way(0.002 * axis);
  };
  CHECK(way(0.001).isApprox(axis, 1e-12));
  CHECK(way(0.02).isApprox(0.1 * axis, 1e-12));
}

TEST_CASE("curvatures are told of the last steps, and all is forgotten", "[secants]") {
  Secants secants(8);
  const Matrix axes = Matrix::Identity(3, 3);
  secants.remember(axes.col(0), 0.01 * axes.col(0), 0.02);
  CHECK(secants.least_curvature() == Approx(0.01));
  for (int i = 0; i < 5; ++i) secants.remember(axes.col(1), 0.5 * axes.col(1), 0.02);
  CHECK(secants.least_curvature() == Approx(0.5));
  secants.forget();
  CHECK(secants.empty());
  CHECK(secants.way(axes.col(2)) == axes.col(2));
}

TEST_CASE("a step that tells nothing is not remembered", "[secants]") {
  Secants secants(5);
  const Vector none = Vector::Zero(2);
  secants.remember(none, none, 0.02);
  secants.remember(Eigen::Vector2d(1.0, 2.0), Eigen::Vector2d(NAN, 0.0), 0.02);
  CHECK(secants.empty());
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

TEST_CASE("leaps learn how flat a ridge is", "[accelerate]") {
  // Normals that are close. If no direction was believed to be flatter than two hundredths: 66, 66
  // and 108.
  for (const double distance : {0.5, 0.7, 0.9}) {
    CAPTURE(distance);
    const Fit fit =
        fit_from_parameters(close_normals(2000, distance).pass(), full_family(),
                            two_places(full_family()), options_of(1e-10, true));
    CHECK(fit.run.converged);
    CHECK(fit.run.iterations() < 60);
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
