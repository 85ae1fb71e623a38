// Rows of patterns that few rows have, which are taken side by side, against the reference.

#include <catch.h>

#include <cmath>
#include <cstddef>

#include "compare.h"
#include "core/nouns/plan.h"
#include "core/pass/incomplete-pass.h"
#include "core/pass/row-sinks.h"
#include "families.h"
#include "problem-incomplete.h"
#include "scatter-requests.h"

using namespace gaussmix;

namespace {

// Nine columns of which a third is missing: nearly every row has a pattern of its own.
Problem scattered_problem(Dice& dice) {
  Problem problem = problem_with_holes(500, 9, 0.33, dice);
  // One pattern has enough rows for itself.
  for (Index i = 0; i < 500; i += 5) {
    problem.values.row(i) = dice.normals(1, 9);
    problem.values(i, 2) = hole;
  }
  return problem;
}

}  // namespace

TEST_CASE("rows with rare patterns, side by side, have the reference's statistics",
          "[incomplete]") {
  Dice dice(10);
  const Problem problem = scattered_problem(dice);
  const IncompleteRows rows = incomplete(problem);
  const IncompletePass pass(rows);
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Parameters p = random_parameters(family, 9, 3, dice);
    Status status;
    const Plan plan = make_plan(p, status);
    for (const ScatterRequest request : requests) {
      const Statistics statistics = pass.e_step(plan, request);
      CHECK(statistics_error(statistics, expected_sums(problem, p, statistics.origins)) <
            1e-11);
      CHECK(statistics.pair_counts.minCoeff() >= 0.0);
      CHECK(statistics.pair_counts.sum() <= statistics.counts.sum());
    }
    // Row by row what the sums are of.
    Vector log_density = Vector::Zero(problem.n());
    LogDensitySink sink(log_density.data());
    pass.run_soft(plan, sink);
    CHECK(log_density.dot(problem.weights) ==
          Approx(pass.e_step(plan, family.request).log_likelihood).epsilon(1e-12));
  }
}

TEST_CASE("so are those of more components than stand side by side, and of more columns",
          "[incomplete]") {
  // Of five columns patterns have some fifty rows each; of 40 nearly every row has its own.
  struct Size {
    Index n, d, n_components;
    double chance;
  };
  Dice dice(13);
  for (const Size size : {Size{1500, 5, 11, 0.3}, Size{90, 40, 2, 0.2}}) {
    CAPTURE(size.d);
    Problem problem = problem_with_holes(size.n, size.d, size.chance, dice);
    // One pattern has enough rows for itself.
    for (Index i = 0; i < size.n; i += 10) {
      problem.values.row(i) = dice.normals(1, size.d);
      problem.values(i, 1) = hole;
    }
    const IncompleteRows rows = incomplete(problem);
    const IncompletePass pass(rows);
    for (const Family& family : all_families()) {
      CAPTURE(family.name);
      const Parameters p = random_parameters(family, size.d, size.n_components, dice);
      Status status;
      const Statistics statistics =
          pass.e_step(make_plan(p, status), {Scatter::full, false});
      CHECK(statistics_error(statistics, expected_sums(problem, p, statistics.origins)) <
            1e-11);
    }
  }
}

TEST_CASE("units cancel side by side, however small they are", "[incomplete]") {
  Dice dice(12);
  const Problem problem = scattered_problem(dice);
  const Parameters p = random_parameters(full_family(), 9, 2, dice);
  Status status;
  const IncompleteRows rows = incomplete(problem);
  const Statistics expected =
      IncompletePass(rows).e_step(make_plan(p, status), full_family().request);
  double n_seen = 0.0;
  for (const Pattern& pattern : rows.patterns().all()) {
    for (Index i = 0; i < pattern.count; ++i)
      n_seen += rows.weight(rows.patterns().row(pattern.first + i)) *
                static_cast<double>(pattern.seen.size());
  }
  for (const double unit : {1e-45, 1e45}) {
    CAPTURE(unit);
    Problem scaled = problem;
    scaled.values *= unit;
    scaled.origin *= unit;
    Parameters in_units = p;
    in_units.means *= unit;
    for (Matrix& covariance : in_units.covariances.values) covariance *= unit * unit;
    const IncompleteRows scaled_rows = incomplete(scaled);
    const Statistics statistics =
        IncompletePass(scaled_rows)
            .e_step(make_plan(in_units, status), full_family().request);
    CHECK(statistics.log_likelihood + n_seen * std::log(unit) ==
          Approx(expected.log_likelihood).epsilon(1e-11));
    for (std::size_t k = 0; k < 2; ++k) {
      CHECK((statistics.scatters[k] / (unit * unit) - expected.scatters[k]).norm() <
            1e-11 * expected.scatters[k].norm());
    }
  }
}

TEST_CASE(
    "side by side or by patterns, rows far off and columns near to others' sums are right",
    "[incomplete]") {
  Dice dice(11);
  for (const double near : {1e-3, 1e-1}) {
    CAPTURE(near);
    Problem problem = scattered_problem(dice);
    Parameters p = random_parameters(full_family(), 9, 2, dice);
    // In one component the last column is nearly the sum of two others.
    Matrix mix = Matrix::Identity(9, 9);
    mix(8, 0) = mix(8, 1) = 1.0;
    mix(8, 8) = near;
    p.covariances.values[1] = mix * mix.transpose();
    // So far that differences of squared distances have no digits left.
    problem.values.row(17) = 1e6 * Vector::Ones(9).transpose();
    problem.values(17, 3) = hole;
    problem.values(17, 4) = hole;
    problem.weights[17] = 1.0;
    Status status;
    const IncompleteRows rows = incomplete(problem);
    const Statistics statistics =
        IncompletePass(rows).e_step(make_plan(p, status), full_family().request);
    CHECK(statistics_error(statistics, expected_sums(problem, p, statistics.origins)) <
          1e-9);
  }
}
