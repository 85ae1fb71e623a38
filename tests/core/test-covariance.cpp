// M-steps of every row of the covariance registry.

#include <catch.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "compare.h"
#include "core/estimators/ml.h"
#include "core/nouns/shape.h"
#include "core/pass/pass.h"
#include "core/pass/soft-responder.h"
#include "families.h"
#include "problem.h"
#include "reference.h"

using namespace gaussmix;

namespace {

struct Trial {
  Problem problem;
  Parameters previous;
  reference::Posterior posterior;  // under previous

  Trial(const Family& family, Index n, Index d, Index n_components, std::uint64_t seed) {
    Dice dice(seed);
    problem = random_problem(n, d, n_components, true, dice);
    previous = random_parameters(family, d, n_components, dice);
    posterior = reference::respond(as_reference(previous), rows_of(problem));
  }
};

// One in which no component has so few rows that its volume would be rounding error.
Trial sound_trial(const Family& family, Index n, Index d, Index n_components) {
  for (std::uint64_t seed = static_cast<std::uint64_t>(d);; ++seed) {
    REQUIRE(seed < 10000);
    Trial trial(family, n, d, n_components, seed);
    reference::Row counts(static_cast<std::size_t>(n_components), 0);
    for (const reference::Row& z : trial.posterior.z) {
      for (std::size_t k = 0; k < counts.size(); ++k) counts[k] += z[k];
    }
    const bool is_free = !reference::is_tied_in_part(family.name);
    if (is_free || *std::min_element(counts.begin(), counts.end()) > 2.0L * d)
      return trial;
  }
}

MaximumLikelihood estimator_of(const Family& family, const Vector& ridge) {
  return {family, ridge, std::vector<bool>(static_cast<std::size_t>(ridge.size()), false)};
}

Parameters updated(const Trial& trial, const Family& family, const Vector& ridge) {
  Status status;
  const Plan plan = make_plan(trial.previous, status);
  const Statistics statistics =
      trial.problem.pass().sum(SoftResponder(plan), family.request, plan.centres);
  return estimator_of(family, ridge).update(statistics, trial.previous);
}

// A covariance near a given one that has the same compact form.
Matrix jolted(Shape shape, const Matrix& value, double size, Dice& dice) {
  if (shape != Shape::full) {
    const Matrix noise = size * dice.normals(value.rows(), value.cols());
    return value.array() * noise.array().exp();
  }
  const Index d = value.rows();
  const Matrix turn = Matrix::Identity(d, d) + size * dice.normals(d, d);
  return turn * value * turn.transpose();
}

// Parameters near given ones, inside the structure.
Parameters jolted(const Family& family, const Parameters& parameters, double size,
                  Dice& dice) {
  Parameters result = parameters;
  const Index n_components = parameters.n_components();
  result.weights =
      parameters.weights.array() * (size * dice.normals(n_components, 1)).array().exp();
  result.weights /= result.weights.sum();
  result.means += size * dice.normals(parameters.dimension(), n_components);
  for (Matrix& value : result.covariances.values) {
    value = jolted(parameters.covariances.shape, value, size, dice);
  }
  family.conform(result.covariances, result.weights);
  return result;
}

// Scatters as a structure asks for them.
std::vector<Matrix> requested(const ScatterRequest& request,
                              const std::vector<Matrix>& scatters) {
  std::vector<Matrix> result;
  for (const Matrix& scatter : scatters) {
    const Matrix part =
        request.scatter == Scatter::full ? scatter : Matrix(scatter.diagonal());
    if (request.pooled && !result.empty()) {
      result[0] += part;
    } else {
      result.push_back(part);
    }
  }
  return result;
}

}  // namespace

TEST_CASE("names in the registry are unique and found", "[covariance]") {
  std::set<std::string> names;
  std::set<std::string> identifiers;
  for (const Family& family : families()) {
    names.insert(family.name);
    identifiers.insert(family.mclust);
    const Family* found = find_family(family.name);
    REQUIRE(found != nullptr);
    CHECK(found->name == std::string(family.name));
    // A row without a formula in the reference would go untested.
    CHECK(reference::knows(family.name));
  }
  CHECK(names.size() == families().size());
  CHECK(identifiers.size() == families().size());
  CHECK(find_family("fully") == nullptr);
  CHECK(find_family("") == nullptr);
}

TEST_CASE("a structure asks for the scatters that its shape needs", "[covariance]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    CHECK((family.request.scatter == Scatter::full) == (family.shape == Shape::full));
    CHECK(family.request.scatter != Scatter::none);
    CHECK(family.request.pooled == family.shared);
  }
}

