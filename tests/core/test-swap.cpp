// Moves that EM does not make: two components become one and another is divided.

#include <catch.h>

#include <vector>

#include "compare.h"
#include "core/estimators/ml.h"
#include "core/fit/fit.h"
#include "core/search/search.h"
#include "core/starts/swap.h"
#include "families.h"
#include "problem.h"

using namespace gaussmix;

namespace {

Matrix dense(const Covariances& covariances, Index k, Index d) {
  const Matrix& value = covariances.of(k);
  if (covariances.shape == Shape::full) return value;
  if (covariances.shape == Shape::diagonal) return value.col(0).asDiagonal();
  return value(0) * Matrix::Identity(d, d);
}

// Second moments of a mixture about zero.
Matrix second_moments(const Parameters& p) {
  const Index d = p.dimension();
  Matrix total = Matrix::Zero(d, d);
  for (Index k = 0; k < p.n_components(); ++k) {
    total += p.weights[k] *
             (dense(p.covariances, k, d) + p.means.col(k) * p.means.col(k).transpose());
  }
  return total;
}

// Three clusters 20 standard deviations apart.
Problem three_clusters() {
  Dice dice(12);
  Problem problem = unweighted(dice.normals(300, 2));
  problem.weights = Vector::Ones(300);
  problem.values.middleRows(100, 100).array() += 20.0;
  problem.values.bottomRows(100).col(0).array() -= 20.0;
  return problem;
}

}  // namespace

TEST_CASE("merging keeps the moments that a structure can hold", "[swap]") {
  for (const Family& family : all_families()) {
    if (family.shared) continue;
    CAPTURE(family.name);
    Dice dice(2);
    const Parameters before = random_parameters(family, 3, 4, dice);
    Parameters after = before;
    merge(after, 2, 0);
    CHECK(after.weights[0] == 0.0);
    CHECK(after.weights.sum() == Approx(1.0).epsilon(1e-14));
    CHECK((after.means * after.weights - before.means * before.weights).norm() < 1e-13);
    const Matrix was = second_moments(before);
    const Matrix is = second_moments(after);
    if (family.shape == Shape::full) CHECK((is - was).norm() < 1e-12);
    if (family.shape == Shape::diagonal) {
      CHECK((is.diagonal() - was.diagonal()).norm() < 1e-12);
    }
    CHECK(is.trace() == Approx(was.trace()).epsilon(1e-13));
  }
}

TEST_CASE("the cost of merging equals is nothing, and grows with the distance", "[swap]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(3);
    Parameters p = random_parameters(family, 2, 3, dice);
    for (Matrix& value : p.covariances.values) value = p.covariances.values[0];
    p.means << 1.0, 1.0, 9.0, 2.0, 2.0, 2.0;
    const std::vector<Pair> pairs = pairs_to_merge(p);
    REQUIRE(pairs.size() == 3);
    CHECK(pairs[0].a == 0);
    CHECK(pairs[0].b == 1);
    CHECK(std::abs(pairs[0].cost) < 1e-12);
    CHECK(pairs[1].cost > 0.1);
    CHECK(pairs[2].cost >= pairs[1].cost);
  }
}

TEST_CASE("splitting along a direction keeps the moments that a structure can hold",
          "[swap]") {
  for (const Family& family : all_families()) {
    if (family.shared) continue;
    for (const Index d : {1, 3}) {
      CAPTURE(family.name);
      CAPTURE(d);
      Dice dice(6);
      Parameters before = random_parameters(family, d, 3, dice);
      before.weights[2] = 0.0;
      before.weights /= before.weights.sum();
      Parameters after = before;
      const Vector direction = dice.normals(d, 1).col(0).normalized();
      split_along(after, 1, 2, direction, 0.9, 0.3);
      CHECK(after.weights.sum() == Approx(1.0).epsilon(1e-14));
      CHECK(after.weights[2] == Approx(0.3 * before.weights[1]));
      CHECK((after.means * after.weights - before.means * before.weights).norm() < 1e-13);
      const Matrix was = second_moments(before);
      const Matrix is = second_moments(after);
      if (family.shape == Shape::full) CHECK((is - was).norm() < 1e-12);
      if (family.shape == Shape::diagonal) {
        CHECK((is.diagonal() - was.diagonal()).norm() < 1e-12);
      }
      CHECK(is.trace() == Approx(was.trace()).epsilon(1e-13));
      Status status;
      make_plan(after, status);
      CHECK(status.ok());
    }
  }
}

TEST_CASE("the leading direction is that of the largest variance", "[swap]") {
  // Axes (0.6, 0.8) with variance 25 and (-0.8, 0.6) with variance 1.
  Matrix covariance(2, 2);
  covariance << 9.64, 11.52, 11.52, 16.36;
  Random random(1, 0);
  const Covariances full{Shape::full, true, {covariance}};
  const Vector u = leading_direction(full, 0, 2, random);
  Parameters p{Vector::Zero(2),
               Matrix::Zero(2, 2),
               {Shape::full, false, {covariance, covariance}}};
  p.weights[0] = 1.0;
  split_along(p, 0, 1, u, 0.5, 0.5);
  const Vector apart = p.means.col(0) - p.means.col(1);
  CHECK(apart.norm() == Approx(5.0).epsilon(1e-6));
  CHECK(std::abs(0.6 * apart[0] + 0.8 * apart[1]) == Approx(5.0).epsilon(1e-6));

  Matrix variances(2, 1);
  variances << 1.0, 4.0;
  const Covariances diagonal{Shape::diagonal, true, {variances}};
  CHECK(leading_direction(diagonal, 0, 2, random) == Vector(Vector::Unit(2, 1)));
}

