#include "collapse.h"

#include <cstddef>
#include <utility>

#include "../ground/linalg.h"
#include "../nouns/moments.h"

namespace gaussmix {

namespace {

// The part of a covariance in the given columns, as a matrix or as variances.
Matrix part_of(Shape shape, const Matrix& covariance, const std::vector<Index>& columns) {
  const Index m = static_cast<Index>(columns.size());
  if (shape == Shape::spherical) return Matrix::Constant(m, 1, covariance(0));
  Matrix part(m, shape == Shape::full ? m : 1);
  for (Index j = 0; j < part.cols(); ++j) {
    for (Index i = 0; i < m; ++i) {
      part(i, j) =
          covariance(columns[static_cast<std::size_t>(i)],
                     shape == Shape::full ? columns[static_cast<std::size_t>(j)] : 0);
    }
  }
  return part;
}

// Whether, in some direction, the variance of a is less than so many times that of b.
// Between matrices that is so if the difference is not positive definite.
bool is_narrower(Shape shape, const Matrix& a, const Matrix& b, double times) {
  if (shape != Shape::full) return (a.array() / b.array()).minCoeff() < times;
  Matrix difference = a - times * b;
  const Array scale = a.diagonal().array().max(times * b.diagonal().array()).sqrt();
  for (Index j = 0; j < difference.cols(); ++j) {
    difference.col(j).array() /= scale * scale[j];
  }
  return !factor_in_place(difference);
}

// Whether a covariance lacks a rank, up to the rounding of the scatter that it comes
// from: on the scale of its own variances.
bool lacks_rank(Shape shape, const Matrix& covariance) {
  constexpr double rounding = 1e-11;
  if (shape != Shape::full) return false;
  return is_narrower(shape, covariance, covariance.diagonal().asDiagonal(), rounding);
}

Matrix pooled_covariance(const Parameters& p) {
  Matrix pooled = p.weights[0] * p.covariances.of(0);
  for (Index k = 1; k < p.n_components(); ++k)
    pooled += p.weights[k] * p.covariances.of(k);
  return pooled;
}

// That of the whole mixture.
Matrix total_covariance(const Parameters& p) {
  Matrix total = pooled_covariance(p);
  const Vector mean = p.means * p.weights;
  for (Index k = 0; k < p.n_components(); ++k) {
    add_square(p.covariances.shape, p.weights[k], p.means.col(k) - mean, total);
  }
  return total;
}

// Gives each component that has collapsed the covariance. False if there is none, or none that
// this can open.
bool open_collapsed(const RidgeColumns& ridge, const Vector& counts,
                    const Matrix& covariance, Parameters& parameters) {
  for (Index k = 0; k < parameters.n_components(); ++k) {
    const Status status = find_collapse(parameters, counts, ridge);
    if (status.ok()) return k > 0;
    if (status.trouble == Trouble::empty || status.component < 0) return false;
    parameters.covariances.values[static_cast<std::size_t>(status.component)] = covariance;
  }
  return find_collapse(parameters, counts, ridge).ok();
}

}  // namespace

RidgeColumns::RidgeColumns(const Vector& ridge_of_all, const std::vector<bool>& constant) {
  for (Index j = 0; j < ridge_of_all.size(); ++j) {
    if (!constant[static_cast<std::size_t>(j)]) columns.push_back(j);
  }
  ridge.resize(static_cast<Index>(columns.size()));
  for (std::size_t j = 0; j < columns.size(); ++j) {
    ridge[static_cast<Index>(j)] = ridge_of_all[columns[j]];
  }
  mean = ridge_of_all.mean();
}

bool RidgeColumns::positive() const { return (ridge.array() > 0.0).all(); }

Matrix RidgeColumns::as_covariance(Shape shape) const {
  if (shape == Shape::full) return ridge.asDiagonal();
  if (shape == Shape::spherical) return Vector::Constant(ridge.size(), mean);
  return ridge;
}

Status find_collapse(const Parameters& parameters, const Vector& counts,
                     const RidgeColumns& ridge) {
  constexpr double near_ridge = 2.0;
  constexpr double narrow = 0.05;
  const Covariances& covariances = parameters.covariances;
  const Shape shape = covariances.shape;
  const double few = 5.0 * static_cast<double>(parameters.dimension() + 1);
  for (Index k = 0; k < parameters.n_components(); ++k) {
    if (is_empty(counts[k], counts.sum())) return {Trouble::empty, k};
  }
  if (ridge.columns.empty()) return {};

  const Matrix ridges = ridge.as_covariance(shape);
  const auto held_up = [&](const Matrix& part) {
    return ridge.positive() && is_narrower(shape, part, ridges, near_ridge);
  };
  if (covariances.shared) {
    const Matrix part = part_of(shape, covariances.of(0), ridge.columns);
    if (held_up(part)) return {Trouble::at_ridge, -1};
    return lacks_rank(shape, part) ? Status{Trouble::singular, -1} : Status{};
  }
  const Matrix pooled = part_of(shape, pooled_covariance(parameters), ridge.columns);
  for (Index k = 0; k < parameters.n_components(); ++k) {
    const Matrix part = part_of(shape, covariances.of(k), ridge.columns);
    if (held_up(part)) return {Trouble::at_ridge, k};
    // A ridge that is lost in rounding is none.
    if (lacks_rank(shape, part)) return {Trouble::singular, k};
    if (counts[k] < few && is_narrower(shape, part, pooled, narrow)) {
      return {Trouble::small_variance, k};
    }
  }
  return {};
}

bool reopen_collapsed(const RidgeColumns& ridge, const Vector& counts,
                      Parameters& parameters) {
  if (parameters.covariances.shared) return false;
  for (const Matrix& wide :
       {pooled_covariance(parameters), total_covariance(parameters)}) {
    Parameters opened = parameters;
    if (!open_collapsed(ridge, counts, wide, opened)) continue;
    parameters = std::move(opened);
    return true;
  }
  return false;
}

}  // namespace gaussmix
