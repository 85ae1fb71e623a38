// What runs are worth as answers.

#include <catch.h>

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "compare.h"
#include "core/estimators/method.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "core/ground/eigen-solvers.h"
#include "core/search/judge.h"
#include "families.h"
#include "problem.h"

using namespace gaussmix;

namespace {

// A judge with all that it refers to.
struct Court {
  Problem problem;
  PassOver pass;
  std::unique_ptr<MixtureEstimator> estimator;
  EmOptions em;
  Judge judge;

  Court(Problem&& given, Index n_components, const char* family = "full")
      : problem(std::move(given)),
        pass(problem.rows(), {}),
        estimator(make_estimator(
            family_called(family), n_components,
            {Vector::Constant(problem.d(), 1e-9), false,
             std::vector<bool>(static_cast<std::size_t>(problem.d()), false)})),
        judge(pass, *estimator, em) {}

  EmRun run_from(Parameters p) const {
    EmRun run = judge.start(std::move(p));
    judge.finish(run, -INFINITY, 10);
    restore_best(run);
    return run;
  }
};

// 100 rows about zero and some about (8, 0), so many times narrower.
Problem with_small_cluster(Index n_small, double sd, std::uint64_t seed) {
  Dice dice(seed);
  Problem problem = unweighted(dice.normals(100 + n_small, 2));
  problem.values.bottomRows(n_small) *= sd;
  problem.values.bottomRows(n_small).col(0).array() += 8.0;
  return problem;
}

Parameters two(double weight, double place, double variance) {
  Parameters p{Vector(Eigen::Vector2d(1.0 - weight, weight)), Matrix::Zero(2, 2), {}};
  p.means(0, 1) = place;
  p.covariances = {
      Shape::full,
      false,
      {Matrix(Matrix::Identity(2, 2)), Matrix(variance * Matrix::Identity(2, 2))}};
  return p;
}

// A sliver in one normal distribution: seven rows that lie close to a line.
Problem with_sliver(std::uint64_t seed) {
  Dice dice(seed);
  Problem problem = unweighted(dice.normals(200, 2));
  for (Index i = 0; i < 6; ++i) problem.values(i, 1) = 0.5 + 0.01 * problem.values(i, 1);
  return problem;
}

Parameters on_the_sliver() {
  Parameters p = two(0.03, 0.0, 1.0);
  p.means(1, 1) = 0.5;
  p.covariances.values[1](1, 1) = 1e-3;
  return p;
}

}  // namespace

TEST_CASE("a small and narrow cluster that is there pays", "[judge]") {
  const Court court(with_small_cluster(8, 0.05, 1), 2);
  const EmRun run = court.run_from(two(0.07, 8.0, 0.01));
  const Restart restart = court.judge.verdict(0, run, -INFINITY);
  CHECK(restart.is_candidate());
  CHECK(restart.status.trouble == Trouble::small_variance);
  CHECK(restart.status.component == 1);
  CHECK(restart.rows == Approx(8.0).epsilon(1e-6));
  // A weight, two means and three covariances.
  CHECK(restart.price == Approx(3.0 * std::log(108.0)));
  CHECK(restart.gain > restart.price);
  CHECK(restart.score == run.objective());
}

TEST_CASE("a sliver does not pay", "[judge]") {
  const Court court(with_sliver(2), 2);
  const EmRun run = court.run_from(on_the_sliver());
  const Restart restart = court.judge.verdict(3, run, -INFINITY);
  CHECK(restart.start == 3);
  REQUIRE(restart.status.trouble == Trouble::small_variance);
  CHECK(restart.verdict == Verdict::unsupported);
  CHECK(restart.gain < restart.price);
  // It is not asked where another scores higher.
  const Restart untested = court.judge.verdict(3, run, run.objective() + 1.0);
  CHECK(untested.verdict == Verdict::untested);
  CHECK(untested.price == 0.0);
}

TEST_CASE("verdicts do not depend on the scale of weights", "[judge]") {
  for (const double unit : {1e-4, 1.0, 5000.0}) {
    Problem small = with_small_cluster(8, 0.05, 1);
    small.weights = Vector::Constant(small.n(), unit);
    const Court court(std::move(small), 2);
    const Restart pays =
        court.judge.verdict(0, court.run_from(two(0.07, 8.0, 0.01)), -INFINITY);
    CHECK(pays.is_candidate());
    CHECK(pays.price == Approx(unit * 3.0 * std::log(108.0)));
    CHECK(pays.rows == Approx(8.0).epsilon(1e-6));
    Problem sliver = with_sliver(2);
    sliver.weights = Vector::Constant(sliver.n(), unit);
    const Court other(std::move(sliver), 2);
    CHECK(other.judge.verdict(0, other.run_from(on_the_sliver()), -INFINITY).verdict ==
          Verdict::unsupported);
  }
}

TEST_CASE("identical rows are a component that is held up and pays", "[judge]") {
  const Court court(with_small_cluster(30, 0.0, 5), 2);
  const EmRun run = court.run_from(two(0.2, 8.0, 0.1));
  CHECK(run.held == std::vector<bool>({false, true}));
  const Restart restart = court.judge.verdict(0, run, -INFINITY);
  CHECK(restart.is_candidate());
  CHECK(restart.degenerate == std::vector<Index>{1});
  CHECK(restart.score == run.objective());
  // The likelihood of the parameters, without the penalty, is higher.
  CHECK(restart.objective > restart.score);
  CHECK(restart.objective ==
        Approx(court.judge.free_evaluation(run).statistics.log_likelihood));
}