TEST_CASE("free parameters are counted as in the literature", "[covariance]") {
  // Celeux and Govaert (1995), table 1, by the identifiers of the family; with
  // K d for the means and K - 1 for the weights.
  for (const Family& family : all_families()) {
    const std::string letters = family.mclust;
    for (double d = 1.0; d <= 6.0; ++d) {
      for (double k = 1.0; k <= 5.0; ++k) {
        const double whole = d * (d + 1.0) / 2.0;
        double expected = -1.0;
        if (letters == "VVV") expected = k * whole;
        if (letters == "EEE") expected = whole;
        if (letters == "VVI") expected = k * d;
        if (letters == "VII") expected = k;
        if (letters == "EEI") expected = d;
        if (letters == "EII") expected = 1.0;
        const double turns = d * (d - 1.0) / 2.0;
        if (letters == "VEI") expected = k + d - 1.0;
        if (letters == "EVI") expected = k * d - k + 1.0;
        if (letters == "VEE") expected = whole + k - 1.0;
        if (letters == "EVE") expected = turns + k * d - k + 1.0;
        if (letters == "VVE") expected = turns + k * d;
        if (letters == "EEV") expected = k * whole - (k - 1.0) * d;
        if (letters == "VEV") expected = k * whole - (k - 1.0) * (d - 1.0);
        if (letters == "EVV") expected = k * whole - (k - 1.0);
        CAPTURE(letters);
        CHECK(family.n_parameters(d, k) == expected);
        CHECK(n_parameters_of_mixture(family, d, k) == expected + k * d + k - 1.0);
      }
    }
  }
  // One number by hand: iris, three full components: 3 * 10 + 3 * 4 + 2.
  CHECK(n_parameters_of_mixture(full_family(), 4.0, 3.0) == 44.0);
}

TEST_CASE("M-steps of random moments are the formulas", "[covariance]") {
  for (const Family& family : all_families()) {
    for (const Index d : {1, 2, 5}) {
      CAPTURE(family.name);
      CAPTURE(d);
      Dice dice(static_cast<std::uint64_t>(d));
      const Index n_components = 4;
      std::vector<Matrix> scatters;
      std::vector<reference::Table> tables;
      Moments moments{Vector(n_components), dice.normals(d, n_components), {}};
      Vector divisors(n_components);
      for (Index k = 0; k < n_components; ++k) {
        moments.counts[k] = dice.uniform(5.0, 50.0);
        // Divisors are not the counts where there is a prior.
        divisors[k] = moments.counts[k] + dice.uniform(0.0, 5.0);
        scatters.push_back(moments.counts[k] * random_covariance(d, dice));
        tables.push_back(as_table(scatters.back()));
      }
      moments.scatters = requested(family.request, scatters);
      const Parameters previous = random_parameters(family, d, n_components, dice);
      const Solution solution =
          family.solve(Moments(moments), divisors, Matrix(), previous.covariances);
      const Covariances& solved = solution.covariances;
      CHECK(solution.converged);
      CHECK(solved.shape == family.shape);
      CHECK(solved.shared == family.shared);
      CHECK(solved.values.size() ==
            (family.shared ? 1 : static_cast<std::size_t>(n_components)));
      const std::vector<reference::Table> expected =
          reference::covariances_of(family.name, tables, as_row(divisors));
      const reference::Mixture mixture =
          as_reference({moments.counts, moments.means, solved});
      for (std::size_t k = 0; k < expected.size(); ++k) {
        // Iterations end where they move by no more than 1e-13.
        CHECK(covariance_error(mixture.covariances[k], expected[k]) <
              (solution.iterations == 0 ? 1e-14 : 1e-12));
      }
    }
  }
}

TEST_CASE("updates are the M-steps of the reference, row by row", "[covariance][ml]") {
  for (const Family& family : all_families()) {
    // Where the reference is iterative, too, many columns take it most of a minute.
    const Index many = family.suits_conjugate_prior() ? 13 : 6;
    for (const Index d : {Index{1}, Index{3}, many}) {
      for (const bool with_ridge : {false, true}) {
        CAPTURE(family.name);
        CAPTURE(d);
        CAPTURE(with_ridge);
        const Trial trial = sound_trial(family, 400, d, 3);
        Dice dice(4);
        Vector ridge = Vector::Zero(d);
        if (with_ridge) ridge = 0.1 * dice.normals(d, 1).cwiseAbs();
        const Parameters next = updated(trial, family, ridge);
        const reference::Mixture expected =
            reference::maximise(family.name, rows_of(trial.problem),
                                weights_of(trial.problem), trial.posterior, as_row(ridge));
        CHECK(mixture_error(as_reference(next), expected) < 1e-12);
        CHECK(std::abs(next.weights.sum() - 1.0) < 1e-15 * 3);
      }
    }
  }
}

