// Rows with holes: patterns, marginals, and an E-step against the reference, row by row.

#include <catch.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "compare.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-starts.h"
#include "core/nouns/marginal.h"
#include "core/nouns/moments.h"
#include "core/nouns/plan.h"
#include "core/pass/impute.h"
#include "core/pass/incomplete-pass.h"
#include "core/rows/incomplete-rows.h"
#include "core/rows/patterns.h"
#include "core/starts/draw-fill.h"
#include "families.h"
#include "problem-incomplete.h"
#include "scatter-requests.h"

using namespace gaussmix;

namespace {

// The row as the mixture expects it, from the origin.
reference::Row expected_row(const reference::Mixture& mixture, const reference::Row& row) {
  std::vector<reference::Completed> completed;
  reference::Row joint;
  for (std::size_t k = 0; k < mixture.weights.size(); ++k) {
    completed.push_back(
        reference::complete(row, mixture.means[k], mixture.covariances[k]));
    joint.push_back(std::log(mixture.weights[k]) + completed[k].log_normal);
  }
  const reference::Real log_density = reference::log_sum_exp(joint);
  reference::Row mean(row.size(), 0);
  for (std::size_t k = 0; k < joint.size(); ++k) {
    for (std::size_t j = 0; j < row.size(); ++j)
      mean[j] += std::exp(joint[k] - log_density) * completed[k].row[j];
  }
  return mean;
}

// Whether nothing but holes of rows in a pattern was written.
bool only_holes_filled(const Matrix& before, const Matrix& after) {
  bool right = true;
  for (Index i = 0; i < before.rows(); ++i) {
    const bool is_empty = before.row(i).array().isNaN().all();
    for (Index j = 0; j < before.cols(); ++j) {
      right &= std::isnan(before(i, j)) ? std::isnan(after(i, j)) == is_empty
                                        : same_bits(before(i, j), after(i, j));
    }
  }
  return right;
}

}  // namespace

TEST_CASE("patterns have the rows with weight and some value, each once", "[incomplete]") {
  Dice dice(1);
  // 70 columns are more than a word has bits.
  for (const Index d : {1, 3, 70}) {
    CAPTURE(d);
    const Problem problem = problem_with_holes(400, d, 0.2, dice);
    const Patterns patterns(problem.values.data(), 400, d, problem.weights.data());
    std::vector<int> seen(400, 0);
    Index n = 0;
    for (const Pattern& pattern : patterns.all()) {
      CHECK(pattern.first == n);
      n += pattern.count;
      CHECK(static_cast<Index>(pattern.seen.size() + pattern.missing.size()) == d);
      CHECK_FALSE(pattern.seen.empty());
      for (Index i = 0; i < pattern.count; ++i) {
        const Index row = patterns.row(pattern.first + i);
        ++seen[static_cast<std::size_t>(row)];
        bool right = true;
        for (const Index j : pattern.seen) right &= !std::isnan(problem.values(row, j));
        for (const Index j : pattern.missing) right &= std::isnan(problem.values(row, j));
        CHECK(right);
      }
    }
    CHECK(n == patterns.n_rows());
    for (Index i = 0; i < 400; ++i) {
      const bool counts =
          problem.weights[i] > 0.0 && !problem.values.row(i).array().isNaN().all();
      CHECK(seen[static_cast<std::size_t>(i)] == (counts ? 1 : 0));
    }
    for (std::size_t a = 1; a < patterns.all().size(); ++a)
      CHECK(patterns.all()[a - 1].seen != patterns.all()[a].seen);
  }
}

TEST_CASE("statistics of rows with holes are the reference's", "[incomplete]") {
  Dice dice(2);
  for (const double chance : {0.0, 0.1, 0.5}) {
    const Problem problem = problem_with_holes(700, 4, chance, dice);
    const IncompleteRows rows = incomplete(problem);
    const IncompletePass pass(rows);
    for (const Family& family : all_families()) {
      CAPTURE(chance);
      CAPTURE(family.name);
      const Parameters p = random_parameters(family, 4, 3, dice);
      Status status;
      const Plan plan = make_plan(p, status);
      for (const ScatterRequest request : requests) {
        CAPTURE(static_cast<int>(request.scatter));
        CAPTURE(request.pooled);
        const Statistics statistics = pass.e_step(plan, request);
        CHECK(statistics_error(statistics, expected_sums(problem, p, statistics.origins)) <
              1e-11);
      }
    }
  }
}

