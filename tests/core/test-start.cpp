// Where EM begins: what each kind of start is, and the variances that a ridge refers to.

#include <catch.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "compare.h"
#include "core/pass/local-pass.h"
#include "core/search/first-parameters.h"
#include "core/starts/kmeans.h"
#include "core/starts/pooled-variances.h"
#include "core/starts/sample-metrics.h"
#include "core/starts/sample-tree.h"
#include "core/starts/start.h"
#include "draft.h"
#include "families.h"
#include "problem.h"
#include "reference.h"
#include "start-kinds.h"

using namespace gaussmix;

namespace {

bool same_start(const Start& a, const Start& b) {
  return a.kind == b.kind && a.seed == b.seed &&
         same_bits(a.plan.centres, b.plan.centres) &&
         same_bits(a.plan.whitening, b.plan.whitening) && same_bits(a.within, b.within);
}

}  // namespace

// Starts ----------------------------------------------------------------------

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

TEST_CASE("plain parameters have the shape of their structure", "[start]") {
  Matrix centres(3, 2);
  centres << 1.0, 2.0, 3.0, 4.0, 5.0, 6.0;
  const Vector variances = Eigen::Vector3d(1.0, 2.0, 6.0);
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Parameters parameters = plain_parameters(family, centres, variances);
    CHECK(parameters.covariances.values.size() == (family.shared ? 1u : 2u));
    const reference::Mixture mixture = as_reference(parameters);
    for (std::size_t k = 0; k < 2; ++k) {
      CHECK(mixture.weights[k] == 0.5L);
      for (std::size_t j = 0; j < 3; ++j) {
        CHECK(mixture.covariances[k][j][j] ==
              (family.shape == Shape::spherical
                   ? 3.0L
                   : static_cast<reference::Real>(variances[static_cast<Index>(j)])));
      }
    }
  }
}
