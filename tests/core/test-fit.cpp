// What holds of a fit: weights of rows, orders, units, and starts that are given.

#include <catch.h>

#include <cmath>
#include <vector>

#include "compare.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-responsibilities.h"
#include "core/fit/from-starts.h"
#include "core/pass/given-responder.h"
#include "families.h"
#include "problem.h"
#include "reference.h"
#include "trial.h"

using namespace gaussmix;

namespace {

// Every row as often as its weight says.
Problem repeated(const Problem& problem) {
  Problem result{Matrix(static_cast<Index>(problem.weights.sum()), problem.d()),
                 {},
                 problem.origin};
  Index to = 0;
  for (Index i = 0; i < problem.n(); ++i) {
    for (int copy = 0; copy < static_cast<int>(problem.weights[i]); ++copy) {
      result.values.row(to++) = problem.values.row(i);
    }
  }
  return result;
}

Problem without_weightless_rows(const Problem& problem) {
  std::vector<Index> rows;
  for (Index i = 0; i < problem.n(); ++i) {
    if (problem.weights[i] > 0.0) rows.push_back(i);
  }
  const Index n = static_cast<Index>(rows.size());
  Problem result{Matrix(n, problem.d()), Vector(n), problem.origin};
  for (Index i = 0; i < n; ++i) {
    result.values.row(i) = problem.values.row(rows[static_cast<std::size_t>(i)]);
    result.weights[i] = problem.weights[rows[static_cast<std::size_t>(i)]];
  }
  return result;
}

// Parameters of another order of the components.
Parameters rotated(const Parameters& parameters) {
  Parameters result = parameters;
  const Index k = parameters.n_components();
  for (Index to = 0; to < k; ++to) {
    const Index from = (to + 1) % k;
    result.weights[to] = parameters.weights[from];
    result.means.col(to) = parameters.means.col(from);
    if (!parameters.covariances.shared) {
      result.covariances.values[static_cast<std::size_t>(to)] =
          parameters.covariances.values[static_cast<std::size_t>(from)];
    }
  }
  return result;
}

// All columns in another unit.
Parameters scaled(const Parameters& parameters, double unit) {
  Parameters result = parameters;
  result.means *= unit;
  for (Matrix& value : result.covariances.values) value *= unit * unit;
  return result;
}

}  // namespace

TEST_CASE("a whole weight is a repeated row", "[em][weights]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Trial trial(family, 600, 2, 8);
    Dice dice(2);
    for (Index i = 0; i < 600; ++i) {
      trial.problem.weights[i] = static_cast<double>(dice.below(4));
    }
    Trial copies = trial;
    copies.problem = repeated(trial.problem);
    for (const double ridge : {0.0, 0.01}) {
      const Fit a = trial.fit(0.0, 30, ridge);
      const Fit b = copies.fit(0.0, 30, ridge);
      CHECK(mixture_error(a.run.parameters, b.run.parameters) < 1e-10);
      for (std::size_t t = 0; t < a.run.trace.size(); ++t) {
        CHECK(relative_error(a.run.trace[t], b.run.trace[t]) < 1e-12);
      }
      CHECK(relative_error(a.run.statistics().total_weight,
                           b.run.statistics().total_weight) < 1e-14);
    }
  }
}

TEST_CASE("a weight of zero is a removed row, however far away", "[em][weights]") {
  for (const Family& family : all_families()) {
    for (const double place : {0.0, 1e10, 1e300}) {
      CAPTURE(family.name);
      CAPTURE(place);
      Trial trial(family, 600, 2, 9);
      for (Index i = 0; i < 600; i += 7) {
        trial.problem.weights[i] = 0.0;
        trial.problem.values.row(i).setConstant(i % 2 == 0 ? place : -place);
      }
      Trial removed = trial;
      removed.problem = without_weightless_rows(trial.problem);
      const Fit a = trial.fit(0.0, 30);
      const Fit b = removed.fit(0.0, 30);
      CHECK(a.run.status.ok());
      CHECK(mixture_error(a.run.parameters, b.run.parameters) < 1e-10);
      CHECK(relative_error(a.run.statistics().log_likelihood,
                           b.run.statistics().log_likelihood) < 1e-12);
      CHECK(std::abs(a.run.statistics().entropy - b.run.statistics().entropy) < 1e-9);
    }
  }
}

