// Digits of weighted covariances far from zero, against integer arithmetic.

#include <catch.h>

#include <cstdint>
#include <vector>

#include "compare.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-responsibilities.h"
#include "core/pass/given-responder.h"
#include "core/rows/column-range.h"
#include "families.h"
#include "problem.h"

using namespace gaussmix;

namespace {

__extension__ typedef __int128 Wide;

// Rows offset + step * grid with whole grid numbers, and whole weights. The step
// is a power of two, and the offsets are such that the doubles are exact.
struct GridRows {
  double step;
  std::vector<double> offsets;  // of the clusters
  std::vector<std::vector<std::int64_t>> grid;
  std::vector<std::int64_t> weights;
  std::vector<int> labels;
};

GridRows random_grid(Index n, Index d, double step, const std::vector<double>& offsets,
                     Dice& dice) {
  GridRows rows{step, offsets, {}, {}, {}};
  for (Index i = 0; i < n; ++i) {
    std::vector<std::int64_t> row;
    const double shared = dice.normal();
    for (Index j = 0; j < d; ++j) {
      row.push_back(std::llround((dice.normal() + shared) / step));
    }
    rows.grid.push_back(row);
    rows.weights.push_back(1 + dice.below(3));
    rows.labels.push_back(static_cast<int>(i) % static_cast<int>(offsets.size()));
  }
  return rows;
}

Problem problem_of(const GridRows& rows) {
  const Index n = static_cast<Index>(rows.grid.size());
  const Index d = static_cast<Index>(rows.grid[0].size());
  Problem problem{Matrix(n, d), Vector(n), Vector(d)};
  for (Index i = 0; i < n; ++i) {
    const std::size_t at = static_cast<std::size_t>(i);
    const double offset = rows.offsets[static_cast<std::size_t>(rows.labels[at])];
    problem.weights[i] = static_cast<double>(rows.weights[at]);
    for (Index j = 0; j < d; ++j) {
      const double part = static_cast<double>(rows.grid[at][static_cast<std::size_t>(j)]);
      problem.values(i, j) = offset + part * rows.step;
      // Else the test would measure the rounding of its own data.
      REQUIRE((problem.values(i, j) - offset) / rows.step == part);
    }
  }
  for (Index j = 0; j < d; ++j) {
    problem.origin[j] =
        exact_origin({problem.values.col(j).minCoeff(), problem.values.col(j).maxCoeff()});
  }
  return problem;
}

// Exact weighted sums of a cluster; label -1 stands for all rows.
Wide sum_of_grid(const GridRows& rows, int label, int a, int b) {
  Wide sum = 0;
  for (std::size_t i = 0; i < rows.grid.size(); ++i) {
    if (rows.labels[i] != label) continue;
    Wide term = rows.weights[i];
    if (a >= 0) term *= rows.grid[i][static_cast<std::size_t>(a)];
    if (b >= 0) term *= rows.grid[i][static_cast<std::size_t>(b)];
    sum += term;
  }
  return sum;
}

// W times the scatter about the mean is W sum(w a b) - sum(w a) sum(w b), exactly.
reference::Table exact_scatter(const GridRows& rows, int label) {
  const int d = static_cast<int>(rows.grid[0].size());
  const Wide total = sum_of_grid(rows, label, -1, -1);
  reference::Table scatter = reference::zeros(rows.grid[0].size(), rows.grid[0].size());
  for (int a = 0; a < d; ++a) {
    for (int b = 0; b < d; ++b) {
      const Wide numerator =
          total * sum_of_grid(rows, label, a, b) -
          sum_of_grid(rows, label, a, -1) * sum_of_grid(rows, label, b, -1);
      scatter[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)] =
          static_cast<reference::Real>(numerator) / static_cast<reference::Real>(total) *
          rows.step * rows.step;
    }
  }
  return scatter;
}

