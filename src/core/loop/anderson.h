#ifndef GAUSSMIX_CORE_LOOP_ANDERSON_H
#define GAUSSMIX_CORE_LOOP_ANDERSON_H

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "../ground/types.h"

namespace gaussmix {

// Anderson's extrapolation of a map towards the point where it stands still (Anderson
// 1965; Walker and Ni 2011, doi 10.1137/10078356X, algorithm AA with m columns). It
// remembers how the last points and their residuals, image minus point, differed.
class Anderson {
 public:
  // What it makes of a point.
  struct Guess {
    bool known = false;
    Vector fixed_point;
    // The smallest eigenvalue of minus the residual's slope among the directions that
    // it remembers: one minus the rate at which the map converges in the slowest.
    // Negative where the map runs away.
    double slowest = 0.0;
  };

  explicit Anderson(Index depth) : depth_(depth) {}

  Guess guess(const Vector& point, const Vector& image) {
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
    guess.slowest = slowest(scale * Matrix(steps.transpose() * slopes) * scale,
                            scale * Matrix(steps.transpose() * steps) * scale);
    guess.known = guess.fixed_point.allFinite() && std::isfinite(guess.slowest);
    return guess;
  }

 private:
  // Below it a direction is a combination of the others and rounding.
  static constexpr double least_pivot = 1e-12;

  static double slowest(const Matrix& products, const Matrix& lengths) {
    const Matrix slope = -0.5 * (products + products.transpose());
    const Eigen::GeneralizedSelfAdjointEigenSolver<Matrix> solver(slope, lengths,
                                                                  Eigen::EigenvaluesOnly);
    return solver.info() == Eigen::Success ? solver.eigenvalues()[0] : NAN;
  }

  void remember(const Vector& step, const Vector& slope) {
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

  Index depth_;
  Index filled_ = 0;
  Index next_ = 0;
  Vector last_point_;
  Vector last_residual_;
  Matrix steps_;
  Matrix slopes_;
};

}  // namespace gaussmix

#endif
