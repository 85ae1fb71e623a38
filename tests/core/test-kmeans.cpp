// K-means: seeds that are drawn by distance or at random, and Lloyd's algorithm.

#include <catch.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "compare.h"
#include "core/starts/kmeans.h"
#include "core/starts/seed.h"
#include "draft.h"
#include "problem.h"
#include "reference.h"

using namespace gaussmix;

namespace {

// How many rows each centre is nearest to, the first of equals; unit metric.
std::vector<Index> rows_held(const Matrix& rows, const Matrix& centres) {
  std::vector<Index> held(static_cast<std::size_t>(centres.cols()), 0);
  for (Index i = 0; i < rows.rows(); ++i) {
    Index nearest = 0;
    (centres.colwise() - rows.row(i).transpose())
        .colwise()
        .squaredNorm()
        .minCoeff(&nearest);
    ++held[static_cast<std::size_t>(nearest)];
  }
  return held;
}

Matrix centres_of_lloyd(const Matrix& rows, const Matrix& centres, Index max_iter) {
  const Draft sample = sample_of(rows);
  Plan plan{Vector::Zero(centres.cols()), centres, unit_metric()};
  lloyd(sample, max_iter, {}, plan);
  return plan.centres;
}

bool leaves_an_empty_centre(const Matrix& rows, const Matrix& centres) {
  const std::vector<Index> held = rows_held(rows, centres_of_lloyd(rows, centres, 1000));
  return *std::min_element(held.begin(), held.end()) == 0;
}

}  // namespace

// Seeds -----------------------------------------------------------------------

TEST_CASE("an index is drawn as often as its mass says", "[seed]") {
  Eigen::Array<double, 6, 1> mass;
  mass << 0.0, 1.0, 0.0, 3.0, 4.0, 0.0;
  std::vector<int> times(6, 0);
  Random random(8, 0);
  const int n = 80000;
  for (int i = 0; i < n; ++i) ++times[static_cast<std::size_t>(draw_index(mass, random))];
  for (std::size_t i = 0; i < 6; ++i) {
    const double p = mass[static_cast<Index>(i)] / 8.0;
    CHECK(std::abs(times[i] - n * p) <= 5.0 * std::sqrt(n * p * (1.0 - p)));
  }
  CHECK(draw_index(Array::Zero(5), random) == -1);
  CHECK(draw_index(Array(), random) == -1);
  // One mass that swamps the others or none that does not vanish.
  CHECK(draw_index(Eigen::Array3d(0.0, 1e-300, 0.0), random) == 1);
}

TEST_CASE("the second seed is drawn by weight times squared distance", "[seed]") {
  // Rows 0, 1, 3 of weights 1, 2, 1. After the first seed at 0 the masses are
  // 2 * 1 and 1 * 9; the first seed is row 0 with probability 1/4.
  Draft sample{Matrix(3, 1), Vector(3)};
  sample.cells << 0.0, 1.0, 3.0;
  sample.weights << 1.0, 2.0, 1.0;
  int first_at_zero = 0;
  int second_at_three = 0;
  const int n = 40000;
  for (int i = 0; i < n; ++i) {
    Random random(4, static_cast<std::uint64_t>(i));
    const Matrix centres = seed_by_distance(sample, unit_metric(), 2, random, {});
    if (centres(0, 0) != 0.0) continue;
    ++first_at_zero;
    second_at_three += centres(0, 1) == 3.0;
  }
  CHECK(std::abs(first_at_zero - n / 4) < 5.0 * std::sqrt(n * 0.1875));
  const double p = 9.0 / 11.0;
  CHECK(std::abs(second_at_three - first_at_zero * p) <
        5.0 * std::sqrt(first_at_zero * p * (1.0 - p)));
}

