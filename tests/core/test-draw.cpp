// Draws from a mixture.

#include <catch.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "compare.h"
#include "core/ground/linalg.h"
#include "core/pass/choice.h"
#include "draws.h"
#include "families.h"
#include "problem.h"
#include "sets.h"

using namespace gaussmix;

namespace {

std::vector<Index> rows_of_component(const Draws& draws, Index k) {
  std::vector<Index> rows;
  for (std::size_t i = 0; i < draws.components.size(); ++i) {
    if (draws.components[i] == k + 1) rows.push_back(static_cast<Index>(i));
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
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(14);
    const Parameters parameters = random_parameters(family, d, 3, dice);
    const reference::Mixture mixture = as_reference(parameters);
    const Draws draws = draw(parameters, n, 5);
    REQUIRE(draws.status.ok());
    for (Index k = 0; k < 3; ++k) {
      const Matrix x = taken(draws.values, rows_of_component(draws, k));
      const double m = static_cast<double>(x.rows());
      const reference::Table& s = mixture.covariances[static_cast<std::size_t>(k)];
      const auto covariance = [&](Index i, Index j) {
        return static_cast<double>(
            s[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]);
      };
      const Matrix centred = x.rowwise() - parameters.means.col(k).transpose();
      const Matrix second = centred.transpose() * centred / m;
      for (Index i = 0; i < d; ++i) {
        // Five standard errors: s_ii / m, and (s_ii s_jj + s_ij^2) / m.
        CHECK(std::abs(centred.col(i).mean()) < 5.0 * std::sqrt(covariance(i, i) / m));
        for (Index j = 0; j < d; ++j) {
          const double error = std::sqrt(
              (covariance(i, i) * covariance(j, j) + covariance(i, j) * covariance(i, j)) /
              m);
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
  Parameters parameters{Vector(4),
                        Matrix::Zero(1, 4),
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
  Parameters parameters{Vector(3),
                        Matrix::Zero(1, 3),
                        {Shape::spherical, true, {Matrix::Ones(1, 1)}}};
  parameters.weights << 0.0, 1e-300, 3e-300;
  const Draws draws = draw(parameters, 100000, 3);
  CHECK(rows_of_component(draws, 0).empty());
  // A quarter, five standard errors of sqrt(n p (1 - p)) = 137.
  CHECK(std::abs(static_cast<double>(rows_of_component(draws, 1).size()) - 25000.0) <
        685.0);
}

TEST_CASE("every row of a draw is written, for any number of rows", "[draw]") {
  Dice dice(2);
  const Parameters parameters = random_parameters(full_family(), 2, 2, dice);
  const Index rows = drawn_rows_of_block(2);
  for (const Index n : {Index{0}, Index{1}, Index{2}, Index{7}, Index{8}, Index{9},
                        Index{31}, Index{32}, Index{33}, Index{511}, Index{512},
                        Index{513}, Index{5000}, rows - 1, rows, rows + 1, 3 * rows + 5}) {
    CAPTURE(n);
    for_each_instruction_set([&] {
      const Draws draws = draw(parameters, n, 4, 2);
      CHECK(draws.values.allFinite());
      CHECK(std::count(draws.components.begin(), draws.components.end(), -1) == 0);
    });
  }
}

TEST_CASE("draws are the same on every instruction set up to rounding", "[draw]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    for (const Index d : {1, 2, 5, 6, 7, 13, 40}) {
      Dice dice(static_cast<std::uint64_t>(d));
      const Parameters parameters = random_parameters(family, d, 4, dice);
      const Index n = 2 * drawn_rows_of_block(d) + 77;
      const Draws expected = draw(parameters, n, 9);
      for_each_instruction_set([&] {
        const Draws draws = draw(parameters, n, 9);
        CHECK(draws.components == expected.components);
        // Means and standard deviations are of the order of one.
        CHECK((draws.values - expected.values).cwiseAbs().maxCoeff() < 1e-12);
      });
    }
  }
}

TEST_CASE("a row is drawn from the component that is said, however many there are",
          "[draw]") {
  const Index d = 3;
  const Index n_components = 3000;
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(6);
    Parameters parameters = random_parameters(family, d, n_components, dice);
    for (Index k = 0; k < n_components; ++k) {
      parameters.means.col(k) << 1e3 * static_cast<double>(k),
          -1e3 * static_cast<double>(k), 5.0;
    }
    const Draws draws = draw(parameters, 20000, 2);
    double worst = 0.0;
    for (Index i = 0; i < 20000; ++i) {
      const Index k = draws.components[static_cast<std::size_t>(i)] - 1;
      REQUIRE(k >= 0);
      REQUIRE(k < n_components);
      worst = std::max(worst, (draws.values.row(i).transpose() - parameters.means.col(k))
                                  .cwiseAbs()
                                  .maxCoeff());
    }
    CHECK(worst < 30.0);
  }
}

TEST_CASE("draws are their normal numbers times the factor, plus the mean", "[draw]") {
  // Columns are sums of so many normals: draws whitened must be independent normals.
  const Index n = 100000;
  const Index d = 7;
  Dice dice(33);
  const Parameters parameters = random_parameters(full_family(), d, 5, dice);
  const Draws draws = draw(parameters, n, 12);
  Matrix z(n, d);
  for (Index i = 0; i < n; ++i) {
    const Index k = draws.components[static_cast<std::size_t>(i)] - 1;
    Matrix root;
    REQUIRE(cholesky(parameters.covariances.of(k), root));
    const Vector centred = draws.values.row(i).transpose() - parameters.means.col(k);
    z.row(i) = root.triangularView<Eigen::Lower>().solve(centred).transpose();
  }
  // Columns of a row, and of the row before: standard error 1 / sqrt(n).
  const Matrix same = z.transpose() * z / std::sqrt(static_cast<double>(n));
  const Matrix before = z.topRows(n - 1).transpose() * z.bottomRows(n - 1) /
                        std::sqrt(static_cast<double>(n - 1));
  for (Index i = 0; i < d; ++i) {
    for (Index j = 0; j < d; ++j) {
      if (i != j) CHECK(std::abs(same(i, j)) < 5.0);
      CHECK(std::abs(before(i, j)) < 5.0);
    }
  }
  // Rows that share a component and follow each other in different blocks.
  const Index rows = drawn_rows_of_block(d);
  const Matrix apart = z.topRows(n - rows).transpose() * z.bottomRows(n - rows) /
                       std::sqrt(static_cast<double>(n - rows));
  CHECK(apart.cwiseAbs().maxCoeff() < 5.0);
}

TEST_CASE("an index is chosen as a search from the first would choose it", "[draw]") {
  Dice dice(44);
  std::vector<Vector> trials(7);
  trials[0] = Vector::Ones(1);
  trials[1] = Vector::Constant(3, 1.0 / 3.0);
  trials[2] = Vector(5);
  trials[2] << 0.0, 0.25, 0.0, 0.75, 0.0;
  trials[3] = Vector(3);
  trials[3] << 1e-300, 1.0, 1e-17;
  trials[4] = random_shares(5000, dice);
  trials[5] = Vector::Constant(256, 1.0 / 256.0);
  trials[6] = Vector::Zero(400);
  trials[6][399] = 2e-308;
  for (const Vector& weights : trials) {
    const Choice choice(weights);
    std::vector<double> cumulative;
    double sum = 0.0;
    for (Index k = 0; k < weights.size(); ++k) cumulative.push_back(sum += weights[k]);
    std::vector<double> uniforms = {0.0, 0x1p-53, 0.25, 0.5, 1.0 - 0x1p-53};
    for (const double c : cumulative) {
      for (const double u :
           {c / sum, std::nextafter(c / sum, 0.0), std::nextafter(c / sum, 1.0)}) {
        if (u < 1.0) uniforms.push_back(u);
      }
    }
    for (int i = 0; i < 10000; ++i) uniforms.push_back(dice.uniform());
    int different = 0;
    for (const double u : uniforms) {
      const double mass = std::min(u * sum, std::nextafter(sum, 0.0));
      const auto place = std::upper_bound(cumulative.begin(), cumulative.end(), mass);
      different += choice(u) != place - cumulative.begin();
      different += !(weights[choice(u)] > 0.0);
    }
    CHECK(different == 0);
  }
}

TEST_CASE("a seed fixes the draws, and blocks do not repeat each other", "[draw]") {
  Dice dice(21);
  const Parameters parameters = random_parameters(full_family(), 2, 3, dice);
  const Draws a = draw(parameters, 2000, 1);
  CHECK(same_bits(a.values, draw(parameters, 2000, 1).values));
  CHECK_FALSE(same_bits(a.values, draw(parameters, 2000, 2).values));
  const Index rows = drawn_rows_of_block(2);
  const Draws two = draw(parameters, 2 * rows, 1);
  CHECK_FALSE(same_bits(two.values.topRows(rows), two.values.bottomRows(rows)));
}

TEST_CASE("a component without a factor cannot be drawn from", "[draw]") {
  Dice dice(13);
  Parameters parameters = random_parameters(full_family(), 2, 3, dice);
  parameters.covariances.values[1] << 1.0, 2.0, 2.0, 1.0;
  const Draws draws = draw(parameters, 10, 1);
  CHECK(draws.status.trouble == Trouble::singular);
  CHECK(draws.status.component == 1);
}