TEST_CASE("where means move far the statistics are about where they go", "[incomplete]") {
  Dice dice(3);
  Problem problem = problem_with_holes(300, 3, 0.3, dice);
  // Where a value is missing it is expected near the old mean: that does not move far.
  problem.values.col(0) = dice.normals(300, 1);
  for (const char* name : {"full", "tied", "diag"}) {
    CAPTURE(name);
    Parameters p = random_parameters(family_called(name), 3, 1, dice);
    p.means(0) += 1e4;
    Status status;
    const Plan plan = make_plan(p, status);
    const IncompleteRows rows = incomplete(problem);
    const Statistics statistics =
        IncompletePass(rows).e_step(plan, family_called(name).request);
    REQUIRE_FALSE(same_bits(statistics.origins, p.means));
    CHECK(statistics_error(statistics, expected_sums(problem, p, statistics.origins)) <
          1e-9);
  }
}

TEST_CASE("statistics of rows with holes are bitwise equal for any number of threads",
          "[incomplete][threads]") {
  Dice dice(4);
  // A fifth of the patterns has few rows.
  const Problem problem = problem_with_holes(6000, 8, 0.3, dice);
  const IncompleteRows rows = incomplete(problem);
  const Parameters p = random_parameters(full_family(), 8, 4, dice);
  Status status;
  const Plan plan = make_plan(p, status);
  const Statistics one = IncompletePass(rows).e_step(plan, full_family().request);
  for (const int n_threads : {2, 3, 8}) {
    const Statistics many =
        IncompletePass(rows, {n_threads, []() {}}).e_step(plan, full_family().request);
    CHECK(same_bits(many.scatters, one.scatters));
    CHECK(same_bits(many.sums, one.sums));
    CHECK(same_bits(many.log_likelihood, one.log_likelihood));
    CHECK(same_bits(many.pair_counts, one.pair_counts));
  }
}

TEST_CASE("what is behind a covariance is what sees two columns", "[incomplete]") {
  // Of ten rows three see both columns.
  Problem problem = unweighted(Matrix::Random(10, 2));
  problem.values.col(0).head(4).setConstant(hole);
  problem.values.col(1).tail(3).setConstant(hole);
  const IncompleteRows rows = incomplete(problem);
  for (const char* name : {"full", "diag"}) {
    Dice dice(5);
    const Parameters p = random_parameters(family_called(name), 2, 1, dice);
    Status status;
    const Statistics statistics =
        IncompletePass(rows).e_step(make_plan(p, status), family_called(name).request);
    CHECK(statistics.counts[0] == Approx(10.0));
    CHECK(statistics.seen_count(0) == Approx(name == std::string("full") ? 3.0 : 6.0));
  }
}

TEST_CASE("an empty row changes nothing", "[incomplete]") {
  Dice dice(6);
  const Problem problem = problem_with_holes(200, 3, 0.3, dice);
  Problem more{Matrix::Constant(230, 3, hole), Vector::Ones(230), problem.origin};
  more.values.topRows(200) = problem.values;
  more.weights.head(200) = problem.weights;
  const IncompleteRows a = incomplete(problem);
  const IncompleteRows b = incomplete(more);
  CHECK(a.count().total_weight == b.count().total_weight);
  CHECK(a.count().positive == b.count().positive);
  const Parameters p = random_parameters(full_family(), 3, 2, dice);
  Status status;
  const Plan plan = make_plan(p, status);
  const Statistics of_a = IncompletePass(a).e_step(plan, full_family().request);
  const Statistics of_b = IncompletePass(b).e_step(plan, full_family().request);
  CHECK(same_bits(of_a.scatters, of_b.scatters));
  CHECK(same_bits(of_a.log_likelihood, of_b.log_likelihood));
}

