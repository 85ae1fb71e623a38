#include "anderson.h"

#include <algorithm>
#include <cmath>

#include "../ground/eigen-solvers.h"
#include "../ground/linalg.h"

namespace gaussmix {

namespace {

// Below it a direction is a combination of the others and rounding.
constexpr double least_pivot = 1e-12;

}  // namespace

Anderson::Guess Anderson::guess(const Vector& point, const Vector& image) {
  const Vector residual = image - point;
  if (last_point_.size() > 0) remember(point - last_point_, residual - last_residual_);
  last_point_ = point;
  last_residual_ = residual;
  Guess guess;
  if (filled_ == 0) return guess;

  const Eigen::Ref<const Matrix> steps = steps_.leftCols(filled_);
  const Eigen::Ref<const Matrix> slopes = slopes_.leftCols(filled_);
  // Columns of length one: directions that are small may be those that matter.
  const Vector scales = slopes.colwise().norm().cwiseInverse();
  if (!scales.allFinite()) return guess;
  const auto scale = scales.asDiagonal();
  const Matrix gram = scale * Matrix(slopes.transpose() * slopes) * scale;
  const Eigen::LDLT<Matrix> factor(gram);
  if (factor.info() != Eigen::Success || !(factor.vectorD().minCoeff() > least_pivot)) {
    return guess;
  }
  const Vector right = scale * (slopes.transpose() * residual);
  const Vector share = scale * factor.solve(right);
  guess.fixed_point = image - steps * share - slopes * share;
  const Matrix products = scale * Matrix(steps.transpose() * slopes) * scale;
  const Matrix lengths = scale * Matrix(steps.transpose() * steps) * scale;
  guess.slowest = least_eigenvalue(-0.5 * (products + products.transpose()), lengths);
  guess.known = guess.fixed_point.allFinite() && std::isfinite(guess.slowest);
  return guess;
}

void Anderson::remember(const Vector& step, const Vector& slope) {
  if (steps_.cols() == 0) {
    steps_.resize(step.size(), depth_);
    slopes_.resize(step.size(), depth_);
  }
  // The oldest goes.
  steps_.col(next_) = step;
  slopes_.col(next_) = slope;
  next_ = (next_ + 1) % depth_;
  filled_ = std::min(filled_ + 1, depth_);
}

}  // namespace gaussmix
