#ifndef GAUSSMIX_CORE_GROUND_LINALG_H
#define GAUSSMIX_CORE_GROUND_LINALG_H

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <cmath>
#include <limits>

#include "types.h"

namespace gaussmix {

// The lower triangular Cholesky factor of a symmetric matrix of which the lower
// triangle is read. The matrix is brought to unit diagonal first, so that the
// test for singularity does not depend on the units of the columns: a pivot that
// is rounding error counts as zero. Returns false for a matrix that is not
// numerically positive definite.
inline bool cholesky(const Matrix& symmetric, Matrix& lower) {
  const Index d = symmetric.rows();
  const Array scale = symmetric.diagonal().array().sqrt();
  constexpr double least = std::numeric_limits<double>::min();
  if (!((symmetric.diagonal().array() >= least) && scale.isFinite()).all()) return false;
  lower.setZero(d, d);
  for (Index j = 0; j < d; ++j) {
    const Index rest = d - j;
    lower.col(j).tail(rest) =
        symmetric.col(j).tail(rest).array() / scale.tail(rest) / scale[j];
  }
  // A NaN would pass through a factorisation that only looks at pivots.
  if (!lower.allFinite()) return false;
  const Eigen::LLT<Eigen::Ref<Matrix>> factor(lower);
  if (factor.info() != Eigen::Success) return false;
  const Array pivots = lower.diagonal().array().square();
  const double size = static_cast<double>(d);
  const double rounding = 4.0 * size * std::numeric_limits<double>::epsilon();
  if (!(pivots.minCoeff() > 8.0 * rounding)) return false;
  // A small pivot before the last lifts those that follow by its own rounding error. The
  // condition tells, but to estimate it takes longer than all the rest where d is small.
  // Eigenvalues sum to d, so the least is no less than the determinant over e, and the
  // reciprocal condition no less than the determinant over e d sqrt(d).
  const double enough = 16.0 * size * std::sqrt(size) * rounding;
  if (!(pivots.prod() > enough) && !(factor.rcond() > rounding)) return false;
  lower.array().colwise() *= scale;
  return true;
}

// Whether a matrix is symmetric and positive definite, on the scale of its variances;
// with slack, so far from singular that no pivot is rounding error.
inline bool is_positive_definite(const Matrix& matrix, double slack) {
  const Array scale = matrix.diagonal().array().sqrt();
  constexpr double least = std::numeric_limits<double>::min();
  if (!(matrix.diagonal().array() >= least).all()) return false;
  const Matrix unit = ((matrix.array().colwise() / scale).rowwise() / scale.transpose());
  if (!((unit - unit.transpose()).array().abs().maxCoeff() <= 1e-8)) return false;
  const Eigen::LLT<Matrix> factor(unit);
  if (factor.info() != Eigen::Success) return false;
  const double smallest = factor.matrixLLT().diagonal().array().square().minCoeff();
  return smallest > slack * static_cast<double>(matrix.rows()) *
                        std::numeric_limits<double>::epsilon();
}

inline Matrix inverse_of_lower(const Matrix& lower) {
  return lower.triangularView<Eigen::Lower>().solve(
      Matrix::Identity(lower.rows(), lower.cols()));
}

// The smallest eigenvalue of F A F', with F lower triangular and the lower
// triangle of A read: the smallest variance of A in the coordinates of F.
inline double smallest_eigenvalue_in(const Matrix& factor, const Matrix& a) {
  const Matrix turned = factor.triangularView<Eigen::Lower>() *
                        Matrix(a.selfadjointView<Eigen::Lower>()) *
                        factor.transpose();
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(turned,
                                                     Eigen::EigenvaluesOnly);
  return solver.eigenvalues()[0];
}

}  // namespace gaussmix

#endif
