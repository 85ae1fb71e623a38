// Samples of the rows, and the metrics that they give.

#include <catch.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "compare.h"
#include "core/rows/sample.h"
#include "core/starts/sample-metrics.h"
#include "draft.h"
#include "problem.h"
#include "reference.h"

using namespace gaussmix;

namespace {

// Observations that say which row they are, with rows of weight zero at 1e300.
Problem numbered_rows(Index n, Index every_weightless) {
  Problem problem{Matrix(n, 2), Vector::Ones(n), Vector(Eigen::Vector2d(0.5, 0.0))};
  for (Index i = 0; i < n; ++i) {
    problem.values.row(i) << static_cast<double>(i), 1.0;
    problem.weights[i] = 1.0 + static_cast<double>(i % 3);
    if (every_weightless > 0 && i % every_weightless == 0) {
      problem.weights[i] = 0.0;
      problem.values.row(i).setConstant(1e300);
    }
  }
  return problem;
}

std::vector<Index> numbers_of(const Sample& sample) {
  std::vector<Index> numbers;
  for (Index i = 0; i < sample.cells().rows(); ++i) {
    // The origin was subtracted.
    numbers.push_back(static_cast<Index>(sample.cells()(i, 0) + 0.5));
  }
  return numbers;
}

}  // namespace

TEST_CASE("a sample of no more rows than wanted is all of them, in order", "[sample]") {
  for (const Index m : {100, 101, 5000}) {
    const Problem problem = numbered_rows(100, 0);
    Random random(1, 0);
    const Sample sample = problem.pass().sample(m, random);
    CHECK(
        same_bits(sample.cells(), problem.values.rowwise() - problem.origin.transpose()));
    CHECK(same_bits(sample.weights(), problem.weights));
    // No random number was used.
    CHECK(random.bits() == Random(1, 0).bits());
    CHECK(sample.origin().isZero(0.0));
  }
}

TEST_CASE("a sample of fewer rows is drawn without replacement", "[sample]") {
  for (const Index m : {1, 2, 50, 99}) {
    const Problem problem = numbered_rows(100, 0);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Random random(seed, 0);
      const Sample sample = problem.pass().sample(m, random);
      const std::vector<Index> numbers = numbers_of(sample);
      CHECK(static_cast<Index>(numbers.size()) == m);
      CHECK(std::set<Index>(numbers.begin(), numbers.end()).size() == numbers.size());
      CHECK(std::is_sorted(numbers.begin(), numbers.end()));
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        CHECK(sample.weights()[static_cast<Index>(i)] == problem.weights[numbers[i]]);
      }
    }
  }
}

TEST_CASE("every row is sampled equally often", "[sample]") {
  const Problem problem = numbered_rows(20, 0);
  std::map<Index, int> times;
  const int n_samples = 20000;
  for (int s = 0; s < n_samples; ++s) {
    Random random(static_cast<std::uint64_t>(s), 0);
    for (const Index number : numbers_of(problem.pass().sample(5, random))) {
      ++times[number];
    }
  }
  // p = 1/4, five standard errors of sqrt(n p (1 - p)).
  for (Index i = 0; i < 20; ++i) {
    CHECK(std::abs(times[i] - n_samples / 4) < 5.0 * std::sqrt(n_samples * 0.1875));
  }
}

TEST_CASE("a row of weight zero is never sampled", "[sample][weights]") {
  const Problem problem = numbered_rows(99, 3);
  for (const Index m : {10, 65, 66, 67, 1000}) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      Random random(seed, 0);
      const Sample sample = problem.pass().sample(m, random);
      CHECK(sample.cells().rows() == std::min<Index>(m, 66));
      CHECK(sample.cells().maxCoeff() < 100.0);
      CHECK(sample.weights().minCoeff() > 0.0);
    }
  }
}

TEST_CASE("a sample is bounded in memory and large enough for the components",
          "[sample]") {
  CHECK(sample_rows(1, 3) == 16384);
  CHECK(sample_rows(32, 3) == 16384);  // 2^19 cells are 4 megabytes
  CHECK(sample_rows(64, 3) == 8192);
  CHECK(sample_rows(524288, 3) == 60);
  CHECK(sample_rows(1000000, 3) == 60);
  CHECK(sample_rows(2, 1000) == 20000);
}

