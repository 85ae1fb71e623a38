// The assignment of least cost, against trying all.

#include <catch.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/match/assignment.h"
#include "problem.h"

using namespace gaussmix;

namespace {

double cost_of(const Matrix& cost, const std::vector<Index>& columns) {
  double total = 0.0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    total += cost(static_cast<Index>(i), columns[i]);
  }
  return total;
}

double least_cost(const Matrix& cost) {
  std::vector<Index> columns(static_cast<std::size_t>(cost.cols()));
  std::iota(columns.begin(), columns.end(), Index{0});
  double least = INFINITY;
  do {
    const std::vector<Index> first(columns.begin(), columns.begin() + cost.rows());
    least = std::min(least, cost_of(cost, first));
  } while (std::next_permutation(columns.begin(), columns.end()));
  return least;
}

}  // namespace

TEST_CASE("no assignment costs less", "[assignment]") {
  Dice dice(71);
  for (Index columns = 1; columns <= 6; ++columns) {
    for (Index rows = 1; rows <= columns; ++rows) {
      for (int trial = 0; trial < 20; ++trial) {
        Matrix cost = dice.normals(rows, columns);
        // Ties, negative costs, and costs of very different size.
        if (trial % 3 == 1) cost = cost.array().round();
        if (trial % 3 == 2) cost = cost.array().cube().exp();
        const std::vector<Index> chosen = assign_columns(cost);
        REQUIRE(chosen.size() == static_cast<std::size_t>(rows));
        std::vector<Index> different = chosen;
        std::sort(different.begin(), different.end());
        CHECK(std::unique(different.begin(), different.end()) == different.end());
        const double least = least_cost(cost);
        CHECK(cost_of(cost, chosen) == Approx(least).epsilon(1e-12).margin(1e-12));
      }
    }
  }
}