TEST_CASE("holes are filled from one Gaussian, and nothing else is changed",
          "[incomplete]") {
  Dice dice(7);
  // Two columns of correlation .9; the second is missing where the first is large.
  Problem problem = unweighted(dice.normals(20000, 2));
  problem.values.col(1) =
      0.9 * problem.values.col(0) + std::sqrt(0.19) * problem.values.col(1);
  for (Index i = 0; i < problem.n(); ++i) {
    if (problem.values(i, 0) > 0.5) problem.values(i, 1) = hole;
  }
  IncompleteRows rows = incomplete(problem);
  fill_by_draws(rows, 1, {});
  Random unused(0, 0);
  const Matrix filled = rows.sample(20000, unused).cells();
  REQUIRE(filled.rows() == 20000);
  CHECK((filled.col(0) - problem.values.col(0)).isZero(0.0));
  for (Index i = 0; i < filled.rows(); ++i) {
    if (!std::isnan(problem.values(i, 1))) CHECK(filled(i, 1) == problem.values(i, 1));
  }
  // Of 20,000 rows: means within .007 and covariances within .01, once.
  CHECK(filled.colwise().mean().cwiseAbs().maxCoeff() < 0.04);
  const Matrix centred = filled.rowwise() - filled.colwise().mean();
  const Matrix covariance = centred.transpose() * centred / 20000.0;
  CHECK(covariance(1, 1) == Approx(1.0).margin(0.06));
  CHECK(covariance(0, 1) == Approx(0.9).margin(0.06));
  IncompleteRows again = incomplete(problem);
  fill_by_draws(again, 1, {8, []() {}});
  CHECK(again.fillings() == rows.fillings());
  // Blocks are those rows in their order.
  Index n = 0;
  for_each_block(rows, Columns::apart, [&](const Block& block) {
    for (Index i = 0; i < block.count; ++i, ++n)
      CHECK(block.row(i) == filled.row(n).transpose());
  });
  CHECK(n == 20000);
}

TEST_CASE("EM on rows with holes never lowers the likelihood of what is seen",
          "[incomplete][monotone]") {
  Dice dice(8);
  const Problem problem = problem_with_holes(400, 3, 0.25, dice);
  IncompleteRows rows = incomplete(problem);
  fill_by_draws(rows, 1, {});
  const IncompletePass pass(rows);
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Parameters start = random_parameters(family, 3, 2, dice);
    FitOptions options = options_of(0.0, 3);
    options.reg_covar = 0.0;
    options.em.max_iter = 60;
    const Fit plain = fit_from_parameters(pass, family, start, options);
    for (std::size_t i = 1; i < plain.run.trace.size(); ++i)
      CHECK(plain.run.trace[i] >=
            plain.run.trace[i - 1] - 1e-9 * std::abs(plain.run.trace[i]));
    // With leaps it ends no lower.
    options.em.tol = 1e-10;
    options.em.max_iter = 1000;
    const Fit fast = fit_from_parameters(pass, family, start, options);
    CHECK(fast.run.converged);
    CHECK(fast.run.objective() >= plain.run.objective() - 1e-7);
    CHECK(fast.run.objective() ==
          Approx(static_cast<double>(
                     expected_sums(problem, fast.run.parameters, fast.run.parameters.means)
                         .log_likelihood))
              .epsilon(1e-12));
  }
}

TEST_CASE("holes are filled by what the reference expects there", "[incomplete][impute]") {
  Dice dice(20);
  Problem problem = problem_with_holes(300, 4, 0.4, dice);
  problem.weights.resize(0);
  const IncompleteRows rows = incomplete(problem);
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Parameters p = random_parameters(family, 4, 3, dice);
    Status status;
    Matrix filled = problem.values;
    impute_means(rows, make_plan(p, status), {}, filled.data());
    REQUIRE(only_holes_filled(problem.values, filled));
    const reference::Table table = rows_of(problem);
    double error = 0.0;
    for (Index i = 0; i < problem.n(); ++i) {
      if (problem.values.row(i).array().isNaN().all()) continue;
      const reference::Row expected =
          expected_row(as_reference(p), table[static_cast<std::size_t>(i)]);
      for (Index j = 0; j < 4; ++j) {
        const double value = filled(i, j) - problem.origin[j];
        error = std::max(
            error,
            std::abs(value - static_cast<double>(expected[static_cast<std::size_t>(j)])));
      }
    }
    CHECK(error < 1e-10);
  }
}

TEST_CASE(
    "draws into holes are the same for any number of threads, others with another seed",
    "[incomplete][impute][threads]") {
  Dice dice(21);
  Problem problem = problem_with_holes(5000, 5, 0.3, dice);
  problem.weights.resize(0);
  const IncompleteRows rows = incomplete(problem);
  for (const char* name : {"full", "tied", "diag", "spherical"}) {
    CAPTURE(name);
    Status status;
    const Plan plan =
        make_plan(random_parameters(family_called(name), 5, 4, dice), status);
    const auto drawn = [&](std::uint64_t seed, int n_threads) {
      Matrix filled = problem.values;
      impute_draws(rows, plan, seed, {n_threads, []() {}}, filled.data());
      return filled;
    };
    const Matrix one = drawn(1, 1);
    CHECK(only_holes_filled(problem.values, one));
    for (const int n_threads : {2, 8}) CHECK(same_bits(drawn(1, n_threads), one));
    CHECK_FALSE(same_bits(drawn(2, 1), one));
  }
}