TEST_CASE("weights of zero change nothing for labels and searched starts, either",
          "[em][weights]") {
  Trial trial(full_family(), 600, 2, 9);
  std::vector<int> labels;
  std::vector<int> kept_labels;
  for (Index i = 0; i < 600; ++i) {
    labels.push_back(static_cast<int>(i % n_components));
    if (i % 7 == 0) {
      trial.problem.weights[i] = 0.0;
      trial.problem.values.row(i).setConstant(1e300);
    } else {
      kept_labels.push_back(labels.back());
    }
  }
  const Problem removed = without_weightless_rows(trial.problem);
  FitOptions options = options_of(0.0, 30, 1e-6, 2);
  options.absolute_ridge = false;
  const auto from_labels = [&](const Problem& problem, const std::vector<int>& given) {
    return fit_from_responsibilities(problem.pass(), full_family(),
                                     LabelResponder(given.data(), n_components), options);
  };
  const Fit a = from_labels(trial.problem, labels);
  const Fit b = from_labels(removed, kept_labels);
  CHECK(mixture_error(a.run.parameters, b.run.parameters) < 1e-9);
  CHECK((a.ridge - b.ridge).norm() < 1e-12 * b.ridge.norm());
  const auto searched = [&](const Problem& problem) {
    return fit_from_starts(problem.pass(), full_family(),
                           {StartKind::kmeans, StartKind::kmeans_whitened,
                            StartKind::kmeans_plus_plus, StartKind::random_rows},
                           n_components, 3, options);
  };
  // The sample is the same, so every start is.
  const Fit c = searched(trial.problem);
  const Fit d = searched(removed);
  REQUIRE(c.restarts.size() == d.restarts.size());
  for (std::size_t s = 0; s < c.restarts.size(); ++s) {
    CHECK(relative_error(c.restarts[s].objective, d.restarts[s].objective) < 1e-10);
  }
}

TEST_CASE("the order of components is the order of the start", "[em]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Trial trial(family, 400, 2, 19);
    Trial turned = trial;
    turned.start = rotated(trial.start);
    const Parameters a = rotated(trial.fit(0.0, 30).run.parameters);
    const Parameters b = turned.fit(0.0, 30).run.parameters;
    CHECK(mixture_error(a, b) < 1e-10);
  }
}

TEST_CASE("the order of the rows changes rounding alone", "[em]") {
  const Trial trial(full_family(), 1500, 2, 22);
  Trial turned = trial;
  turned.problem.values = trial.problem.values.colwise().reverse();
  turned.problem.weights = trial.problem.weights.reverse();
  CHECK(mixture_error(trial.fit(0.0, 30).run.parameters,
                      turned.fit(0.0, 30).run.parameters) < 1e-10);
}

TEST_CASE("units of the data do not matter, from 1e-150 to 1e150", "[em]") {
  for (const Family& family : all_families()) {
    const Index d = 2;
    const Trial trial(family, 400, d, 23);
    const Fit here = trial.fit(0.0, 30);
    for (const double unit : {1e-150, 1e-5, 1e150}) {
      CAPTURE(family.name);
      CAPTURE(unit);
      Trial there = trial;
      there.problem.values *= unit;
      there.problem.origin *= unit;
      there.start = scaled(trial.start, unit);
      const Fit fit = there.fit(0.0, 30);
      REQUIRE(fit.run.status.ok());
      CHECK(mixture_error(scaled(fit.run.parameters, 1.0 / unit), here.run.parameters) <
            1e-9);
      // Every row loses d log(unit).
      const double expected =
          here.run.statistics().log_likelihood -
          trial.problem.weights.sum() * static_cast<double>(d) * std::log(unit);
      CHECK(relative_error(fit.run.statistics().log_likelihood, expected) < 1e-12);
    }
  }
}

TEST_CASE("means are those that data coordinates can hold", "[em]") {
  Problem problem = Trial(full_family(), 300, 2, 9).problem;
  problem.origin = Vector::Constant(2, 1e8 + 0.3);
  problem.values.rowwise() += problem.origin.transpose();
  const std::vector<StartKind> kinds{StartKind::kmeans};
  const Fit fit = fit_from_starts(problem.pass(), full_family(), kinds, n_components, 1,
                                  options_of(1e-4, 3, 0.0, 2));
  Matrix given = fit.run.parameters.means.colwise() + problem.origin;
  given.colwise() -= problem.origin;
  CHECK(given == fit.run.parameters.means);
}