TEST_CASE("parts that are taken out, put in or begun anew leave a mixture", "[swap]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(7);
    const Parameters before = random_parameters(family, 2, 4, dice);
    Parameters after = before;
    remove(after, 1);
    CHECK(after.weights[1] == 0.0);
    CHECK(after.weights.sum() == Approx(1.0).epsilon(1e-14));
    CHECK(after.weights[0] / after.weights[3] ==
          Approx(before.weights[0] / before.weights[3]));
    const Vector place = Vector::Constant(2, 7.0);
    insert(after, 1, place, 0.01);
    CHECK(after.weights[1] == 0.25);
    CHECK(after.weights.sum() == Approx(1.0).epsilon(1e-14));
    CHECK(Vector(after.means.col(1)) == place);
    Status status;
    make_plan(after, status);
    CHECK(status.ok());

    const Matrix places = dice.normals(2, 4);
    const Parameters anew = begun_anew(before, places);
    CHECK(anew.means == places);
    CHECK((anew.weights.array() == 0.25).all());
    Matrix pooled = Matrix::Zero(2, 2);
    for (Index k = 0; k < 4; ++k)
      pooled += before.weights[k] * dense(before.covariances, k, 2);
    for (Index k = 0; k < 4; ++k) {
      CHECK((dense(anew.covariances, k, 2) - pooled).norm() < 1e-13 * pooled.norm());
    }
  }
}

TEST_CASE("a swap is a mixture of as many components", "[swap]") {
  const Problem problem = three_clusters();
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(4);
    Parameters p = random_parameters(family, 2, 3, dice);
    const Sample sample = whole_sample(problem);
    RandomSwap swap(sample, Random(1, 0));
    for (int trial = 0; trial < 200; ++trial) {
      const Parameters to = swap(p);
      CHECK(to.n_components() == 3);
      CHECK(to.weights.sum() == Approx(1.0).epsilon(1e-13));
      CHECK((to.weights.array() > 0.0).all());
      Status status;
      make_plan(to, status);
      CHECK(status.ok());
      p = to;
    }
  }
}

TEST_CASE("where components may hold nothing, merging and dividing are done alone, too",
          "[swap]") {
  const Problem problem = three_clusters();
  const Sample sample = whole_sample(problem);
  const double n = static_cast<double>(problem.n());
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(7);
    Parameters p = random_parameters(family, 2, 5, dice);
    p.weights << 0.5, 0.9 / n, 0.3, 0.0, 0.2;
    p.weights /= p.weights.sum();
    RandomSwap swap(sample, Random(2, 0), true);
    std::vector<int> times(3);
    for (int trial = 0; trial < 300; ++trial) {
      const Parameters to = swap(p);
      CHECK(to.weights.sum() == Approx(1.0).epsilon(1e-13));
      // Where another is taken out, what holds nothing holds twice as much.
      const auto active = (to.weights.array() * n > 2.0).count();
      REQUIRE((active >= 2 && active <= 4));
      ++times[static_cast<std::size_t>(active - 2)];
      // Those that hold nothing are never merged: at most this one is divided itself.
      CHECK(to.weights[1] >= 0.5 * p.weights[1]);
    }
    // A third each: 300 draws have a standard deviation of 8.
    for (const int count : times) CHECK(std::abs(count - 100) < 33);

    // With one that holds all there is nothing to merge; without an empty one no place.
    p.weights << 1.0, 0.0, 0.0, 0.0, 0.0;
    CHECK((swap(p).weights.array() > 0.0).count() == 2);
    p = random_parameters(family, 2, 2, dice);
    RandomSwap of_two(sample, Random(2, 0), true);
    for (int trial = 0; trial < 20; ++trial) {
      const auto active = (of_two(p).weights.array() > 0.0).count();
      CHECK((active == 1 || active == 2));
    }
  }
}

TEST_CASE("swaps lead out of a maximum that EM does not leave", "[swap][search]") {
  // One start: two centres in the first cluster, one between the others.
  const Problem problem = three_clusters();
  const Sample sample = whole_sample(problem);
  const MaximumLikelihood estimator(spherical_family(), Vector::Constant(2, 1e-9),
                                    std::vector<bool>(2, false));
  Parameters trapped{
      Vector::Constant(3, 1.0 / 3.0),
      Matrix(2, 3),
      {Shape::spherical, false, std::vector<Matrix>(3, Matrix::Ones(1, 1))}};
  trapped.means << -20.5, -19.5, 10.0, 0.0, 0.0, 10.0;
  trapped.covariances.values[2](0) = 200.0;
  const EmOptions em;
  const auto searched = [&](Index moves) {
    SearchOptions options;
    options.moves = moves;
    RandomSwap swap(sample, Random(3, 0));
    return search(
        LocalPass(sample), estimator, em, options, 1,
        [&](Index, Index) { return trapped; }, std::ref(swap));
  };
  const auto without = searched(0);
  const auto with = searched(12);
  CHECK(without.moves == 0);
  CHECK(with.moves >= 12);
  CHECK(with.moves <= 48);
  CHECK(with.gains >= 1);
  CHECK(with.run.objective() > without.run.objective() + 100.0);
  // Each cluster has a third, and the restart tells of the fit that is returned.
  CHECK((with.run.parameters.weights.array() - 1.0 / 3.0).abs().maxCoeff() < 1e-6);
  CHECK(with.restarts[0].objective == with.run.objective());
  CHECK(with.restarts[0].iterations == with.run.iterations());
}
