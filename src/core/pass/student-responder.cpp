#include "student-responder.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "far.h"

namespace gaussmix {

StudentResponder::StudentResponder(const Plan& plan, const StudentTails& tails)
    : plan_(plan),
      tails_(tails),
      distances_(plan_of_distances(plan)),
      joint_(distances_),
      kernels_(kernels()) {}

void StudentResponder::respond(const Block& block, Responses& r) const {
  r.prepare(block, plan_.n_components());
  if (plan_.whitening.shape() == Shape::diagonal) {
    by_columns(block, r);
  } else {
    by_distance(block, r);
  }
  for (Index i = 0; i < block.count; ++i) {
    if (has_overflown(i, r)) by_logarithms(block, i, r);
  }
  // In such tails no density underflows.
  constexpr double nowhere = -std::numeric_limits<double>::infinity();
  kernels_.respond(padded_rows(block.count), r.n_components, r.stride, r.log_joint(),
                   nowhere, r.responsibilities(), r.log_density(), r.log_certainty(),
                   r.entropy());
}

void StudentResponder::by_distance(const Block& block, Responses& r) const {
  joint_.compute(block, r.room, r.log_joint());
  for (Index k = 0; k < r.n_components; ++k) {
    double* column = r.log_joint() + k * r.stride;
    for (Index i = 0; i < padded_rows(block.count); ++i) {
      const double distance = -2.0 * column[i];
      column[i] = plan_.log_constants[k] -
                  tails_.power[k] * std::log1p(distance / tails_.spread[k]);
    }
  }
}

void StudentResponder::by_columns(const Block& block, Responses& r) const {
  const BlockView view = block.view();
  for (Index k = 0; k < r.n_components; ++k) {
    double* column = r.log_joint() + k * r.stride;
    std::fill(column, column + view.rows, plan_.log_constants[k]);
    const Matrix& factor = plan_.whitening.of(k).values;
    for (Index j = 0; j < view.columns; ++j) {
      const double* cells = view.cells + j * view.stride;
      for (Index i = 0; i < view.rows; ++i) {
        const double step = (cells[i] - plan_.centres(j, k)) * factor(j);
        column[i] -= tails_.power[k] * std::log1p(step * step / tails_.spread[k]);
      }
    }
  }
}

bool StudentResponder::has_overflown(Index row, const Responses& r) const {
  for (Index k = 0; k < r.n_components; ++k) {
    const bool is_nowhere = !(r.log_joint()[k * r.stride + row] > -INFINITY);
    if (is_nowhere && plan_.log_constants[k] > -INFINITY) return true;
  }
  return false;
}

void StudentResponder::by_logarithms(const Block& block, Index row, Responses& r) const {
  const FarPoint point(plan_, block.row(row));
  for (Index k = 0; k < r.n_components; ++k) {
    const auto log_tail = [&](double step) {
      const double ratio = step * point.size * (step * point.size) / tails_.spread[k];
      if (std::isfinite(ratio)) return std::log1p(ratio);
      return 2.0 * (std::log(step) + std::log(point.size)) - std::log(tails_.spread[k]);
    };
    double sum = 0.0;
    if (plan_.whitening.shape() == Shape::diagonal) {
      for (Index j = 0; j < point.whitened.rows(); ++j) {
        sum += log_tail(std::abs(point.whitened(j, k)));
      }
    } else {
      sum = log_tail(point.whitened.col(k).norm());
    }
    r.log_joint()[k * r.stride + row] = plan_.log_constants[k] - tails_.power[k] * sum;
  }
}

}  // namespace gaussmix
