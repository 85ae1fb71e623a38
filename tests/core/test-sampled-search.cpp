// Searches on a sample of the rows, and what becomes of their optima on all rows.

#include <catch.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "compare.h"
#include "core/estimators/collapse.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-responsibilities.h"
#include "core/fit/from-starts.h"
#include "core/pass/given-responder.h"
#include "core/search/sampled-search.h"
#include "families.h"
#include "problem.h"

using namespace gaussmix;

namespace {

const std::vector<StartKind> kinds = {
    StartKind::kmeans, StartKind::kmeans,           StartKind::kmeans_whitened,
    StartKind::kmeans, StartKind::kmeans_plus_plus, StartKind::kmeans_plus_plus,
    StartKind::kmeans, StartKind::kmeans_plus_plus};

FitOptions options_for(Index d) {
  FitOptions options;
  options.constant_columns = std::vector<bool>(static_cast<std::size_t>(d), false);
  return options;
}

// Four components of different size and shape, about two standard deviations apart.
struct Overlapping {
  Problem problem;
  Parameters truth;

  Overlapping(Index n, bool weighted, std::uint64_t seed) {
    Dice dice(seed);
    truth = {Vector(4), Matrix(2, 4), {Shape::full, false, {}}};
    truth.weights << 0.4, 0.3, 0.2, 0.1;
    truth.means << 0.0, 2.0, 0.0, 2.5, 0.0, 0.0, 2.5, 2.5;
    for (Index k = 0; k < 4; ++k)
      truth.covariances.values.push_back(random_covariance(2, dice));
    problem = unweighted(dice.normals(n, 2));
    std::vector<Matrix> roots;
    for (const Matrix& value : truth.covariances.values)
      roots.push_back(value.llt().matrixL());
    for (Index i = 0; i < n; ++i) {
      const Index k = dice.below(10);
      const Index which = k < 4 ? 0 : (k < 7 ? 1 : (k < 9 ? 2 : 3));
      const Vector row =
          roots[static_cast<std::size_t>(which)] * Vector(problem.values.row(i));
      problem.values.row(i) = row + truth.means.col(which);
    }
    if (!weighted) return;
    problem.weights.resize(n);
    for (Index i = 0; i < n; ++i) {
      problem.weights[i] = i % 5 == 0 ? 0.0 : dice.uniform(0.5, 1.5);
      if (i % 5 == 0) problem.values.row(i).setConstant(1e4);
    }
  }
};

// Two wide clusters and a third that is far off, narrow and of few rows.
Problem with_rare_cluster(Index n, Index d, Index rare, std::uint64_t seed) {
  Dice dice(seed);
  Problem problem = unweighted(dice.normals(n, d));
  problem.values.topRows(n / 2).array() += 6.0;
  for (Index i = 0; i < rare; ++i) {
    // Spread over all rows, so that none of the two clusters is cut.
    const Index row = i * (n / rare);
    problem.values.row(row) = 0.05 * dice.normals(1, d);
    problem.values.row(row).array() -= 12.0;
  }
  return problem;
}

Index seen_by_the_sample_alone(const Fit& fit) {
  Index count = 0;
  for (const Restart& restart : fit.restarts) count += restart.sample_rows > 0 ? 1 : 0;
  return count;
}

const Restart& chosen(const Fit& fit) {
  return fit.restarts[static_cast<std::size_t>(fit.chosen)];
}

}  // namespace

TEST_CASE("as many rows of equal weight as weights tell", "[sample]") {
  Problem problem = unweighted(Matrix::Zero(8, 1));
  CHECK(problem.rows().count().effective_share == 1.0);
  problem.weights = Vector::Constant(8, 1e-300);
  CHECK(problem.rows().count().effective_share == Approx(1.0));
  // Rows without weight are none.
  problem.weights << 0, 3, 0, 3, 3, 0, 3, 0;
  CHECK(problem.rows().count().effective_share == Approx(1.0));
  problem.weights << 1e300, 0, 0, 0, 1e-300, 1e-300, 1e-300, 0;
  CHECK(problem.rows().count().effective_share == Approx(0.25));
}

