// Where EM begins: samples, seeds, Lloyd's algorithm, metrics and the ridge.

#include <catch.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "compare.h"
#include "core/fit/fit.h"
#include "core/fit/from-starts.h"
#include "core/pass/pass.h"
#include "core/rows/sample.h"
#include "core/search/first-parameters.h"
#include "core/starts/kmeans.h"
#include "core/starts/pooled-variances.h"
#include "core/starts/sample-metrics.h"
#include "core/starts/sample-tree.h"
#include "core/starts/seed.h"
#include "core/starts/start.h"
#include "families.h"
#include "problem.h"
#include "reference.h"

using namespace gaussmix;

namespace {

const std::vector<StartKind> all_kinds = {
    StartKind::kmeans, StartKind::kmeans_whitened, StartKind::kmeans_plus_plus,
    StartKind::random_rows, StartKind::random_responsibilities};

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

// A sample that can still be changed.
struct Draft {
  Matrix cells;
  Vector weights;

  operator Sample() const { return {cells, weights, cells.rows()}; }
};

Draft sample_of(const Matrix& rows) { return {rows, Vector::Ones(rows.rows())}; }

Whitening unit_metric() { return no_whitening(); }

bool is_a_row(const Vector& x, const Matrix& rows) {
  for (Index i = 0; i < rows.rows(); ++i) {
    if (rows.row(i).transpose() == x) return true;
  }
  return false;
}

std::size_t n_distinct(const Matrix& rows) {
  std::set<std::vector<double>> seen;
  for (Index i = 0; i < rows.rows(); ++i) {
    const Vector row = rows.row(i);
    seen.insert(std::vector<double>(row.data(), row.data() + row.size()));
  }
  return seen.size();
}

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

// Two columns of very different variance, correlated.
Draft stretched_sample(Index n, Dice& dice) {
  Draft sample{dice.normals(n, 2), Vector(n)};
  sample.cells.col(1) = 1000.0 * (0.8 * sample.cells.col(0) + 0.6 * sample.cells.col(1));
  sample.cells.col(1).array() += 5.0;
  for (Index i = 0; i < n; ++i) sample.weights[i] = dice.uniform(0.5, 2.0);
  return sample;
}

bool same_start(const Start& a, const Start& b) {
  return a.kind == b.kind && a.seed == b.seed &&
         same_bits(a.plan.centres, b.plan.centres) &&
         same_bits(a.plan.whitening, b.plan.whitening) && same_bits(a.within, b.within);
}

FitOptions options_of(double reg_covar, Index d) {
  FitOptions options;
  options.reg_covar = reg_covar;
  options.em.max_iter = 20;
  options.constant_columns = std::vector<bool>(static_cast<std::size_t>(d), false);
  return options;
}

}  // namespace

// Samples ---------------------------------------------------------------------

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

// Metrics and starts ----------------------------------------------------------

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

TEST_CASE("a column that is constant in the sample has no say in a start", "[start]") {
  // Two clusters 40 standard deviations apart in the first column.
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    Draft sample{dice.normals(400, 2), Vector(400)};
    sample.cells.col(0).tail(200).array() += 40.0;
    sample.cells.col(1).setConstant(7.0);
    for (Index i = 0; i < 400; ++i) sample.weights[i] = dice.uniform(0.5, 2.0);
    const SampleMetrics metrics = metrics_of(sample, {});
    for (const StartKind kind : {StartKind::kmeans, StartKind::kmeans_whitened}) {
      const Start start = make_start(kind, sample, metrics, 2, 1, seed, 100, {});
      Vector centres = start.plan.centres.row(0).transpose();
      std::sort(centres.data(), centres.data() + 2);
      CHECK(std::abs(centres[0]) < 1.0);
      CHECK(std::abs(centres[1] - 40.0) < 1.0);
    }
  }
}

