// The penalty of degenerate components, and what it does to their mixtures.

#include <catch.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/em/em.h"
#include "core/estimators/held-up.h"
#include "core/estimators/method.h"
#include "core/estimators/penalty.h"
#include "core/estimators/spread.h"
#include "core/ground/eigen-solvers.h"
#include "core/nouns/plan.h"
#include "core/pass/pass.h"
#include "core/pass/rounding.h"
#include "core/pass/soft-responder.h"
#include "families.h"
#include "problem.h"

using namespace gaussmix;

namespace {

Spread spread_of_all(const Problem& problem, Shape shape, const Vector& ridge = {}) {
  const char* name = shape == Shape::full       ? "full"
                     : shape == Shape::diagonal ? "diag"
                                                : "spherical";
  return spread_of(problem.pass(), family_called(name), ridge);
}

Statistics statistics_of(const Problem& problem, const Parameters& parameters,
                         ScatterRequest request) {
  Status status;
  const Plan plan = make_plan(parameters, status);
  REQUIRE(status.ok());
  return problem.pass().settled(SoftResponder(plan), request, plan.centres);
}

// The covariance as a matrix, whatever its shape.
Matrix whole(Shape shape, Index d, const Matrix& value) {
  if (shape == Shape::full) return value;
  if (shape == Shape::diagonal) return value.col(0).asDiagonal();
  return value(0) * Matrix::Identity(d, d);
}

// As the formula is printed, with determinants and inverses of whole matrices.
double slow_penalty(const Matrix& total, const Matrix& covariance, double pull) {
  const Matrix ratio = total * covariance.inverse();
  return 0.5 * pull *
         (ratio.trace() - std::log(ratio.determinant()) -
          static_cast<double>(total.rows()));
}

// Two clusters, of which the second has its rows in a line, or all in one point.
Problem with_flat_cluster(Index n_flat, bool is_point, std::uint64_t seed) {
  Dice dice(seed);
  Problem problem = unweighted(dice.normals(100 + n_flat, 2));
  for (Index i = 100; i < 100 + n_flat; ++i) {
    const double along = is_point ? 0.0 : problem.values(i, 0);
    problem.values.row(i) << 3.0 + along, 1.0 + 2.0 * along;
  }
  return problem;
}

Parameters two_components(Shape shape, double second) {
  Parameters p{Vector(Eigen::Vector2d(0.7, 0.3)), Matrix(2, 2), {shape, false, {}}};
  p.means << 0.0, 3.0,  //
      0.0, 1.0;
  for (const double variance : {1.0, second}) {
    if (shape == Shape::full)
      p.covariances.values.push_back(variance * Matrix::Identity(2, 2));
    if (shape == Shape::diagonal)
      p.covariances.values.push_back(Matrix::Constant(2, 1, variance));
    if (shape == Shape::spherical)
      p.covariances.values.push_back(Matrix::Constant(1, 1, variance));
  }
  return p;
}

const std::vector<std::string> own = {"full", "diag", "spherical"};

std::unique_ptr<MixtureEstimator> free_estimator(const std::string& family, double ridge) {
  return make_estimator(family_called(family.c_str()), 2,
                        {Vector::Constant(2, ridge), false, {false, false}});
}

}  // namespace

TEST_CASE("rounding hides a twelfth of the squared smallest gap", "[penalty]") {
  Array values(5);
  values << 3.0, 1.0, 1.5, 1.0, 3.0;
  CHECK(rounding_variance(values) == Approx(0.25 / 12.0));
  // 0.1 + 0.2 is not 0.3: such gaps are rounding errors themselves.
  Array tenths(4);
  tenths << 0.3, 0.1 + 0.2, 0.1, 0.9;
  CHECK(rounding_variance(tenths) == Approx(0.04 / 12.0));
  Array same = Array::Constant(3, 2.0);
  CHECK(rounding_variance(same) == 0.0);
}

TEST_CASE("the spread is that of the rows that have weight", "[penalty]") {
  Dice dice(4);
  Problem problem = unweighted(dice.normals(30, 3));
  problem.values.row(29).setConstant(1e6);
  problem.weights = Vector::Constant(30, 2.0);
  problem.weights[29] = 0.0;
  const Matrix rows = problem.values.topRows(29);
  const Matrix centred = rows.rowwise() - rows.colwise().mean();
  const Matrix covariance = centred.transpose() * centred / 29.0;
  const Spread full = spread_of_all(problem, Shape::full);
  CHECK(full.count.positive == 29.0);
  CHECK(full.count.mean_weight == Approx(2.0));
  CHECK(full.pull() == Approx(2.0 / std::sqrt(29.0)));
  CHECK((full.total - covariance).cwiseAbs().maxCoeff() < 1e-12);
  CHECK(full.log_det == Approx(std::log(covariance.determinant())));
  const Spread diagonal = spread_of_all(problem, Shape::diagonal);
  CHECK((diagonal.total - covariance.diagonal()).cwiseAbs().maxCoeff() < 1e-12);
  const Spread spherical = spread_of_all(problem, Shape::spherical);
  CHECK(spherical.total(0) == Approx(covariance.trace() / 3.0));
  CHECK(spherical.log_det == Approx(3.0 * std::log(covariance.trace() / 3.0)));
  CHECK(spherical.rounding(0) == Approx(diagonal.rounding.mean()));
  // A ridge is as if the data were blurred.
  const Spread blurred = spread_of_all(problem, Shape::full, Vector::Constant(3, 0.5));
  CHECK(blurred.total(1, 1) == Approx(covariance(1, 1) + 0.5));
  CHECK(blurred.rounding(1) == Approx(full.rounding(1) + 0.5));
  problem.values.col(2) = problem.values.col(0);
  CHECK(spread_of_all(problem, Shape::full).flat);
  CHECK_FALSE(spread_of_all(problem, Shape::diagonal).flat);
}