TEST_CASE("a sample that is too small is not searched", "[sample]") {
  EmOptions em;
  const auto drawn_from = [](Index rows) {
    return Sample(Matrix::Zero(100, 1), Vector::Ones(100), rows, {});
  };
  const Sample sample = drawn_from(201);
  CHECK(sample_will_do(sample, 10.0, em));
  CHECK_FALSE(sample_will_do(sample, 9.9, em));
  CHECK_FALSE(sample_will_do(sample, NAN, em));
  CHECK_FALSE(sample_will_do(drawn_from(200), 10.0, em));
  em.tol = 0.0;
  CHECK_FALSE(sample_will_do(sample, 10.0, em));
  em.tol = 1e-8;
  em.max_iter = 0;
  CHECK_FALSE(sample_will_do(sample, 10.0, em));
  // Three components in two columns have 17 parameters.
  CHECK(rows_per_parameter(unweighted(Matrix::Zero(10, 2)).pass(),
                           {Matrix::Zero(340, 2), Vector::Ones(340), 1000, {}},
                           full_family(), 3) == Approx(20.0));
}

TEST_CASE("a search on a sample ends where a run from the truth ends", "[sampled][long]") {
  for (const bool weighted : {false, true}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      CAPTURE(weighted);
      CAPTURE(seed);
      const Overlapping data(50000, weighted, seed);
      const auto pass = data.problem.pass(2);
      const Fit fit = fit_from_starts(pass, full_family(), kinds, 4, seed, options_for(2));
      const Fit witness =
          fit_from_parameters(pass, full_family(), data.truth, options_for(2));
      REQUIRE(witness.run.converged);
      CHECK(fit.run.converged);
      CHECK(seen_by_the_sample_alone(fit) > 0);
      CHECK(chosen(fit).sample_rows == 0);
      CHECK(chosen(fit).objective == fit.run.objective());
      const double total = fit.run.statistics().total_weight;
      CHECK(fit.run.objective() > witness.run.objective() - 1e-6 * total);
    }
  }
}

TEST_CASE("a search on a sample is bitwise equal for any number of threads",
          "[sampled][threads]") {
  const Overlapping data(50000, true, 9);
  const auto fit = [&](int n_threads) {
    return fit_from_starts(data.problem.pass(n_threads), full_family(), kinds, 4, 77,
                           options_for(2));
  };
  const Fit one = fit(1);
  REQUIRE(seen_by_the_sample_alone(one) > 0);
  for (const int n_threads : {2, 5}) {
    const Fit many = fit(n_threads);
    CHECK(same_bits(many.run.parameters, one.run.parameters));
    CHECK(same_bits(many.run.trace, one.run.trace));
    CHECK(many.chosen == one.chosen);
    for (std::size_t s = 0; s < one.restarts.size(); ++s) {
      CHECK(same_bits(many.restarts[s].objective, one.restarts[s].objective));
      CHECK(many.restarts[s].sample_rows == one.restarts[s].sample_rows);
    }
  }
}