TEST_CASE("a seed fixes a start, and other starts do not matter", "[start]") {
  Dice dice(46);
  const Draft sample = stretched_sample(300, dice);
  const SampleMetrics metrics = metrics_of(sample, {});
  for (const StartKind kind : all_kinds) {
    CAPTURE(static_cast<int>(kind));
    const auto start = [&](std::uint64_t seed, std::uint64_t stream) {
      return make_start(kind, sample, metrics, 4, seed, stream, 100, {});
    };
    const Start first = start(7, 2);
    CHECK(same_start(start(7, 2), first));
    CHECK(start(7, 3).seed != first.seed);
    CHECK(start(8, 2).seed != first.seed);
    CHECK(first.plan.n_components() == 4);
  }
}

TEST_CASE("kinds of starts are what they say", "[start]") {
  Dice dice(47);
  const Draft sample = stretched_sample(300, dice);
  const SampleMetrics metrics = metrics_of(sample, {});
  const auto start = [&](StartKind kind) {
    return make_start(kind, sample, metrics, 4, 1, 1, 100, {});
  };
  for (const StartKind kind : {StartKind::kmeans_plus_plus, StartKind::random_rows}) {
    const Matrix centres = start(kind).plan.centres;
    for (Index k = 0; k < 4; ++k) CHECK(is_a_row(centres.col(k), sample.cells));
    CHECK(n_distinct(centres.transpose()) == 4);
  }
  // One more step of Lloyd moves no centre by more than a hundredth.
  for (const StartKind kind : {StartKind::kmeans, StartKind::kmeans_whitened}) {
    const Start found = start(kind);
    CHECK((found.plan.whitening.shape() == Shape::full) ==
          (kind == StartKind::kmeans_whitened));
    Plan plan = found.plan;
    lloyd(sample, 1, {}, plan);
    for (Index k = 0; k < 4; ++k) {
      CHECK(plan.whitening.of(k)
                .times(plan.centres.col(k) - found.plan.centres.col(k))
                .norm() < 0.02);
    }
  }
  const Start random = start(StartKind::random_responsibilities);
  CHECK(same_bits(random.within, metrics.variances));
  CHECK(same_bits(random.plan.centres, metrics.mean.replicate(1, 4)));
  CHECK(random.responder()->n_components() == 4);
}