TEST_CASE("the penalty is that of the formula", "[penalty]") {
  const Problem problem = with_flat_cluster(20, true, 1);
  for (const std::string& name : own) {
    CAPTURE(name);
    const auto estimator = free_estimator(name, 0.0);
    const Shape shape = family_called(name.c_str()).shape;
    const Spread spread = spread_of_all(problem, shape);
    const HeldUp held(*estimator, spread, {false, true});
    const Parameters p = two_components(shape, 0.3);
    Status status;
    const Plan plan = held.plan(p, 120.0, status, 1);
    CHECK(held.penalty(p, plan, 120.0, 1) ==
          Approx(slow_penalty(whole(shape, 2, spread.total),
                              whole(shape, 2, p.covariances.of(1)), spread.pull())));
    // Rounded values lie lower by half of the trace of D C^-1.
    const Plan plain = estimator->plan(p, 120.0, status, 1);
    const Matrix rounding = shape == Shape::spherical
                                ? Matrix(spread.rounding(0) * Matrix::Identity(2, 2))
                                : Matrix(spread.rounding.col(0).asDiagonal());
    const double trace =
        (rounding * whole(shape, 2, p.covariances.of(1)).inverse()).trace();
    CHECK(plan.log_constants[0] == plain.log_constants[0]);
    CHECK(plain.log_constants[1] - plan.log_constants[1] == Approx(0.5 * trace));
  }
}

TEST_CASE(
    "the penalised log-likelihood is the one in which covariances are penalised maxima",
    "[penalty]") {
  // By its definition: what EM's bound says of C' with the responsibilities as they are,
  // where the objective is the log-likelihood, less N tr(D C^-1) / 2 and the penalties.
  Dice dice(3);
  for (const std::string& name : own) {
    for (const bool weighted : {false, true}) {
      CAPTURE(name);
      const Family& family = family_called(name.c_str());
      const Problem problem = random_problem(80, 2, 2, weighted, dice);
      const Spread spread = spread_of_all(problem, family.shape);
      const Parameters p = two_components(family.shape, 0.4);
      const Statistics statistics = statistics_of(problem, p, family.request);
      const Moments moments = moments_of(statistics);
      double expected = statistics.log_likelihood;
      for (Index k = 0; k < 2; ++k) {
        const double n = moments.counts[k];
        Matrix scatter = moments.scatters[static_cast<std::size_t>(k)];
        if (family.shape == Shape::spherical)
          scatter = Matrix::Constant(1, 1, scatter.mean());
        const Matrix w = whole(family.shape, 2, scatter);
        const Vector shift = moments.means.col(k) - p.means.col(k);
        Matrix square = shift * shift.transpose();
        if (family.shape == Shape::diagonal) {
          const Matrix squares = square.diagonal();
          square = whole(family.shape, 2, squares);
        }
        if (family.shape == Shape::spherical)
          square = 0.5 * square.trace() * Matrix::Identity(2, 2);
        const Matrix s = whole(family.shape, 2, spread.total);
        const Matrix rounding = family.shape == Shape::spherical
                                    ? Matrix(spread.rounding(0) * Matrix::Identity(2, 2))
                                    : Matrix(spread.rounding.col(0).asDiagonal());
        const Matrix now = whole(family.shape, 2, p.covariances.of(k));
        const double a = spread.pull();
        const Matrix penalised = (w + n * rounding + a * s) / (n + a);
        expected += 0.5 * (n * std::log(now.determinant()) +
                           ((w + n * square) * now.inverse()).trace());
        expected -= 0.5 * (n * std::log(penalised.determinant()) +
                           ((w + n * rounding) * penalised.inverse()).trace());
        expected -= slow_penalty(s, penalised, a);
      }
      CHECK(penalised_log_likelihood(spread, p, statistics) ==
            Approx(expected).epsilon(1e-10));
    }
  }
}

