// Searches on rows with holes, and on samples of these.

#include <catch.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "compare.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-responsibilities.h"
#include "core/fit/from-starts.h"
#include "core/nouns/plan.h"
#include "core/pass/given-responder.h"
#include "core/pass/incomplete-pass.h"
#include "core/pass/local-pass.h"
#include "core/starts/draw-fill.h"
#include "families.h"
#include "problem-incomplete.h"

using namespace gaussmix;

namespace {

Plan random_plan(Index d, Dice& dice) {
  Status status;
  return make_plan(random_parameters(full_family(), d, 2, dice), status);
}

// The rows of a sample, and no others.
Problem rows_of_sample(const Problem& problem, const Sample& sample) {
  Problem result = problem;
  result.values.resize(sample.n_rows(), problem.d());
  result.weights = sample.weights();
  for (Index i = 0; i < sample.n_rows(); ++i)
    result.values.row(i) = problem.values.row(sample.number(i));
  return result;
}

}  // namespace

TEST_CASE("a pass over a sample of rows with holes misses what these miss",
          "[incomplete][sample]") {
  Dice dice(21);
  const Problem problem = problem_with_holes(2000, 3, 0.25, dice);
  IncompleteRows rows = incomplete(problem);
  fill_by_draws(rows, 1, {});
  const IncompletePass pass(rows);
  Random random(3, 0);
  const Sample sample = pass.sample(700, random);
  const Sample smaller = sample.sample(300, random);
  const Plan plan = random_plan(3, dice);
  const Array of_all = pass.log_densities(plan);
  for (const Sample* of : {&sample, &smaller}) {
    const auto over = pass.over(*of);
    const Array own = over->log_densities(plan);
    REQUIRE(own.size() == of->n_rows());
    double error = 0.0;
    for (Index i = 0; i < own.size(); ++i)
      error = std::max(error, std::abs(own[i] - of_all[of->number(i)]));
    CHECK(error < 1e-12);
    const Problem alone = rows_of_sample(problem, *of);
    const IncompleteRows rows_alone = incomplete(alone);
    const ScatterRequest request{Scatter::full, false};
    CHECK(same_bits(over->e_step(plan, request).scatters,
                    IncompletePass(rows_alone).e_step(plan, request).scatters));
    // Other sums are over what the sample was filled with.
    CHECK(same_bits(total_statistics(*over, request).scatters,
                    total_statistics(LocalPass(*of), request).scatters));
  }
}

TEST_CASE("where hardly two rows miss the same a sample is as it was filled",
          "[incomplete][sample]") {
  Dice dice(22);
  const Problem problem = problem_with_holes(600, 12, 0.4, dice);
  IncompleteRows rows = incomplete(problem);
  fill_by_draws(rows, 1, {});
  const IncompletePass pass(rows);
  Random random(3, 0);
  const Sample sample = pass.sample(200, random);
  const Plan plan = random_plan(12, dice);
  CHECK(same_bits(pass.over(sample)->log_densities(plan),
                  LocalPass(sample).log_densities(plan)));
}

TEST_CASE("a search finds clusters behind holes", "[incomplete][search]") {
  // Three clusters, 6 apart in some column; a third of the cells is missing.
  Dice dice(9);
  Problem problem = unweighted(dice.normals(600, 4));
  for (Index i = 0; i < 600; ++i) {
    problem.values(i, i % 3) += 6.0;
    for (Index j = 0; j < 4; ++j) {
      if (dice.uniform() < 0.33) problem.values(i, j) = hole;
    }
  }
  IncompleteRows rows = incomplete(problem);
  fill_by_draws(rows, 1, {});
  const IncompletePass pass(rows);
  for (const char* name : {"full", "tied", "VEI"}) {
    CAPTURE(name);
    const Family& family = family_called(name);
    const std::vector<StartKind> kinds(8, StartKind::kmeans);
    const Fit fit = fit_from_starts(pass, family, kinds, 3, 1, options_of(1e-8, 4));
    // From where the clusters are.
    Parameters truth{Vector::Constant(3, 1.0 / 3.0), Matrix::Zero(4, 3), {}};
    truth.means.topRows(3).diagonal().setConstant(6.0);
    truth.covariances = family.start(Vector::Ones(4), 3);
    const Fit best = fit_from_parameters(pass, family, truth, options_of(1e-8, 4));
    CHECK(fit.run.objective() >= best.run.objective() - 1e-3);
  }
}

