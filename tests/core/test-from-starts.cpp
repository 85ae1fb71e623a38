// Fits from searched starts: their ridge, and what they find.

#include <catch.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "compare.h"
#include "core/fit/fit.h"
#include "core/fit/from-starts.h"
#include "families.h"
#include "problem.h"
#include "start-kinds.h"

using namespace gaussmix;

namespace {

Problem normals_and_copies() {
  Dice dice(110);
  Problem problem = unweighted(dice.normals(110, 1));
  problem.values.bottomRows(10).setConstant(10.0);
  return problem;
}

FitOptions options_of(double reg_covar, Index d) {
  FitOptions options;
  options.reg_covar = reg_covar;
  options.constant_columns = std::vector<bool>(static_cast<std::size_t>(d), false);
  return options;
}

FitOptions short_run(double reg_covar, Index d) {
  FitOptions options = options_of(reg_covar, d);
  options.em.max_iter = 20;
  return options;
}

}  // namespace

TEST_CASE("searched starts make the ridge of the tightest of them", "[start][ridge]") {
  // Two clusters of variance one, 1e4 apart in the first column.
  Dice dice(50);
  Problem problem = unweighted(dice.normals(2000, 2));
  problem.values.col(0).tail(1000).array() += 1e4;
  const Fit fit = fit_from_starts(problem.pass(), full_family(),
                                  {StartKind::random_responsibilities, StartKind::kmeans},
                                  2, 1, short_run(1e-3, 2));
  // Five standard errors of a variance from 2000 rows: 5 sqrt(2 / 2000) = 0.16.
  CHECK(fit.ridge[0] == Approx(1e-3).epsilon(0.16));
  CHECK(fit.ridge[1] == Approx(1e-3).epsilon(0.16));
  FitOptions absolute = short_run(1e-3, 2);
  absolute.absolute_ridge = true;
  const Fit other =
      fit_from_starts(problem.pass(), full_family(), {StartKind::kmeans}, 2, 1, absolute);
  CHECK(same_bits(other.ridge, Vector::Constant(2, 1e-3)));
}

TEST_CASE("a column that varies in rows outside of the sample has a ridge",
          "[start][ridge]") {
  // One row in 60000 differs; a sample of 16384 need not hold it.
  Dice dice(51);
  Problem problem = unweighted(dice.normals(60000, 2));
  problem.values.col(1).setZero();
  problem.values(59999, 1) = 1.0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Fit fit = fit_from_starts(problem.pass(), diag_family(), {StartKind::kmeans}, 2,
                                    seed, short_run(1e-9, 2));
    CHECK(fit.ridge.minCoeff() > 0.0);
    CHECK(fit.run.status.ok());
  }
}

TEST_CASE("fewer different rows than components are no failure", "[start][ridge]") {
  // A component without rows keeps what its start gave it, and no start has any
  // variance within here: the ridge alone makes it a covariance.
  Problem problem = unweighted(Matrix::Zero(200, 2));
  problem.values.bottomRows(100).setOnes();
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Fit fit = fit_from_starts(
        problem.pass(), family,
        {StartKind::kmeans, StartKind::kmeans_plus_plus, StartKind::random_rows}, 3, 1,
        short_run(1e-9, 2));
    const Restart& chosen = fit.restarts[static_cast<std::size_t>(fit.chosen)];
    CHECK_FALSE(chosen.status.ok());
    CHECK(fit.run.status.ok());
    CHECK(std::isfinite(fit.run.statistics().log_likelihood));
    // The total variance of halves of zeros and ones is 1/4.
    CHECK(fit.ridge[0] == Approx(0.25e-9).epsilon(1e-9));
  }
}

