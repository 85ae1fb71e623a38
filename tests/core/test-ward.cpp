// Ward's tree against the definition: of all pairs of clusters, the one whose union adds
// least to the sum of squares.

#include <catch.h>

#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "core/starts/ward.h"
#include "problem.h"

using namespace gaussmix;

namespace {

using Parts = std::set<std::set<Index>>;

double sum_of_squares(const Matrix& points, const Vector& weights,
                      const std::set<Index>& cluster) {
  double weight = 0.0;
  Vector mean = Vector::Zero(points.rows());
  for (const Index i : cluster) weight += weights[i];
  for (const Index i : cluster) mean += weights[i] / weight * points.col(i);
  double sum = 0.0;
  for (const Index i : cluster) sum += weights[i] * (points.col(i) - mean).squaredNorm();
  return sum;
}

// The partitions into n, n - 1, ..., 1 clusters.
std::vector<Parts> slow_ward(const Matrix& points, const Vector& weights) {
  Parts parts;
  for (Index i = 0; i < points.cols(); ++i) parts.insert({i});
  std::vector<Parts> result{parts};
  while (parts.size() > 1) {
    double least = INFINITY;
    std::pair<std::set<Index>, std::set<Index>> best;
    for (auto a = parts.begin(); a != parts.end(); ++a) {
      for (auto b = std::next(a); b != parts.end(); ++b) {
        std::set<Index> both = *a;
        both.insert(b->begin(), b->end());
        const double added = sum_of_squares(points, weights, both) -
                             sum_of_squares(points, weights, *a) -
                             sum_of_squares(points, weights, *b);
        if (added < least) {
          least = added;
          best = {*a, *b};
        }
      }
    }
    std::set<Index> both = best.first;
    both.insert(best.second.begin(), best.second.end());
    parts.erase(best.first);
    parts.erase(best.second);
    parts.insert(both);
    result.push_back(parts);
  }
  return result;
}

Parts as_parts(const std::vector<int>& labels) {
  std::vector<std::set<Index>> clusters(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    clusters[static_cast<std::size_t>(labels[i])].insert(static_cast<Index>(i));
  }
  Parts parts(clusters.begin(), clusters.end());
  parts.erase(std::set<Index>{});
  return parts;
}

}  // namespace

TEST_CASE("the tree unites what adds least to the sum of squares", "[ward]") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Dice dice(seed);
    const Index n = 5 + dice.below(25);
    const Matrix points = dice.normals(1 + dice.below(4), n);
    Vector weights(n);
    for (Index i = 0; i < n; ++i)
      weights[i] = seed % 2 == 0 ? 1.0 : dice.uniform(0.1, 3.0);
    const std::vector<Parts> expected = slow_ward(points, weights);
    const WardTree tree(points, weights);
    CHECK(tree.n_points() == n);
    for (Index k = 1; k <= n; ++k) {
      CAPTURE(seed);
      CAPTURE(k);
      CHECK(as_parts(tree.cut(k)) == expected[static_cast<std::size_t>(n - k)]);
    }
  }
}

TEST_CASE("a tree of points that tie ends, and is cut into as many parts as are asked for",
          "[ward]") {
  // The points of a grid, twice, and copies of one point.
  Matrix grid(2, 50);
  for (Index i = 0; i < 50; ++i) {
    grid.col(i) << static_cast<double>(i % 5), static_cast<double>(i / 5 % 5);
  }
  for (const Matrix& points : {grid, Matrix(Matrix::Constant(2, 50, 3.0))}) {
    const WardTree tree(points, Vector::Ones(50));
    for (Index k = 1; k <= 50; ++k) {
      const std::vector<int> labels = tree.cut(k);
      const std::set<int> used(labels.begin(), labels.end());
      CHECK(static_cast<Index>(used.size()) == k);
      CHECK(*used.rbegin() == static_cast<int>(k - 1));
      CHECK(labels[0] == 0);
    }
  }
  CHECK(WardTree(grid, Vector::Ones(50)).n_different() == 25);
  CHECK(WardTree(Matrix::Constant(2, 50, 3.0), Vector::Ones(50)).n_different() == 1);
  // Two that are equal lie together before others do.
  const std::vector<int> labels = WardTree(grid, Vector::Ones(50)).cut(25);
  for (std::size_t i = 0; i < 25; ++i) CHECK(labels[i] == labels[i + 25]);
  CHECK(WardTree(Matrix::Zero(3, 1), Vector::Ones(1)).cut(1) == std::vector<int>{0});
}