TEST_CASE("nothing near an update has a larger expected log-likelihood",
          "[covariance][ml]") {
  for (const Family& family : all_families()) {
    for (const Index d : {1, 3}) {
      CAPTURE(family.name);
      CAPTURE(d);
      const Trial trial(family, 150, d, 3, static_cast<std::uint64_t>(20 + d));
      const reference::Table rows = rows_of(trial.problem);
      const reference::Row weights = weights_of(trial.problem);
      const auto expected_log_likelihood = [&](const Parameters& parameters) {
        return reference::expected_log_likelihood(as_reference(parameters), rows, weights,
                                                  trial.posterior.z);
      };
      const Parameters maximum = updated(trial, family, Vector::Zero(d));
      const reference::Real highest = expected_log_likelihood(maximum);
      Dice dice(8);
      for (const double size : {1e-4, 1e-2, 0.3}) {
        for (int repetition = 0; repetition < 40; ++repetition) {
          const reference::Real value =
              expected_log_likelihood(jolted(family, maximum, size, dice));
          // The maximum is rounded to double, which costs of the order of eps^2.
          CHECK(value < highest);
        }
      }
      // What came before was not the maximum.
      CHECK(expected_log_likelihood(trial.previous) < highest);
    }
  }
}

TEST_CASE("a component without rows keeps what it had", "[covariance][ml]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Trial trial(family, 300, 2, 3, 6);
    // So far away that its responsibilities underflow to zero.
    trial.previous.means.col(1).setConstant(1e6);
    Status status;
    const Plan plan = make_plan(trial.previous, status);
    // About origins of their own, for the mean that is kept is not the origin's.
    const Statistics statistics = trial.problem.pass().sum(
        SoftResponder(plan), family.request, Matrix::Constant(2, 3, 0.5));
    const Parameters next =
        estimator_of(family, Vector::Constant(2, 0.5)).update(statistics, trial.previous);
    CHECK(next.weights[1] == 0.0);
    CHECK(same_bits(next.means.col(1), trial.previous.means.col(1)));
    if (!family.shared) {
      // As far as the family lets it: of what is tied it has what the others have.
      Covariances kept = next.covariances;
      kept.values[1] = trial.previous.covariances.of(1);
      family.conform(kept, next.weights);
      CHECK((next.covariances.of(1) - kept.of(1)).norm() <= 1e-14 * kept.of(1).norm());
    }
    // The others are the M-step of a mixture of the others.
    Parameters others = trial.previous;
    others.weights = Vector(2);
    others.means = Matrix(2, 2);
    others.covariances.values.clear();
    for (const Index k : {0, 2}) {
      others.weights[k / 2] = trial.previous.weights[k];
      others.means.col(k / 2) = trial.previous.means.col(k);
      if (!family.shared || k == 0) {
        others.covariances.values.push_back(trial.previous.covariances.of(k));
      }
    }
    const reference::Posterior posterior =
        reference::respond(as_reference(others), rows_of(trial.problem));
    const reference::Mixture expected =
        reference::maximise(family.name, rows_of(trial.problem), weights_of(trial.problem),
                            posterior, {0.5L, 0.5L});
    reference::Mixture found = as_reference(next);
    found.weights.erase(found.weights.begin() + 1);
    found.means.erase(found.means.begin() + 1);
    found.covariances.erase(found.covariances.begin() + 1);
    CHECK(mixture_error(found, expected) < 1e-12);
  }
}

TEST_CASE("one component is the weighted mean and covariance", "[covariance][ml]") {
  // The row-by-row formulas again, without responsibilities.
  const Trial trial(full_family(), 200, 3, 1, 30);
  const Parameters next = updated(trial, full_family(), Vector::Zero(3));
  const Vector& w = trial.problem.weights;
  const Matrix x = trial.problem.values.rowwise() - trial.problem.origin.transpose();
  const Vector mean = x.transpose() * w / w.sum();
  const Matrix centred = x.rowwise() - mean.transpose();
  const Matrix covariance = centred.transpose() * w.asDiagonal() * centred / w.sum();
  CHECK((next.means - mean).norm() < 1e-13);
  CHECK((next.covariances.of(0) - covariance).norm() < 1e-13);
  CHECK(next.weights[0] == 1.0);
}

TEST_CASE("a ridge is added to diagonals, its mean to a single number",
          "[covariance][ml]") {
  const Vector ridge = Eigen::Vector3d(0.25, 0.5, 0.75);
  for (const Shape shape : {Shape::spherical, Shape::diagonal, Shape::full}) {
    Matrix value =
        Matrix::Ones(shape == Shape::spherical ? 1 : 3, shape == Shape::full ? 3 : 1);
    Covariances covariances{shape, false, {value, 2.0 * value}};
    for (Matrix& one : covariances.values) add_variances(shape, ridge, one);
    Matrix expected = value;
    if (shape == Shape::spherical) expected(0) += 0.5;
    if (shape == Shape::diagonal) expected += ridge;
    if (shape == Shape::full) expected.diagonal() += ridge;
    CHECK(same_bits(covariances.values[0], expected));
    CHECK(same_bits(covariances.values[1], expected + value));
  }
}