TEST_CASE("a search on a sample finds clusters behind holes",
          "[incomplete][sampled][long]") {
  // Six clusters. Where the first column is large others are missing most often: filled from one
  // Gaussian, the rows have their maximum elsewhere.
  Dice dice(23);
  const Index n = 60000;
  Parameters truth = random_parameters(full_family(), 4, 6, dice);
  Problem problem = unweighted(dice.normals(n, 4));
  for (Index k = 0; k < 6; ++k) {
    truth.means.col(k) = 2.5 * dice.normals(4, 1).col(0);
    truth.covariances.values[static_cast<std::size_t>(k)] = Matrix::Identity(4, 4);
  }
  for (Index i = 0; i < n; ++i) {
    problem.values.row(i) += truth.means.col(i % 6).transpose();
    const double chance = problem.values(i, 0) > 0.0 ? 0.6 : 0.2;
    for (Index j = 1; j < 4; ++j) {
      if (dice.uniform() < chance) problem.values(i, j) = hole;
    }
  }
  IncompleteRows rows = incomplete(problem);
  fill_by_draws(rows, 1, {});
  const IncompletePass pass(rows, {2, []() {}});
  const std::vector<StartKind> kinds = {StartKind::ward,   StartKind::kmeans_whitened,
                                        StartKind::kmeans, StartKind::kmeans_plus_plus,
                                        StartKind::kmeans, StartKind::kmeans_plus_plus};
  const Fit best = fit_from_parameters(pass, full_family(), truth, options_of(1e-8, 4));
  const Fit filled = fit_from_parameters(LocalPass(rows, {2, []() {}}), full_family(),
                                         truth, options_of(1e-8, 4));
  const Fit from_filled =
      fit_from_parameters(pass, full_family(), filled.run.parameters, options_of(1e-8, 4));
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Fit fit =
        fit_from_starts(pass, full_family(), kinds, 6, seed, options_of(1e-8, 4));
    CHECK(fit.restarts[static_cast<std::size_t>(fit.chosen)].sample_rows == 0);
    CHECK(fit.run.objective() >= best.run.objective() - 1e-2);
    CHECK(2 * fit.run.iterations() < from_filled.run.iterations());
  }
}

TEST_CASE("a ridge refers to variances of what is seen", "[incomplete][ridge]") {
  // Two clusters 1000 apart, of variances 1 and 4; the first column is hardly ever seen, so that
  // what it is filled with is nearly all of it.
  Dice dice(24);
  const Index n = 2000;
  Problem problem = unweighted(dice.normals(n, 2));
  std::vector<int> labels;
  Matrix sums = Matrix::Zero(2, 2);
  Matrix squares = Matrix::Zero(2, 2);
  Matrix counts = Matrix::Zero(2, 2);
  for (Index i = 0; i < n; ++i) {
    labels.push_back(static_cast<int>(i % 2));
    problem.values(i, 1) *= 2.0;
    problem.values.row(i).array() += i % 2 == 0 ? 500.0 : -500.0;
    if (i % 20 > 1) problem.values(i, 0) = hole;
    for (Index j = 0; j < 2; ++j) {
      const double value = problem.values(i, j);
      if (std::isnan(value)) continue;
      counts(j, i % 2) += 1.0;
      sums(j, i % 2) += value;
      squares(j, i % 2) += value * value;
    }
  }
  const Matrix within = squares.array() - sums.array().square() / counts.array();
  const Vector expected = within.rowwise().sum().cwiseQuotient(counts.rowwise().sum());
  IncompleteRows rows = incomplete(problem);
  fill_by_draws(rows, 1, {});
  const IncompletePass pass(rows);
  FitOptions options = options_of(1e-8, 2);
  options.reg_covar = 1e-3;
  const auto is_right = [&](const Fit& fit) {
    return ((1e3 * fit.ridge - expected).array().abs() < 1e-6 * expected.array()).all();
  };
  for (const StartKind kind : {StartKind::kmeans, StartKind::ward}) {
    const std::vector<StartKind> kinds(3, kind);
    CHECK(is_right(fit_from_starts(pass, full_family(), kinds, 2, 1, options)));
  }
  const LabelResponder parts(labels.data(), 2);
  CHECK(is_right(fit_from_responsibilities(pass, full_family(), parts, options)));
  // As wide as all data.
  Parameters given{Vector::Constant(2, 0.5), Matrix(2, 2),
                   full_family().start(2.5e5 * Vector::Ones(2), 2)};
  given.means << 500.0, -500.0, 500.0, -500.0;
  const Fit fit = fit_from_parameters(pass, full_family(), given, options);
  // Responsibilities are soft; with what is expected of the holes it would be 2.4e5.
  CHECK(fit.ridge[0] < 2e5 * 1e-3);
}
