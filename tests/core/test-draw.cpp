// Draws from a mixture.

#include <catch.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "compare.h"
#include "core/covariance/registry.h"
#include "core/pass/draw.h"
#include "problem.h"

using namespace gaussmix;

namespace {

struct Draws {
  Matrix values;
  std::vector<int> components;
  Status status;
};

Draws draw(const Parameters& parameters, Index n, std::uint64_t seed) {
  Draws draws{Matrix(n, parameters.dimension()),
              std::vector<int>(static_cast<std::size_t>(n), -1), {}};
  draws.status = draw_rows(parameters, n, seed, 1, draws.values.data(),
                           draws.components.data());
  return draws;
}

std::vector<Index> rows_of_component(const Draws& draws, Index k) {
  std::vector<Index> rows;
  for (std::size_t i = 0; i < draws.components.size(); ++i) {
    if (draws.components[i] == k) rows.push_back(static_cast<Index>(i));
  }
  return rows;
}

Matrix taken(const Matrix& values, const std::vector<Index>& rows) {
  Matrix result(static_cast<Index>(rows.size()), values.cols());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    result.row(static_cast<Index>(i)) = values.row(rows[i]);
  }
  return result;
}

}  // namespace

TEST_CASE("draws have the means and covariances of their components", "[draw]") {
  const Index n = 200000;
  const Index d = 3;
  for (const CovarianceStructure& structure : covariance_structures()) {
    CAPTURE(structure.name);
    Dice dice(14);
    const Parameters parameters = random_parameters(structure, d, 3, dice);
    const reference::Mixture mixture = as_reference(parameters);
    const Draws draws = draw(parameters, n, 5);
    REQUIRE(draws.status.ok());
    for (Index k = 0; k < 3; ++k) {
      const Matrix x = taken(draws.values, rows_of_component(draws, k));
      const double m = static_cast<double>(x.rows());
      const reference::Table& s = mixture.covariances[static_cast<std::size_t>(k)];
      const auto covariance = [&](Index i, Index j) {
        return static_cast<double>(s[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]);
      };
      const Matrix centred = x.rowwise() - parameters.means.col(k).transpose();
      const Matrix second = centred.transpose() * centred / m;
      for (Index i = 0; i < d; ++i) {
        // Five standard errors: s_ii / m, and (s_ii s_jj + s_ij^2) / m.
        CHECK(std::abs(centred.col(i).mean()) < 5.0 * std::sqrt(covariance(i, i) / m));
        for (Index j = 0; j < d; ++j) {
          const double error = std::sqrt(
              (covariance(i, i) * covariance(j, j) + covariance(i, j) * covariance(i, j)) / m);
          CHECK(std::abs(second(i, j) - covariance(i, j)) < 5.0 * error);
        }
      }
      // Fourth moment of a normal: 3, standard error sqrt(96 / m).
      const double fourth =
          (centred.col(0).array().square() / covariance(0, 0)).square().mean();
      CHECK(std::abs(fourth - 3.0) < 5.0 * std::sqrt(96.0 / m));
    }
  }
}

TEST_CASE("components are drawn as often as their weights say", "[draw]") {
  const Index n = 200000;
  Parameters parameters{Vector(4), Matrix::Zero(1, 4),
                        {Shape::spherical, true, {Matrix::Ones(1, 1)}}};
  parameters.weights << 0.5, 0.0, 0.3, 0.2;
  const Draws draws = draw(parameters, n, 77);
  for (Index k = 0; k < 4; ++k) {
    const double p = parameters.weights[k];
    const double count = static_cast<double>(rows_of_component(draws, k).size());
    CHECK(std::abs(count - static_cast<double>(n) * p) <=
          5.0 * std::sqrt(static_cast<double>(n) * p * (1.0 - p)));
  }
  // Rows are not sorted by component: neighbours are independent.
  Index changes = 0;
  for (std::size_t i = 1; i < draws.components.size(); ++i) {
    changes += draws.components[i] != draws.components[i - 1];
  }
  // P(change) = 1 - sum p^2 = 0.62.
  CHECK(std::abs(static_cast<double>(changes) - 0.62 * n) < 0.01 * n);
}

TEST_CASE("weights that do not sum to one are shares all the same", "[draw]") {
  Parameters parameters{Vector(3), Matrix::Zero(1, 3),
                        {Shape::spherical, true, {Matrix::Ones(1, 1)}}};
  parameters.weights << 0.0, 1e-300, 3e-300;
  const Draws draws = draw(parameters, 100000, 3);
  CHECK(rows_of_component(draws, 0).empty());
  // A quarter, five standard errors of sqrt(n p (1 - p)) = 137.
  CHECK(std::abs(static_cast<double>(rows_of_component(draws, 1).size()) - 25000.0) < 685.0);
}

TEST_CASE("every row of a draw is written, for any number of rows", "[draw]") {
  Dice dice(2);
  const Parameters parameters = random_parameters(full_structure(), 2, 2, dice);
  for (const Index n : {0, 1, 511, 512, 513, 1024, 3000}) {
    CAPTURE(n);
    Draws draws{Matrix::Constant(n, 2, NAN),
                std::vector<int>(static_cast<std::size_t>(n), -1), {}};
    draw_rows(parameters, n, 4, 2, draws.values.data(), draws.components.data());
    CHECK(draws.values.allFinite());
    CHECK(std::count(draws.components.begin(), draws.components.end(), -1) == 0);
  }
}

TEST_CASE("a seed fixes the draws, and blocks do not repeat each other", "[draw]") {
  Dice dice(21);
  const Parameters parameters = random_parameters(full_structure(), 2, 3, dice);
  const Draws a = draw(parameters, 2000, 1);
  CHECK(same_bits(a.values, draw(parameters, 2000, 1).values));
  CHECK_FALSE(same_bits(a.values, draw(parameters, 2000, 2).values));
  const Index rows = block_rows(2);
  CHECK_FALSE(same_bits(a.values.topRows(rows), a.values.middleRows(rows, rows)));
}

TEST_CASE("a component without a factor cannot be drawn from", "[draw]") {
  Dice dice(13);
  Parameters parameters = random_parameters(full_structure(), 2, 3, dice);
  parameters.covariances.values[1] << 1.0, 2.0, 2.0, 1.0;
  const Draws draws = draw(parameters, 10, 1);
  CHECK(draws.status.trouble == Trouble::singular);
  CHECK(draws.status.component == 1);
}
