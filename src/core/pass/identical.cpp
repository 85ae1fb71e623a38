#include "identical.h"

#include <cmath>
#include <cstddef>

namespace gaussmix {

namespace {

// Calls look(row) for every row of positive weight.
template <class Look>
void for_each_row(const Rows& rows, const Look& look) {
  Vector row(rows.n_columns());
  for_each_block(rows, Columns::apart, [&](const Block& block) {
    for (Index i = 0; i < block.count; ++i) {
      if (!(block.weights()[i] > 0.0)) continue;
      for (Index j = 0; j < row.size(); ++j) row[j] = block.column(j)[i];
      look(row);
    }
  });
}

}  // namespace

std::vector<Index> identical_rows(const Rows& rows, const Matrix& places,
                                  const Vector& units) {
  constexpr double rounding = 1e-9;
  Matrix nearest = places;
  Vector least = Vector::Constant(places.cols(), INFINITY);
  for_each_row(rows, [&](const Vector& row) {
    for (Index p = 0; p < places.cols(); ++p) {
      const double distance =
          ((row - places.col(p)).array() / units.array()).square().sum();
      if (!(distance < least[p])) continue;
      least[p] = distance;
      nearest.col(p) = row;
    }
  });
  std::vector<Index> same(static_cast<std::size_t>(places.cols()), 0);
  for_each_row(rows, [&](const Vector& row) {
    for (Index p = 0; p < places.cols(); ++p) {
      same[static_cast<std::size_t>(p)] +=
          ((row - nearest.col(p)).array().abs() <= rounding * units.array()).all();
    }
  });
  return same;
}

}  // namespace gaussmix