TEST_CASE("a seed fixes a fit from searched starts", "[start]") {
  Dice dice(52);
  const Problem problem = random_problem(30000, 2, 3, true, dice);
  const auto fit = [&](std::uint64_t seed) {
    return fit_from_starts(problem.pass(), full_family(), all_kinds, 3, seed,
                           short_run(1e-9, 2));
  };
  const Fit a = fit(1);
  const Fit b = fit(1);
  CHECK(same_bits(a.run.parameters, b.run.parameters));
  CHECK(same_bits(a.run.trace, b.run.trace));
  CHECK_FALSE(same_bits(a.run.trace, fit(2).run.trace));
}

TEST_CASE("copies of one row are a degenerate component", "[search][collapse]") {
  // 100 normal rows and ten copies of 10.0: a component on the copies has no
  // variance of its own.
  const Problem problem = normals_and_copies();
  for (const char* name : {"full", "diag", "spherical"}) {
    CAPTURE(name);
    const Fit fit = fit_from_starts(problem.pass(), family_called(name), mixed, 2, 1,
                                    options_of(1e-9, 1));
    const Restart& chosen = fit.restarts[static_cast<std::size_t>(fit.chosen)];
    CHECK(chosen.is_candidate());
    const std::vector<Index> order = by_decreasing_weight(fit.run.parameters.weights);
    CHECK(fit.run.parameters.weights[order[0]] == Approx(100.0 / 110.0).epsilon(1e-6));
    CHECK(fit.run.parameters.means(0, order[1]) == Approx(10.0).epsilon(1e-6));
    CHECK(chosen.status.component == order[1]);
    REQUIRE(fit.degenerate.size() == 1);
    CHECK(fit.degenerate[0].component == order[1]);
    CHECK(fit.degenerate[0].identical == 10);
    // Drawn to the variance of all by the weight of 1 / sqrt(110) rows.
    const double pull = 1.0 / std::sqrt(110.0);
    const double mean = problem.values.mean();
    const double total = (problem.values.array() - mean).square().mean();
    CHECK(fit.run.parameters.covariances.of(order[1])(0) ==
          Approx(pull * total / (10.0 + pull)).epsilon(1e-3));
    CHECK(std::isfinite(fit.run.statistics().log_likelihood));
  }
}

TEST_CASE("without a ridge, copies of one row make a singular fit", "[search][singular]") {
  const Problem problem = normals_and_copies();
  const Fit fit = fit_from_starts(problem.pass(), full_family(),
                                  {StartKind::kmeans, StartKind::kmeans_plus_plus}, 2, 1,
                                  options_of(0.0, 1));
  for (const Restart& restart : fit.restarts) {
    CHECK(restart.status.trouble == Trouble::singular);
    CHECK_FALSE(restart.converged);
  }
}

TEST_CASE("clusters that are there are found, and no start is condemned", "[search]") {
  // Three clusters 20 standard deviations apart, one of them small and narrow.
  Dice dice(77);
  Problem problem = unweighted(dice.normals(630, 2));
  problem.values.bottomRows(30) *= 0.05;
  problem.values.middleRows(300, 300).array() += 20.0;
  problem.values.bottomRows(30).array() -= 20.0;
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Fit fit =
        fit_from_starts(problem.pass(), family, mixed, 3, 5, options_of(1e-9, 2));
    const Restart& chosen = fit.restarts[static_cast<std::size_t>(fit.chosen)];
    CHECK(chosen.status.ok());
    CHECK(fit.run.converged);
    const Parameters sorted =
        reordered(fit.run.parameters, by_decreasing_weight(fit.run.parameters.weights));
    CHECK(sorted.weights[2] == Approx(30.0 / 630.0).epsilon(1e-9));
    CHECK(sorted.means.col(2).mean() == Approx(-20.0).epsilon(0.01));
    // The chosen run is the best of all sound ones.
    for (const Restart& restart : fit.restarts) {
      if (restart.status.ok() && restart.screening == Screening::kept) {
        CHECK(restart.objective <= chosen.objective);
      }
    }
    CHECK(chosen.objective == fit.run.statistics().log_likelihood);
  }
}