TEST_CASE("seeds are rows, and different ones while there are any", "[seed]") {
  Dice dice(31);
  for (const Index d : {1, 3, 14}) {
    const Draft sample = sample_of(dice.normals(700, d));
    for (std::uint64_t stream = 0; stream < 5; ++stream) {
      Random random(1, stream);
      Random other(1, stream);
      for (const Matrix& centres :
           {seed_by_distance(sample, unit_metric(), 20, random, {}),
            seed_by_rows(sample, 20, other)}) {
        for (Index k = 0; k < 20; ++k) CHECK(is_a_row(centres.col(k), sample.cells));
        CHECK(n_distinct(centres.transpose()) == 20);
      }
    }
  }
}

TEST_CASE("seeds repeat when there are fewer rows than components", "[seed]") {
  Matrix rows(5, 1);
  rows << 1.0, 1.0, 2.0, 1.0, 2.0;
  const Draft sample = sample_of(rows);
  for (std::uint64_t stream = 0; stream < 10; ++stream) {
    Random random(1, stream);
    // Both places are taken before one is taken again.
    const Matrix centres = seed_by_distance(sample, unit_metric(), 4, random, {});
    CHECK(n_distinct(centres.leftCols(2).transpose()) == 2);
    for (Index k = 0; k < 4; ++k) CHECK(is_a_row(centres.col(k), rows));
    const Matrix others = seed_by_rows(sample, 12, random);
    // Every row once before any comes again: three ones and two twos.
    CHECK((others.leftCols(5).array() == 1.0).count() == 3);
    CHECK((others.middleCols(5, 5).array() == 1.0).count() == 3);
    for (Index k = 0; k < 12; ++k) CHECK(is_a_row(others.col(k), rows));
  }
}

TEST_CASE("distances are those of the metric", "[seed]") {
  Dice dice(8);
  const Draft sample = sample_of(dice.normals(1000, 3));
  const Vector point = dice.normals(3, 1);
  for (const Shape shape : {Shape::spherical, Shape::diagonal, Shape::full}) {
    const Matrix covariance = random_value(shape, 3, dice);
    Whitening metric{true, {Factor()}};
    double log_determinant = 0.0;
    REQUIRE(whiten(shape, 3, covariance, metric.factors[0], log_determinant));
    const Array distances = distances_to(sample, metric, point);
    const reference::Table lower =
        reference::cholesky(whole_covariance(shape, 3, covariance));
    for (Index i = 0; i < 1000; ++i) {
      reference::Real expected = 0;
      for (const reference::Real z : reference::solve_lower(
               lower, reference::difference(as_row(sample.cells.row(i).transpose()),
                                            as_row(point)))) {
        expected += z * z;
      }
      CHECK(relative_error(distances[i], expected, 1 + expected) < 1e-13);
    }
  }
}

// Lloyd -----------------------------------------------------------------------

TEST_CASE("Lloyd's algorithm ends at the means of what its centres hold", "[lloyd]") {
  Dice dice(61);
  Matrix rows = dice.normals(300, 2);
  rows.middleRows(100, 100).array() += 30.0;
  rows.bottomRows(100).array() -= 30.0;
  Matrix seeds(2, 3);
  seeds << rows.row(0).transpose(), rows.row(150).transpose(), rows.row(250).transpose();
  const Matrix centres = centres_of_lloyd(rows, seeds, 100);
  for (Index k = 0; k < 3; ++k) {
    const Vector mean = rows.middleRows(100 * k, 100).colwise().mean();
    CHECK((centres.col(k) - mean).norm() < 1e-13);
  }
  CHECK(same_bits(centres_of_lloyd(rows, seeds, 0), seeds));
}

TEST_CASE("Lloyd's algorithm weighs rows", "[lloyd][weights]") {
  Draft sample{Matrix(4, 1), Vector(4)};
  sample.cells << 0.0, 1.0, 10.0, 12.0;
  sample.weights << 1.0, 3.0, 1.0, 1.0;
  Matrix seeds(1, 2);
  seeds << 0.0, 12.0;
  Plan plan{Vector::Zero(2), seeds, unit_metric()};
  lloyd(sample, 50, {}, plan);
  CHECK(plan.centres(0, 0) == Approx(0.75).epsilon(1e-15));
  CHECK(plan.centres(0, 1) == Approx(11.0).epsilon(1e-15));
}