TEST_CASE("a fit from labels begins with the M-step of the labels", "[em][start]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Trial trial(family, 300, 2, 40);
    std::vector<int> labels;
    reference::Table z;
    for (Index i = 0; i < 300; ++i) {
      labels.push_back(static_cast<int>(i % n_components));
      z.push_back(reference::Row(n_components, 0));
      z.back()[static_cast<std::size_t>(labels.back())] = 1;
    }
    const reference::Table rows = rows_of(trial.problem);
    const reference::Row weights = weights_of(trial.problem);
    for (const bool absolute : {false, true}) {
      FitOptions options = options_of(0.0, 0, 0.125, 2);
      options.absolute_ridge = absolute;
      const Fit fit =
          fit_from_responsibilities(trial.problem.pass(), family,
                                    LabelResponder(labels.data(), n_components), options);
      // Relative to the variances within the labels, pooled with divisor sum(w).
      const reference::Mixture pooled = reference::maximise(
          "tied_diag", rows, weights, reference::given(z), reference::Row(2, 0));
      reference::Row ridge;
      for (std::size_t j = 0; j < 2; ++j) {
        ridge.push_back(0.125L * (absolute ? 1 : pooled.covariances[0][j][j]));
        CHECK(relative_error(fit.ridge[static_cast<Index>(j)], ridge[j]) < 1e-13);
      }
      const reference::Mixture expected =
          reference::maximise(family.name, rows, weights, reference::given(z), ridge);
      CHECK(mixture_error(as_reference(fit.run.parameters), expected) < 1e-12);
      CHECK(relative_error(fit.run.trace[0],
                           reference::log_likelihood(expected, rows, weights)) < 1e-12);
    }
  }
}

TEST_CASE("a fit from responsibilities begins with their M-step", "[em][start]") {
  const Trial trial(full_family(), 300, 2, 41);
  Dice dice(6);
  Matrix z = dice.normals(300, n_components).cwiseAbs();
  for (Index i = 0; i < 300; ++i) z.row(i) /= z.row(i).sum();
  const Fit fit = fit_from_responsibilities(trial.problem.pass(), full_family(),
                                            MatrixResponder(z.data(), 300, n_components),
                                            options_of(0.0, 0, 0.0, 2));
  const reference::Mixture expected =
      reference::maximise("full", rows_of(trial.problem), weights_of(trial.problem),
                          reference::given(as_table(z)), reference::Row(2, 0));
  CHECK(mixture_error(as_reference(fit.run.parameters), expected) < 1e-12);
}

TEST_CASE("the ridge of a given start is relative to its variances within",
          "[em][start]") {
  const Trial trial(full_family(), 300, 2, 42);
  FitOptions options = options_of(0.0, 1, 0.25, 2);
  options.absolute_ridge = false;
  const Fit fit =
      fit_from_parameters(trial.problem.pass(), full_family(), trial.start, options);
  const reference::Table rows = rows_of(trial.problem);
  const reference::Mixture pooled = reference::maximise(
      "tied_diag", rows, weights_of(trial.problem),
      reference::respond(as_reference(trial.start), rows), reference::Row(2, 0));
  for (std::size_t j = 0; j < 2; ++j) {
    CHECK(relative_error(fit.ridge[static_cast<Index>(j)],
                         0.25L * pooled.covariances[0][j][j]) < 1e-12);
  }
}

TEST_CASE("a column without variance within labels takes its total for the ridge",
          "[em][start]") {
  // The second column is the label.
  Dice dice(43);
  Problem problem = unweighted(dice.normals(100, 2));
  std::vector<int> labels;
  for (Index i = 0; i < 100; ++i) {
    labels.push_back(static_cast<int>(i % 2));
    problem.values(i, 1) = static_cast<double>(i % 2);
  }
  FitOptions options = options_of(0.0, 0, 1e-3, 2);
  options.absolute_ridge = false;
  const Fit fit = fit_from_responsibilities(problem.pass(), full_family(),
                                            LabelResponder(labels.data(), 2), options);
  // Zeros and ones in equal parts have variance 1/4.
  CHECK(fit.ridge[1] == Approx(0.25e-3).epsilon(1e-12));
  CHECK(fit.run.status.ok());
}

TEST_CASE("components are put in order of weight, ties as they are", "[em]") {
  const Vector weights = Eigen::Vector4d(0.1, 0.4, 0.1, 0.4);
  const std::vector<Index> order = by_decreasing_weight(weights);
  CHECK(order == std::vector<Index>({1, 3, 0, 2}));
  for (const Family& family : all_families()) {
    Dice dice(3);
    Parameters parameters = random_parameters(family, 2, 4, dice);
    parameters.weights = weights;
    const Parameters result = reordered(parameters, order);
    for (Index to = 0; to < 4; ++to) {
      const Index from = order[static_cast<std::size_t>(to)];
      CHECK(result.weights[to] == weights[from]);
      CHECK(same_bits(result.means.col(to), parameters.means.col(from)));
      CHECK(same_bits(result.covariances.of(to), parameters.covariances.of(from)));
    }
  }
}