std::vector<reference::Table> exact_covariances(const GridRows& rows,
                                                const std::string& family) {
  std::vector<reference::Table> scatters;
  reference::Row counts;
  for (int label = 0; label < static_cast<int>(rows.offsets.size()); ++label) {
    scatters.push_back(exact_scatter(rows, label));
    counts.push_back(static_cast<reference::Real>(sum_of_grid(rows, label, -1, -1)));
  }
  return reference::covariances_of(family, scatters, counts);
}

FitOptions plain_options(Index max_iter) {
  FitOptions options;
  options.em.tol = 0.0;
  options.em.max_iter = max_iter;
  options.reg_covar = 0.0;
  options.constant_columns = {false, false, false};
  return options;
}

double worst_covariance(const Parameters& fitted,
                        const std::vector<reference::Table>& exact) {
  const reference::Mixture mixture = as_reference(fitted);
  double worst = 0.0;
  for (std::size_t k = 0; k < exact.size(); ++k) {
    worst = std::max(worst, covariance_error(mixture.covariances[k], exact[k]));
  }
  return worst;
}

// The worst relative error over all structures of a fit from the true labels.
double error_from_labels(const GridRows& rows, Index max_iter) {
  const Problem problem = problem_of(rows);
  double worst = 0.0;
  for (const Family& family : all_families()) {
    const Fit fit = fit_from_responsibilities(
        problem.pass(), family,
        LabelResponder(rows.labels.data(), static_cast<Index>(rows.offsets.size())),
        plain_options(max_iter));
    worst = std::max(
        worst, worst_covariance(fit.run.parameters, exact_covariances(rows, family.name)));
  }
  return worst;
}

// One M-step for one component from a poor guess of mean and variance.
double error_from_guess(const GridRows& rows, double away, double variance) {
  const Problem problem = problem_of(rows);
  const Index d = problem.d();
  const Parameters start{
      Vector::Ones(1),
      Matrix::Constant(d, 1, away),
      {Shape::full, false, {Matrix(variance * Matrix::Identity(d, d))}}};
  const Fit fit =
      fit_from_parameters(problem.pass(), full_family(), start, plain_options(1));
  return worst_covariance(fit.run.parameters, exact_covariances(rows, "full"));
}

}  // namespace

TEST_CASE("covariances keep their digits at an offset of 1e8", "[accuracy]") {
  Dice dice(18);
  const GridRows rows = random_grid(3000, 3, 0x1p-20, {1e8}, dice);
  CHECK(error_from_labels(rows, 0) < 1e-13);
  CHECK(error_from_labels(rows, 2) < 1e-13);
  CHECK(error_from_guess(rows, 0.0, 1.0) < 1e-13);
  CHECK(error_from_guess(rows, 1e6, 1.0) < 1e-13);
  const GridRows negative = random_grid(3000, 3, 0x1p-20, {-1e8}, dice);
  CHECK(error_from_labels(negative, 0) < 1e-13);
}

TEST_CASE("covariances keep their digits at an offset of 1e12", "[accuracy]") {
  // 1e12 needs 40 bits: a grid of 2^-13 is the finest that a double has there.
  Dice dice(112);
  const GridRows rows = random_grid(3000, 3, 0x1p-13, {1e12}, dice);
  CHECK(error_from_labels(rows, 0) < 1e-12);
  CHECK(error_from_labels(rows, 2) < 1e-12);
  CHECK(error_from_guess(rows, 0.0, 1.0) < 1e-12);
}

TEST_CASE("covariances keep their digits without an origin, too", "[accuracy]") {
  // The core does not rely on the caller's choice of origin: scatters are about
  // means. With an origin of zero, the mean is known to 1e8 eps = 2e-8 only.
  Dice dice(80);
  const GridRows rows = random_grid(3000, 3, 0x1p-20, {1e8}, dice);
  Problem problem = problem_of(rows);
  problem.origin.setZero();
  const Fit fit =
      fit_from_responsibilities(problem.pass(), full_family(),
                                LabelResponder(rows.labels.data(), 1), plain_options(0));
  CHECK(worst_covariance(fit.run.parameters, exact_covariances(rows, "full")) < 1e-13);
}