TEST_CASE("standardised starts do not depend on the units of the columns", "[start]") {
  // Powers of two, so that standardising rounds alike.
  Dice dice(48);
  const Draft sample = stretched_sample(300, dice);
  Draft other = sample;
  other.cells.col(0) *= 0x1p-40;
  other.cells.col(1) *= 0x1p30;
  for (const StartKind kind :
       {StartKind::kmeans, StartKind::kmeans_plus_plus, StartKind::random_rows}) {
    const auto start = [&](const Sample& of) {
      return make_start(kind, of, metrics_of(of, {}), 3, 5, 1, 100, {});
    };
    Matrix moved = start(other).plan.centres;
    moved.row(0) *= 0x1p40;
    moved.row(1) *= 0x1p-30;
    CHECK((moved - start(sample).plan.centres).norm() < 1e-9 * moved.norm());
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

TEST_CASE("the start by a tree has its parts, or of many rows their centres",
          "[start][ward]") {
  for (const Index n : {400, 1500}) {
    CAPTURE(n);
    // Clusters that no nearest centre would tell apart: one is long, the other short.
    Dice dice(52);
    Draft sample{dice.normals(n, 2), Vector::Ones(n)};
    sample.cells.topRows(n / 2).col(0) *= 20.0;
    sample.cells.bottomRows(n - n / 2).col(1).array() += 30.0;
    const SampleMetrics metrics = metrics_of(sample, {});
    const SampleTree tree = tree_of(sample, metrics.half_whitened, Random(1, 0), {});
    CHECK(tree.tree.n_points() == std::min<Index>(n, 1000));
    const Start start = make_ward_start(sample, metrics, tree, 2, {});
    CHECK(start.is_about_sample() == (n == 400));
    const Statistics parts = LocalPass(sample).sum(
        *start.responder(), {Scatter::none, false}, start.plan.centres);
    CHECK(parts.counts.sum() == static_cast<double>(n));
    CHECK(std::abs(parts.counts[0] - static_cast<double>(n / 2)) <
          0.05 * static_cast<double>(n));
    // Their means, which are farther apart than the first is long.
    CHECK(std::abs(start.plan.centres(1, 1) - start.plan.centres(1, 0) - 30.0) < 2.0);
    CHECK((start.within.array() > 0.0).all());
    CHECK((start.within.array() < 1.01 * metrics.variances.array()).all());
  }
}

TEST_CASE("a start knows the pooled variances within its parts", "[start]") {
  Dice dice(49);
  const Draft sample = stretched_sample(400, dice);
  const SampleMetrics metrics = metrics_of(sample, {});
  const Start start = make_start(StartKind::kmeans, sample, metrics, 3, 1, 1, 100, {});
  // The partition by standardised distance, and its pooled covariance.
  Matrix scaled_rows = sample.cells;
  Matrix scaled_centres = start.plan.centres;
  for (Index j = 0; j < 2; ++j) {
    scaled_rows.col(j) *= start.plan.whitening.factors[0].values(j);
    scaled_centres.row(j) *= start.plan.whitening.factors[0].values(j);
  }
  reference::Table z;
  for (Index i = 0; i < 400; ++i) {
    Index nearest = 0;
    (scaled_centres.colwise() - scaled_rows.row(i).transpose())
        .colwise()
        .squaredNorm()
        .minCoeff(&nearest);
    z.push_back(reference::Row(3, 0));
    z.back()[static_cast<std::size_t>(nearest)] = 1;
  }
  const reference::Mixture pooled =
      reference::maximise("tied_diag", as_table(sample.cells), as_row(sample.weights),
                          reference::given(z), reference::Row(2, 0));
  for (std::size_t j = 0; j < 2; ++j) {
    CHECK(relative_error(start.within[static_cast<Index>(j)],
                         pooled.covariances[0][j][j]) < 1e-12);
  }
}

// The variances that a ridge refers to ----------------------------------------

TEST_CASE("the tightest start is the reference of the ridge", "[start][ridge]") {
  const Vector total = Eigen::Vector2d(100.0, 100.0);
  const Vector wide = Eigen::Vector2d(50.0, 50.0);
  const Vector tight = Eigen::Vector2d(1.0, 60.0);  // the product decides
  CHECK(same_bits(reference_variances({wide}, total), wide));
  CHECK(same_bits(reference_variances({wide, tight}, total), tight));
  CHECK(same_bits(reference_variances({tight, wide}, total), tight));
  // The first of equals.
  const Vector turned = Eigen::Vector2d(60.0, 1.0);
  CHECK(same_bits(reference_variances({tight, turned}, total), tight));
}

TEST_CASE("a column without variance within takes its total variance", "[start][ridge]") {
  const Vector total = Eigen::Vector2d(100.0, 4.0);
  CHECK(same_bits(reference_variances({Vector(Eigen::Vector2d(2.0, 0.0))}, total),
                  Vector(Eigen::Vector2d(2.0, 4.0))));
  // A share of (8 eps)^2 = 3.16e-30 of the total, here 1.26e-29, is rounding error.
  CHECK(same_bits(reference_variances({Vector(Eigen::Vector2d(2.0, 1.2e-29))}, total),
                  Vector(Eigen::Vector2d(2.0, 4.0))));
  CHECK(same_bits(reference_variances({Vector(Eigen::Vector2d(2.0, 1.3e-29))}, total),
                  Vector(Eigen::Vector2d(2.0, 1.3e-29))));
  // A start that separates exactly counts as rounding, which is tight.
  CHECK(same_bits(
      reference_variances(
          {Vector(Eigen::Vector2d(2.0, 3.0)), Vector(Eigen::Vector2d(90.0, 0.0))}, total),
      Vector(Eigen::Vector2d(90.0, 4.0))));
}

TEST_CASE("a column that is constant in the sample does not choose the start",
          "[start][ridge]") {
  const Vector total = Eigen::Vector2d(100.0, 0.0);
  const Vector wide = Eigen::Vector2d(50.0, 0.0);
  const Vector tight = Eigen::Vector2d(1.0, 0.0);
  CHECK(reference_variances({wide, tight}, total)[0] == 1.0);
}

TEST_CASE("searched starts make the ridge of the tightest of them", "[start][ridge]") {
  // Two clusters of variance one, 1e4 apart in the first column.
  Dice dice(50);
  Problem problem = unweighted(dice.normals(2000, 2));
  problem.values.col(0).tail(1000).array() += 1e4;
  const Fit fit = fit_from_starts(problem.pass(), full_family(),
                                  {StartKind::random_responsibilities, StartKind::kmeans},
                                  2, 1, options_of(1e-3, 2));
  // Five standard errors of a variance from 2000 rows: 5 sqrt(2 / 2000) = 0.16.
  CHECK(fit.ridge[0] == Approx(1e-3).epsilon(0.16));
  CHECK(fit.ridge[1] == Approx(1e-3).epsilon(0.16));
  FitOptions absolute = options_of(1e-3, 2);
  absolute.absolute_ridge = true;
  const Fit other =
      fit_from_starts(problem.pass(), full_family(), {StartKind::kmeans}, 2, 1, absolute);
  CHECK(same_bits(other.ridge, Vector::Constant(2, 1e-3)));
}

TEST_CASE("a column that varies in rows outside of the sample has a ridge",
          "[start][ridge]") {
  // One row in 60000 differs; a sample of 16384 need not hold it.
  Dice dice(51);
  Problem problem = unweighted(dice.normals(60000, 2));
  problem.values.col(1).setZero();
  problem.values(59999, 1) = 1.0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Fit fit = fit_from_starts(problem.pass(), diag_family(), {StartKind::kmeans}, 2,
                                    seed, options_of(1e-9, 2));
    CHECK(fit.ridge.minCoeff() > 0.0);
    CHECK(fit.run.status.ok());
  }
}

TEST_CASE("fewer different rows than components are no failure", "[start][ridge]") {
  // A component without rows keeps what its start gave it, and no start has any
  // variance within here: the ridge alone makes it a covariance.
  Problem problem = unweighted(Matrix::Zero(200, 2));
  problem.values.bottomRows(100).setOnes();
  for (const Family& structure : all_families()) {
    CAPTURE(structure.name);
    const Fit fit = fit_from_starts(
        problem.pass(), structure,
        {StartKind::kmeans, StartKind::kmeans_plus_plus, StartKind::random_rows}, 3, 1,
        options_of(1e-9, 2));
    const Restart& chosen = fit.restarts[static_cast<std::size_t>(fit.chosen)];
    CHECK_FALSE(chosen.status.ok());
    CHECK(fit.run.status.ok());
    CHECK(std::isfinite(fit.run.statistics().log_likelihood));
    // The total variance of halves of zeros and ones is 1/4.
    CHECK(fit.ridge[0] == Approx(0.25e-9).epsilon(1e-9));
  }
}

TEST_CASE("a seed fixes a fit from searched starts", "[start]") {
  Dice dice(52);
  const Problem problem = random_problem(30000, 2, 3, true, dice);
  const auto fit = [&](std::uint64_t seed) {
    return fit_from_starts(problem.pass(), full_family(), all_kinds, 3, seed,
                           options_of(1e-9, 2));
  };
  const Fit a = fit(1);
  const Fit b = fit(1);
  CHECK(same_bits(a.run.parameters, b.run.parameters));
  CHECK(same_bits(a.run.trace, b.run.trace));
  CHECK_FALSE(same_bits(a.run.trace, fit(2).run.trace));
}

TEST_CASE("plain parameters have the shape of their structure", "[start]") {
  Matrix centres(3, 2);
  centres << 1.0, 2.0, 3.0, 4.0, 5.0, 6.0;
  const Vector variances = Eigen::Vector3d(1.0, 2.0, 6.0);
  for (const Family& structure : all_families()) {
    CAPTURE(structure.name);
    const Parameters parameters = plain_parameters(structure, centres, variances);
    CHECK(parameters.covariances.values.size() == (structure.shared ? 1u : 2u));
    const reference::Mixture mixture = as_reference(parameters);
    for (std::size_t k = 0; k < 2; ++k) {
      CHECK(mixture.weights[k] == 0.5L);
      for (std::size_t j = 0; j < 3; ++j) {
        CHECK(mixture.covariances[k][j][j] ==
              (structure.shape == Shape::spherical
                   ? 3.0L
                   : static_cast<reference::Real>(variances[static_cast<Index>(j)])));
      }
    }
  }
}