TEST_CASE("Lloyd's algorithm lowers the sum of squares", "[lloyd]") {
  const auto cost = [](const Matrix& rows, const Matrix& centres) {
    double sum = 0.0;
    for (Index i = 0; i < rows.rows(); ++i) {
      sum +=
          (centres.colwise() - rows.row(i).transpose()).colwise().squaredNorm().minCoeff();
    }
    return sum;
  };
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Dice dice(seed);
    const Matrix rows = dice.normals(400, 3);
    const Matrix seeds = rows.topRows(8).transpose();
    double previous = cost(rows, seeds);
    for (Index iterations = 1; iterations < 12; ++iterations) {
      const double now = cost(rows, centres_of_lloyd(rows, seeds, iterations));
      CHECK(now <= previous * (1.0 + 1e-12));
      previous = now;
    }
  }
}

TEST_CASE("no centre stays empty when there are rows enough", "[lloyd]") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const Index d = 1 + dice.below(3);
    const Index n_components = 2 + dice.below(9);
    const Index n = n_components + dice.below(60);
    Matrix rows = dice.normals(n, d);
    // Many copies of some rows, but as many different rows as centres.
    const Index copies = dice.below(n - n_components + 1);
    for (Index i = 0; i < copies; ++i) rows.row(n - 1 - i) = rows.row(0);
    REQUIRE(n_distinct(rows) >= static_cast<std::size_t>(n_components));

    const Draft sample = sample_of(rows);
    Random random(seed, 1);
    const Matrix seeds = seed_by_distance(sample, unit_metric(), n_components, random, {});
    CHECK_FALSE(leaves_an_empty_centre(rows, seeds));
    // All centres in one place, far away, and some of them alike.
    CHECK_FALSE(leaves_an_empty_centre(rows, seeds.col(0).replicate(1, n_components)));
    CHECK_FALSE(leaves_an_empty_centre(rows, Matrix::Constant(d, n_components, 1e3)));
    Matrix alike = seeds;
    alike.col(n_components - 1) = alike.col(0);
    CHECK_FALSE(leaves_an_empty_centre(rows, alike));
  }
}

TEST_CASE("no centre stays empty where the rows lie close together", "[lloyd]") {
  // Three rows within a hundredth of a unit of the metric, in which a far row sets
  // the scale, and three centres on one of them: two moves of less than what
  // counts as settled are needed.
  Matrix rows(4, 1);
  rows << 0.0, 0.003, 0.006, 2.0;
  Matrix centres(1, 4);
  centres << 0.003, 0.003, 0.003, 2.0;
  CHECK_FALSE(leaves_an_empty_centre(rows, centres));
}

TEST_CASE("Lloyd's algorithm ends when there are fewer rows than centres", "[lloyd]") {
  Matrix rows(6, 1);
  rows << 1.0, 1.0, 2.0, 2.0, 2.0, 1.0;
  Matrix centres(1, 4);
  centres << 1.0, 1.0, 1.0, 1.0;
  const Matrix found = centres_of_lloyd(rows, centres, 100);
  for (Index k = 0; k < 4; ++k) CHECK(is_a_row(found.col(k), rows));
  CHECK(n_distinct(found.transpose()) == 2);
}

TEST_CASE("the farthest row is the one that is served worst", "[lloyd]") {
  Matrix rows(5, 1);
  rows << 0.0, 3.0, 10.0, 11.5, 4.0;
  Matrix centres(1, 2);
  centres << 0.0, 10.0;
  const Draft sample = sample_of(rows);
  const Plan plan{Vector::Zero(2), centres, unit_metric()};
  CHECK(farthest_row(sample, plan, {}) == 4);
}
