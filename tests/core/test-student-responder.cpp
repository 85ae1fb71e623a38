// Mixtures of Student distributions, which variational Bayes predicts with.

#include <catch.h>

#include <Eigen/LU>
#include <cmath>

#include "core/pass/pass.h"
#include "core/pass/row-sinks.h"
#include "core/pass/student-responder.h"
#include "families.h"
#include "priors.h"
#include "problem.h"
#include "sets.h"

using namespace gaussmix;

TEST_CASE("tails of Student distributions are those of their formula", "[bayes]") {
  const Index d = 3;
  const int n_components = 3;
  for (const Family& family : families_with_priors()) {
    CAPTURE(family.name);
    Dice dice(4);
    Problem problem = random_problem(700, d, 2, false, dice);
    problem.values(5, 1) = 1e9;
    const Parameters p = random_parameters(family, d, n_components, dice);
    StudentTails tails{Vector(n_components), Vector(n_components)};
    for (Index k = 0; k < n_components; ++k) {
      tails.power[k] = dice.uniform(1.0, 4.0);
      tails.spread[k] = dice.uniform(1.0, 9.0);
    }
    Status status;
    Plan plan = make_plan(p, status);
    REQUIRE(status.ok());
    // The last one is switched off.
    plan.log_constants[n_components - 1] = -INFINITY;
    Vector expected(problem.n());
    for (Index i = 0; i < problem.n(); ++i) {
      double density = 0.0;
      for (Index k = 0; k < n_components; ++k) {
        const Vector step =
            problem.values.row(i).transpose() - problem.origin - p.means.col(k);
        const Matrix covariance = whole(family.shape, p.covariances.of(k), d);
        double log_tail = 0.0;
        if (family.shape == Shape::diagonal) {
          for (Index j = 0; j < d; ++j) {
            log_tail += std::log1p(step[j] * step[j] / covariance(j, j) / tails.spread[k]);
          }
        } else {
          log_tail = std::log1p(step.dot(covariance.inverse() * step) / tails.spread[k]);
        }
        density += std::exp(plan.log_constants[k] - tails.power[k] * log_tail);
      }
      expected[i] = std::log(density);
    }
    for_each_instruction_set([&]() {
      Vector values(problem.n());
      LogDensitySink sink(values.data());
      problem.pass(2).run(StudentResponder(plan, tails), sink);
      CHECK((values - expected).cwiseAbs().maxCoeff() < 1e-10);
      Matrix z(problem.n(), n_components);
      MatrixSink shares(MatrixSink::Content::responsibilities, z.data(), problem.n());
      problem.pass(2).run(StudentResponder(plan, tails), shares);
      CHECK((z.col(n_components - 1).array() == 0.0).all());
      CHECK((z.rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-14);
    });
  }
}

TEST_CASE("Student tails of rows whose squared distances are no doubles", "[bayes]") {
  const Index d = 2;
  for (const Family& family : families_with_priors()) {
    CAPTURE(family.name);
    Dice dice(6);
    const Parameters p = random_parameters(family, d, 2, dice);
    const StudentTails tails{Vector(Eigen::Vector2d(2.5, 2.0)),
                             Vector(Eigen::Vector2d(3.0, 4.0))};
    Status status;
    const Plan plan = make_plan(p, status);
    REQUIRE(status.ok());
    Problem problem = unweighted(Matrix::Zero(4, d));
    const double sizes[4] = {1e140, 1e150, 1e160, 1e300};
    for (Index i = 0; i < 4; ++i) problem.values.row(i) << sizes[i], -2.0 * sizes[i];
    Matrix joint(4, 2);
    MatrixSink sink(MatrixSink::Content::log_joint, joint.data(), 4);
    problem.pass().run(StudentResponder(plan, tails), sink);
    Matrix z(4, 2);
    MatrixSink shares(MatrixSink::Content::responsibilities, z.data(), 4);
    problem.pass().run(StudentResponder(plan, tails), shares);
    for (Index k = 0; k < 2; ++k) {
      // Ten times as far a tail is lower by twice its power times log(10), in each column where
      // each has one of its own.
      const double columns = family.shape == Shape::diagonal ? 2.0 : 1.0;
      const double per_decade = 2.0 * columns * tails.power[k] * std::log(10.0);
      for (Index i = 1; i < 4; ++i) {
        const double decades = std::log10(sizes[i] / sizes[0]);
        CHECK(joint(i, k) == Approx(joint(0, k) - decades * per_decade).epsilon(1e-12));
      }
    }
    CHECK((z.rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-14);
    CHECK(z.array().isFinite().all());
  }
}