TEST_CASE("two clusters at +-1e10 keep the digits of their covariances", "[accuracy]") {
  // 1e10 needs 34 bits: 2^-19 is the finest grid.
  Dice dice(10);
  const GridRows rows = random_grid(3000, 3, 0x1p-19, {-1e10, 1e10}, dice);
  // No origin serves both.
  CHECK(problem_of(rows).origin.isZero(0.0));
  CHECK(error_from_labels(rows, 0) < 1e-12);
  CHECK(error_from_labels(rows, 2) < 1e-12);
}

TEST_CASE("the ridge of labels keeps its digits, too", "[accuracy][ridge]") {
  // All of the pooled variance within, for two clusters at +-1e10.
  Dice dice(11);
  const GridRows rows = random_grid(3000, 3, 0x1p-19, {-1e10, 1e10}, dice);
  FitOptions options = plain_options(0);
  options.reg_covar = 1.0;
  const Problem problem = problem_of(rows);
  const Fit fit = fit_from_responsibilities(
      problem.pass(), full_family(), LabelResponder(rows.labels.data(), 2), options);
  const reference::Table pooled = exact_covariances(rows, "tied_diag")[0];
  for (std::size_t j = 0; j < 3; ++j) {
    CHECK(relative_error(fit.ridge[static_cast<Index>(j)], pooled[j][j]) < 1e-12);
  }
}

TEST_CASE("an origin is chosen where it costs no digits", "[accuracy]") {
  // Within a factor of two the middle, elsewhere zero.
  CHECK(exact_origin({10.0, 20.0}) == 15.0);
  CHECK(exact_origin({-20.0, -10.0}) == -15.0);
  CHECK(exact_origin({10.0, 20.0000001}) == 0.0);
  CHECK(exact_origin({-1.0, 1.0}) == 0.0);
  CHECK(exact_origin({0.0, 1.0}) == 0.0);
  CHECK(exact_origin({-1.0, 0.0}) == 0.0);
  CHECK(exact_origin({7.0, 7.0}) == 7.0);
  CHECK(exact_origin({1e308, 1.5e308}) == 1.25e308);
  CHECK((ColumnRange{2.0, 2.0}.constant()));
  CHECK_FALSE((ColumnRange{2.0, 2.5}.constant()));

  // x - origin is exact: the rest of the double subtraction is zero in extended
  // precision.
  Dice dice(3);
  for (int i = 0; i < 1000; ++i) {
    const double low = std::exp(dice.uniform(-300.0, 300.0));
    const double high = low * dice.uniform(1.0, 2.0);
    const double origin = exact_origin({low, high});
    for (const double x : {low, high, low + dice.uniform() * (high - low)}) {
      if (x < low || x > high) continue;
      CHECK(static_cast<long double>(x - origin) ==
            static_cast<long double>(x) - static_cast<long double>(origin));
    }
  }
}

TEST_CASE("a shift of the data moves the means and nothing else", "[accuracy]") {
  Dice dice(29);
  const Index d = 3;
  Problem here = random_problem(2000, d, 2, true, dice);
  // On a grid, so that the shift by 1e8 rounds nothing.
  here.values = (here.values * 0x1p20).array().round() * 0x1p-20;
  here.origin.setZero();
  Problem there = here;
  there.values.array() += 1e8;
  for (Index j = 0; j < d; ++j) {
    there.origin[j] =
        exact_origin({there.values.col(j).minCoeff(), there.values.col(j).maxCoeff()});
  }
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Parameters start = random_parameters(family, d, 2, dice);
    Parameters moved = start;
    moved.means.colwise() += Vector::Constant(d, 1e8) - there.origin;
    const Parameters a =
        fit_from_parameters(here.pass(), family, start, plain_options(20)).run.parameters;
    Parameters b =
        fit_from_parameters(there.pass(), family, moved, plain_options(20)).run.parameters;
    b.means.colwise() += there.origin - Vector::Constant(d, 1e8);
    CHECK(mixture_error(a, b) < 1e-8);
  }
}