TEST_CASE("metrics standardise and whiten the sample", "[start]") {
  Dice dice(44);
  const Draft sample = stretched_sample(500, dice);
  const SampleMetrics metrics = metrics_of(sample, {});
  const reference::Table rows = as_table(sample.cells);
  const reference::Posterior all =
      reference::given(reference::Table(rows.size(), reference::Row(1, 1)));
  const reference::Mixture one =
      reference::maximise("full", rows, as_row(sample.weights), all, reference::Row(2, 0));
  const reference::Table& covariance = one.covariances[0];
  const Matrix& scales = metrics.standardised.factors[0].values;
  for (std::size_t j = 0; j < 2; ++j) {
    const Index at = static_cast<Index>(j);
    CHECK(relative_error(metrics.mean[at], one.means[0][j], std::sqrt(covariance[j][j])) <
          1e-13);
    CHECK(relative_error(metrics.variances[at], covariance[j][j]) < 1e-13);
    CHECK(relative_error(scales(at), 1 / std::sqrt(covariance[j][j])) < 1e-13);
  }
  REQUIRE(metrics.whitened.shape() == Shape::full);
  // F S F' = I.
  const reference::Table f = as_table(metrics.whitened.factors[0].values);
  CHECK(covariance_error(reference::product(reference::product(f, covariance),
                                            reference::transposed(f)),
                         reference::identity(2)) < 1e-12);
}

TEST_CASE("metrics survive constant and collinear columns", "[start]") {
  Dice dice(45);
  Draft sample = stretched_sample(100, dice);
  sample.cells.col(1).setZero();
  SampleMetrics metrics = metrics_of(sample, {});
  CHECK(metrics.variances[1] == 0.0);
  CHECK(metrics.standardised.factors[0].values(1) == 0.0);
  CHECK(metrics.whitened.shape() == Shape::diagonal);
  sample.cells.col(1) = 3.0 * sample.cells.col(0);
  metrics = metrics_of(sample, {});
  CHECK(metrics.whitened.shape() == Shape::diagonal);
  CHECK(same_bits(metrics.whitened, metrics.standardised));
}

// A column can be constant in the sample and vary in other rows, so that it is not
// at its origin. Its mean is right up to the last digit, and what that leaves of the
// scatter must not be blown up to a unit.
TEST_CASE("the rounding of a mean is no variance of a constant column", "[start]") {
  for (const double constant : {0.1, 1.0, 7.0, 1e10}) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      CAPTURE(constant);
      Dice dice(seed);
      Draft sample = stretched_sample(100, dice);
      sample.cells.col(1).setConstant(constant);
      const SampleMetrics metrics = metrics_of(sample, {});
      CHECK(metrics.standardised.factors[0].values(1) == 0.0);
      CHECK(metrics.whitened.shape() == Shape::diagonal);
    }
  }
}

TEST_CASE("a metric lies half way between standardised and whitened columns", "[start]") {
  Dice dice(51);
  Draft sample{dice.normals(300, 3) * dice.normals(3, 3), Vector(300)};
  for (Index i = 0; i < 300; ++i) sample.weights[i] = dice.uniform(0.5, 2.0);
  const SampleMetrics metrics = metrics_of(sample, {});
  const auto metric = [](const Whitening& w) {
    return Matrix(w.factors[0].values.transpose() * w.factors[0].values);
  };
  const Vector scale = metrics.variances.array().sqrt();
  const Matrix of_correlation =
      scale.asDiagonal() * metric(metrics.half_whitened) * scale.asDiagonal();
  // Squared it is the inverse of the correlation matrix.
  const Matrix inverse =
      scale.asDiagonal() * metric(metrics.whitened) * scale.asDiagonal();
  CHECK((of_correlation * of_correlation - inverse).norm() < 1e-10 * inverse.norm());
  CHECK(of_correlation.llt().info() == Eigen::Success);

  // Where columns are collinear there is none.
  sample.cells.col(2) = sample.cells.col(0) - 2.0 * sample.cells.col(1);
  CHECK(metrics_of(sample, {}).half_whitened.shape() == Shape::diagonal);
}
