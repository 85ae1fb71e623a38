// Rivals among the ends of runs, and races between runs.

#include <catch.h>

#include <cmath>
#include <utility>
#include <vector>

#include "actor.h"
#include "core/search/judge.h"
#include "core/search/race.h"
#include "core/search/rivals.h"
#include "problem.h"

using namespace gaussmix;

namespace {

// What a run that ended at a place had found.
RunEnd end_at(double place, const Sample& sample) {
  const Actor actor;
  const EmOptions em;
  const LocalPass pass(sample);
  const Judge judge(pass, actor, em);
  const EmRun run = judge.start(as_parameters({place}));
  return {judge.prospect(0, run), run.parameters, run.statistics().counts, {}};
}

std::vector<double> rivals_of(const std::vector<double>& places, const Sample& sample,
                              const RivalOptions& options) {
  std::vector<RunEnd> ends;
  for (const double place : places) ends.push_back(end_at(place, sample));
  const Actor actor;
  std::vector<double> result;
  for (const auto& rival : Rivals(LocalPass(sample), sample, actor, options).among(ends)) {
    result.push_back(role_of(rival.parameters).place);
  }
  return result;
}

// Ten rows at zero: a place has the log-likelihood -5 place^2.
Race race_of(const std::vector<Role>& roles, const Pass& pass, const EmOptions& em,
             Index leg = 10) {
  static const Actor actor;
  Race race(pass, actor, em, leg);
  std::vector<RunEnd> points;
  for (const Role& role : roles) points.push_back({{}, as_parameters(role), {}, {}});
  race.from(points, [](std::size_t, const Restart&) {});
  return race;
}

EmOptions twenty_iterations() {
  EmOptions em;
  em.tol = 0.0;
  em.max_iter = 20;
  return em;
}
}  // namespace

TEST_CASE("the doubt about a mean difference is that of drawing the rows", "[rivals]") {
  // Means of the difference over many samples of 200 rows out of 1000.
  Dice dice(1);
  const Array a = dice.normals(1000, 1).array();
  const Array b = dice.normals(1000, 1).array();
  const double all = (a - b).mean();
  double squares = 0.0;
  double expected = 0.0;
  const int draws = 2000;
  for (int draw = 0; draw < draws; ++draw) {
    std::vector<Index> rows(1000);
    for (Index i = 0; i < 1000; ++i) rows[static_cast<std::size_t>(i)] = i;
    Array x(200);
    Array y(200);
    for (Index i = 0; i < 200; ++i) {
      std::swap(rows[static_cast<std::size_t>(i)],
                rows[static_cast<std::size_t>(i + dice.below(1000 - i))]);
      x[i] = a[rows[static_cast<std::size_t>(i)]];
      y[i] = b[rows[static_cast<std::size_t>(i)]];
    }
    const PairedDifference difference =
        paired_difference(x, y, Array::Constant(200, 1.0 / 200.0), 0.2);
    squares += std::pow(difference.mean - all, 2) / draws;
    expected += std::pow(difference.standard_error, 2) / draws;
  }
  CHECK(squares == Approx(expected).epsilon(0.1));
}

TEST_CASE("rivals are different and near the best", "[rivals]") {
  // Of 400 rows about zero the mean is known to 1/20.
  Dice dice(2);
  Problem problem = unweighted(dice.normals(400, 1));
  problem.values.array() -= problem.values.mean();
  problem.weights = Vector::Ones(400);
  const Sample rows = whole_sample(problem);
  const RivalOptions options{0.0, 8e-6, 5};
  const std::vector<double> none;
  CHECK(rivals_of({}, rows, options) == none);
  CHECK(rivals_of({3.0, 0.0, 0.05}, rows, options) == std::vector<double>({0.0, 0.05}));
  // One optimum, found to the tolerance.
  CHECK(rivals_of({1e-4, 0.0, -1e-4}, rows, options) == std::vector<double>({0.0}));
  // On either side: as likely, but not the same.
  CHECK(rivals_of({0.05, -0.05001}, rows, options) ==
        std::vector<double>({0.05, -0.05001}));
  // Where the sample is all there is, it is right.
  CHECK(rivals_of({3.0, 0.0, 0.05}, rows, {1.0, 8e-6, 5}) == std::vector<double>({0.0}));
  CHECK(rivals_of({0.03, 0.0, 0.05}, rows, {0.0, 8e-6, 2}) ==
        std::vector<double>({0.0, 0.03}));
  // Weights have no unit.
  problem.weights *= 1e-200;
  CHECK(rivals_of({3.0, 0.0, 0.05}, whole_sample(problem), options) ==
        std::vector<double>({0.0, 0.05}));
}

TEST_CASE("a race is won by the run that ends highest", "[race]") {
  const Problem problem = unweighted(Matrix::Zero(10, 1));
  const auto pass = problem.pass(2);
  const EmOptions em = twenty_iterations();
  // The second is behind after ten iterations, and ahead after twenty.
  Race race = race_of({{1.0}, {3.0, Trouble::none, 0, -0.15}, {30.0}}, pass, em);
  CHECK(race.winner() == 1);
  CHECK(race.restarts()[1].objective == Approx(0.0).margin(1e-12));
  CHECK(race.restarts()[0].screening == Screening::not_among_best);
  CHECK(race.restarts()[1].screening == Screening::kept);
  // The worse half is given up after the first leg.
  CHECK(race.restarts()[2].screening == Screening::not_among_best);
  CHECK(race.restarts()[2].iterations == 10);
  CHECK(race.take_run(1).iterations() == 20);
}

TEST_CASE("a race prefers sound runs, and runs all until one is", "[race]") {
  const Problem problem = unweighted(Matrix::Zero(10, 1));
  const auto pass = problem.pass(2);
  const EmOptions em = twenty_iterations();
  const Race one = race_of({{0.0, Trouble::at_ridge}, {2.0}, {4.0}}, pass, em);
  CHECK(one.winner() == 1);
  const Race none = race_of({{1.0, Trouble::at_ridge}, {0.5, Trouble::empty}}, pass, em);
  CHECK(none.winner() == 1);
}

TEST_CASE("a race without legs runs the points in their order, until one is sound",
          "[race]") {
  const Problem problem = unweighted(Matrix::Zero(10, 1));
  const auto pass = problem.pass(2);
  const EmOptions em = twenty_iterations();
  Race race = race_of({{0.0, Trouble::at_ridge}, {4.0}, {2.0}}, pass, em, 0);
  CHECK(race.winner() == 1);
  CHECK(race.came_to(0));
  CHECK_FALSE(race.came_to(2));
  // The winner, what was not tried, and what is worth nothing.
  CHECK(race.order() == std::vector<std::size_t>({1, 2, 0}));
  CHECK(race.take_run(1).iterations() == 20);
}