TEST_CASE(
    "the penalised log-likelihood is finite at every atom, and no more than the "
    "likelihood",
    "[penalty]") {
  for (const std::string& name : own) {
    CAPTURE(name);
    const Family& family = family_called(name.c_str());
    const Problem problem = with_flat_cluster(20, true, 2);
    const Spread spread = spread_of_all(problem, family.shape);
    const auto estimator = free_estimator(name, 1e-9);
    const EmOptions em;
    // Where the covariances are those of maximum likelihood.
    const Problem other = with_flat_cluster(0, true, 2);
    EmRun run = start_run(other.pass(), *estimator, two_components(family.shape, 2.0));
    iterate(other.pass(), *estimator, em, 1000, run);
    REQUIRE(run.converged);
    CHECK(penalised_log_likelihood(spread_of_all(other, family.shape), run.parameters,
                                   statistics_of(other, run.parameters, family.request)) <=
          run.objective());
    double last = 0.0;
    for (const double variance : {1e-6, 1e-9, 1e-12}) {
      const Parameters p = two_components(family.shape, variance);
      last =
          penalised_log_likelihood(spread, p, statistics_of(problem, p, family.request));
      CHECK(std::isfinite(last));
      CHECK(last < 0.0);
    }
    // It does not know how narrow the component was.
    const Parameters p = two_components(family.shape, 1e-6);
    CHECK(penalised_log_likelihood(spread, p, statistics_of(problem, p, family.request)) ==
          Approx(last).epsilon(1e-6));
  }
}

TEST_CASE("in one dimension the shapes agree", "[penalty]") {
  Dice dice(9);
  const Problem problem = random_problem(60, 1, 2, true, dice);
  std::vector<double> values;
  for (const std::string& name : own) {
    const Family& family = family_called(name.c_str());
    const Parameters p{
        Vector(Eigen::Vector2d(0.6, 0.4)),
        Matrix(Eigen::RowVector2d(-1.0, 1.0)),
        {family.shape, false, {Matrix::Ones(1, 1), 1e-3 * Matrix::Ones(1, 1)}}};
    values.push_back(penalised_log_likelihood(spread_of_all(problem, family.shape), p,
                                              statistics_of(problem, p, family.request)));
  }
  CHECK(values[1] == Approx(values[0]).epsilon(1e-12));
  CHECK(values[2] == Approx(values[0]).epsilon(1e-12));
}

TEST_CASE("weights have a scale, columns have units, and the penalty knows both",
          "[penalty]") {
  Dice dice(12);
  for (const std::string& name : own) {
    CAPTURE(name);
    const Family& family = family_called(name.c_str());
    const Problem problem = random_problem(70, 2, 2, true, dice);
    const Parameters p = two_components(family.shape, 0.01);
    const double before =
        penalised_log_likelihood(spread_of_all(problem, family.shape), p,
                                 statistics_of(problem, p, family.request));
    for (const double unit : {1e-4, 5000.0}) {
      Problem heavier = problem;
      heavier.weights *= unit;
      CHECK(penalised_log_likelihood(spread_of_all(heavier, family.shape), p,
                                     statistics_of(heavier, p, family.request)) ==
            Approx(unit * before).epsilon(1e-10));
    }
    // Both columns in units of a quarter: the density is 16 times as small.
    Problem wider = problem;
    wider.values *= 4.0;
    wider.origin *= 4.0;
    Parameters there = p;
    there.means *= 4.0;
    for (Matrix& value : there.covariances.values) value *= 16.0;
    CHECK(penalised_log_likelihood(spread_of_all(wider, family.shape), there,
                                   statistics_of(wider, there, family.request)) ==
          Approx(before - problem.weights.sum() * std::log(16.0)).epsilon(1e-10));
  }
}

TEST_CASE("with the penalty the objective never falls", "[penalty][monotone]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    for (const std::string& name : own) {
      for (const bool is_point : {true, false}) {
        CAPTURE(seed);
        CAPTURE(name);
        const Family& family = family_called(name.c_str());
        Problem problem = with_flat_cluster(10 + static_cast<Index>(seed), is_point, seed);
        // Half of them are rounded.
        if (seed % 2 == 0) problem.values = (4.0 * problem.values).array().round() / 4.0;
        const auto estimator = free_estimator(name, 0.0);
        const Spread spread = spread_of_all(problem, family.shape);
        const HeldUp held(*estimator, spread, {seed % 3 == 0, true});
        EmOptions em;
        em.accelerated = false;
        EmRun run = start_run(problem.pass(), held, two_components(family.shape, 0.5));
        iterate(problem.pass(), held, em, 100, run);
        REQUIRE(run.status.ok());
        for (std::size_t i = 1; i < run.trace.size(); ++i) {
          CHECK(run.trace[i] >= run.trace[i - 1] - 1e-9 * std::abs(run.trace[i]));
        }
        CHECK(run.iterations() > 0);
      }
    }
  }
}
