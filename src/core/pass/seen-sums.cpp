#include "seen-sums.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace gaussmix {

SeenSums::SeenSums(const Rows& rows, const Matrix& origins)
    : rows_(rows),
      origins_(origins),
      weights_(Matrix::Zero(origins.rows(), origins.cols())),
      sums_(weights_),
      squares_(weights_) {}

double SeenSums::bytes() const {
  return static_cast<double>(3 * weights_.size()) * sizeof(double);
}

void SeenSums::merge(const SeenSums& other) {
  weights_ += other.weights_;
  sums_ += other.sums_;
  squares_ += other.squares_;
}

void SeenSums::add(Index column, double value, double weight, const BlockMatrix& z,
                   Index row) {
  for (Index k = 0; k < z.cols(); ++k) {
    const double share = weight * z(row, k);
    const double distance = value - origins_(column, k);
    weights_(column, k) += share;
    sums_(column, k) += share * distance;
    squares_(column, k) += share * distance * distance;
  }
}

void SeenSums::receive(const Block& block, Responses& r) {
  const BlockMatrix z = r.matrix(r.responsibilities());
  for (Index j = 0; j < block.n_columns; ++j) {
    for (Index i = 0; i < block.count; ++i) {
      if (rows_.sees(block.number(i), j))
        add(j, block.column(j)[i], block.weights()[i], z, i);
    }
  }
}

void SeenSums::receive(const PatternResponder& of_pattern, const Block& block,
                       Responses& r) {
  const BlockMatrix z = r.matrix(r.responsibilities());
  const std::vector<Index>& seen = of_pattern.pattern().seen;
  for (Index j = 0; j < block.n_columns; ++j) {
    for (Index i = 0; i < block.count; ++i)
      add(seen[static_cast<std::size_t>(j)], block.column(j)[i], block.weights()[i], z, i);
  }
}

Vector SeenSums::variances() const {
  Vector result = Vector::Zero(weights_.rows());
  for (Index j = 0; j < result.size(); ++j) {
    for (Index k = 0; k < weights_.cols(); ++k) {
      if (weights_(j, k) > 0.0)
        result[j] += squares_(j, k) - sums_(j, k) * sums_(j, k) / weights_(j, k);
    }
    const double weight = weights_.row(j).sum();
    result[j] = weight > 0.0 ? std::max(result[j], 0.0) / weight : 0.0;
  }
  return result;
}

}  // namespace gaussmix