TEST_CASE("identical rows that are hardly more than span a plane are no component",
          "[judge]") {
  for (const Index n : {2, 3}) {
    const Court court(with_small_cluster(n, 0.0, 6), 2);
    const EmRun run = court.run_from(two(0.03, 8.0, 0.01));
    CHECK(run.held.empty());
    CHECK(court.judge.verdict(0, run, -INFINITY).verdict == Verdict::excluded);
  }
}

TEST_CASE("what a penalty holds up is let go where it does not shrink", "[judge]") {
  // The clusters have thirty rows each, and both have a width.
  const Court court(with_small_cluster(30, 0.3, 7), 2);
  EmRun run = court.judge.start(two(0.2, 8.0, 0.1), {false, true});
  court.judge.finish(run, -INFINITY, 10);
  CHECK(run.held.empty());
  const EmRun free = court.run_from(two(0.2, 8.0, 0.1));
  CHECK(run.objective() == Approx(free.objective()).epsilon(1e-10));
}

TEST_CASE("emptied are the components that speak against a mixture", "[judge]") {
  const Court court(with_sliver(2), 2);
  const EmRun run = court.run_from(on_the_sliver());
  const std::optional<Parameters> emptied = court.judge.emptied(run);
  REQUIRE(emptied);
  CHECK(emptied->weights == Vector(Eigen::Vector2d(1.0, 0.0)));
  // What is left is the maximum of one component: -n / 2 (log|2 pi S| + d).
  const Matrix& x = court.problem.values;
  const Matrix centred = x.rowwise() - x.colwise().mean();
  const Matrix covariance = centred.transpose() * centred / 200.0;
  const double expected = -100.0 * (2.0 * std::log(2.0 * std::acos(-1.0)) +
                                    std::log(covariance.determinant()) + 2.0);
  CHECK(court.judge.score_without_empty(*emptied) == Approx(expected).epsilon(1e-8));
  const Court sound(with_small_cluster(50, 1.0, 3), 2);
  CHECK_FALSE(sound.judge.emptied(sound.run_from(two(0.3, 8.0, 1.0))));
}

TEST_CASE("a component that is there twice is no optimum", "[judge]") {
  const Court court(with_small_cluster(50, 1.0, 3), 2);
  CHECK(court.judge.is_not_doubled(court.run_from(two(0.3, 8.0, 1.0))));
  Parameters doubled = two(0.5, 0.0, 1.0);
  EmRun run = court.judge.start(std::move(doubled));
  court.judge.iterate(run, 200);
  CHECK_FALSE(court.judge.is_not_doubled(run));
}

TEST_CASE("a fit from given parameters is judged, too", "[judge]") {
  Problem problem = with_sliver(2);
  FitOptions options;
  options.constant_columns = {false, false};
  const Fit fit =
      fit_from_parameters(problem.pass(), full_family(), on_the_sliver(), options);
  CHECK(fit.restarts[0].verdict == Verdict::unsupported);
  Problem copies = with_small_cluster(30, 0.0, 5);
  const Fit degenerate =
      fit_from_parameters(copies.pass(), full_family(), two(0.2, 8.0, 0.1), options);
  CHECK(degenerate.restarts[0].is_candidate());
  REQUIRE(degenerate.degenerate.size() == 1);
  CHECK(degenerate.degenerate[0].component == 1);
  CHECK(degenerate.degenerate[0].identical == 30);
  // So many plain iterations are what was asked for.
  options.em.tol = 0.0;
  options.em.max_iter = 20;
  const Fit plain =
      fit_from_parameters(copies.pass(), full_family(), two(0.2, 8.0, 0.1), options);
  CHECK(plain.run.held.empty());
  CHECK(plain.run.iterations() == 20);
  CHECK(plain.degenerate.size() == 1);
}

TEST_CASE("of few rows a candidate is unsupported where fewer components are worth more",
          "[judge]") {
  for (const Index rows : {14, 100}) {
    Dice dice(4);
    Problem problem = unweighted(dice.normals(rows, 1));
    problem.values.topRows(rows / 2).array() += 8.0;
    const Court court(std::move(problem), 2);
    Parameters p{Vector::Constant(2, 0.5), Matrix::Zero(1, 2), {}};
    p.means(0, 1) = 8.0;
    p.covariances = {Shape::full, false, {Matrix::Ones(1, 1), Matrix::Ones(1, 1)}};
    const EmRun run = court.run_from(std::move(p));
    REQUIRE(run.converged);
    const Restart verdict = court.judge.verdict(0, run, -INFINITY);
    REQUIRE(verdict.is_candidate());
    Restart doubted = verdict;
    court.judge.doubt(run, doubted);
    CHECK(doubted.is_candidate());
    // Were it worth less than one normal distribution.
    doubted.score -= 100.0;
    court.judge.doubt(run, doubted);
    CHECK(doubted.is_candidate() == (rows >= 5 * 2 * 2));
    if (doubted.is_candidate()) continue;
    CHECK(doubted.verdict == Verdict::unsupported);
    CHECK(doubted.status.trouble == Trouble::outdone);
  }
}