TEST_CASE("starts of many parameters are screened on the sample and race on all rows",
          "[sampled][long][threads]") {
  // 2,582 parameters and 13,107 rows of the sample: too few to search it to the end.
  const Index d = 40;
  Dice dice(31);
  Problem problem = unweighted(dice.normals(60000, d));
  problem.values.topRows(20000).array() += 1.0;
  problem.values.bottomRows(15000).array() -= 1.0;
  std::vector<int> groups(60000, 1);
  std::fill(groups.begin(), groups.begin() + 20000, 0);
  std::fill(groups.end() - 15000, groups.end(), 2);
  const auto fit = [&](int n_threads) {
    return fit_from_starts(problem.pass(n_threads), full_family(), kinds, 3, 5,
                           options_for(d));
  };
  const Fit one = fit(1);
  REQUIRE(seen_by_the_sample_alone(one) > 0);
  CHECK(one.run.converged);
  CHECK(chosen(one).sample_rows == 0);
  CHECK(chosen(one).objective == one.run.objective());
  // All starts are on their way to one optimum: one is run there, and nothing is moved.
  CHECK(one.swaps == 0);
  CHECK(static_cast<std::size_t>(seen_by_the_sample_alone(one)) == kinds.size() - 1);
  // No lower than from the groups that are there.
  const Fit witness = fit_from_responsibilities(
      problem.pass(2), full_family(), LabelResponder(groups.data(), 3), options_for(d));
  CHECK(one.run.objective() > witness.run.objective() - 1e-6 * 60000);
  const Fit two = fit(2);
  CHECK(same_bits(two.run.parameters, one.run.parameters));
  CHECK(same_bits(two.run.trace, one.run.trace));
}

TEST_CASE("a cluster of which the sample has few rows is found",
          "[sampled][long][collapse]") {
  // 60 rows of 60000 are 16 of the sample: fewer than the 30 that five columns call for.
  // 16 of 60000 are four or five: in two columns they can be flat by chance.
  struct Case {
    Index d;
    Index rare;
  };
  for (const Case c : {Case{5, 60}, Case{2, 20}}) {
    for (const char* name : {"full", "diag", "spherical"}) {
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        CAPTURE(name);
        CAPTURE(c.d);
        CAPTURE(seed);
        const Problem problem = with_rare_cluster(60000, c.d, c.rare, seed);
        const Fit fit = fit_from_starts(problem.pass(2), family_called(name), kinds, 3,
                                        seed, options_for(c.d));
        CHECK(chosen(fit).is_candidate());
        const double smallest = fit.run.statistics().counts.minCoeff();
        CHECK(smallest == Approx(static_cast<double>(c.rare)).epsilon(1e-6));
      }
    }
  }
}

TEST_CASE("copies of one row are a component of the sample as of all rows",
          "[sampled][collapse]") {
  // Half of the rows are copies of one.
  Dice dice(8);
  Problem problem = unweighted(dice.normals(40000, 1));
  for (Index i = 0; i < 40000; i += 2) problem.values(i, 0) = 10.0;
  const Fit fit =
      fit_from_starts(problem.pass(2), full_family(), kinds, 2, 1, options_for(1));
  CHECK(chosen(fit).is_candidate());
  CHECK(chosen(fit).status.trouble == Trouble::degenerate);
  REQUIRE(fit.degenerate.size() == 1);
  CHECK(fit.degenerate[0].identical == 20000);
  CHECK(fit.run.statistics().counts.minCoeff() == Approx(20000.0).epsilon(1e-3));
  CHECK(seen_by_the_sample_alone(fit) > 0);
}

TEST_CASE("a search on a sample can be interrupted at any time", "[sampled]") {
  const Overlapping data(40000, false, 3);
  long calls = 0;
  long last = -1;
  const PassOver pass(data.problem.rows(), {2, [&]() {
                                              if (calls++ == last)
                                                throw std::runtime_error("interrupted");
                                            }});
  const auto fit = [&]() {
    calls = 0;
    return fit_from_starts(pass, full_family(), kinds, 4, 1, options_for(2));
  };
  const auto is_interrupted = [&]() {
    try {
      fit();
    } catch (const std::runtime_error&) {
      return true;
    }
    return false;
  };
  const Fit whole = fit();
  const long all = calls;
  CHECK(all > whole.run.iterations());
  for (const double part : {0.0, 0.2, 0.5, 0.9, 0.99}) {
    last = static_cast<long>(part * static_cast<double>(all));
    // Long loops ask by the clock: the same fit asks less often on a quicker day, and may end
    // before it is asked for the last time.
    const bool interrupted = is_interrupted();
    CHECK(interrupted == (calls > last));
    if (part <= 0.2) CHECK(interrupted);
  }
}
