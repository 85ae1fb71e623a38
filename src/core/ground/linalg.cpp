#include "linalg.h"

#include <cmath>
#include <limits>

#include "eigen-solvers.h"

namespace gaussmix {

namespace {

// The lower triangle of a symmetric matrix in units in which its diagonal is one.
void unit_triangle(const Matrix& symmetric, const Array& scale, Matrix& lower) {
  const Index d = symmetric.rows();
  lower.setZero(d, d);
  for (Index j = 0; j < d; ++j) {
    const Index rest = d - j;
    lower.col(j).tail(rest) =
        symmetric.col(j).tail(rest).array() / scale.tail(rest) / scale[j];
  }
}

// Column by column from the last: each is multiplied by the inverse of what lies to its
// right. The pivot comes after that, so that no product leaves the range of its factors.
void invert_small_lower(LowerBlock lower) {
  const Index d = lower.rows();
  for (Index j = d - 1; j >= 0; --j) {
    double* column = &lower(0, j);
    const double pivot = 1.0 / column[j];
    for (Index k = d - 1; k > j; --k) {
      const double* right = &lower(0, k);
      const double below = column[k];
      column[k] = below * right[k];
      for (Index i = k + 1; i < d; ++i) column[i] += below * right[i];
    }
    for (Index i = j + 1; i < d; ++i) column[i] *= -pivot;
    column[j] = pivot;
  }
}

}  // namespace

bool factor_in_place(Matrix& lower) {
  // Below this, what a library does before it begins takes longer than the work.
  constexpr Index small = 24;
  const Index d = lower.rows();
  if (d > small) return Eigen::LLT<Eigen::Ref<Matrix>>(lower).info() == Eigen::Success;
  for (Index j = 0; j < d; ++j) {
    double* column = &lower(0, j);
    for (Index k = 0; k < j; ++k) {
      const double* left = &lower(0, k);
      const double across = left[j];
      for (Index i = j; i < d; ++i) column[i] -= across * left[i];
    }
    if (!(column[j] > 0.0)) return false;
    column[j] = std::sqrt(column[j]);
    const double inverse = 1.0 / column[j];
    for (Index i = j + 1; i < d; ++i) column[i] *= inverse;
  }
  return true;
}

bool cholesky(const Matrix& symmetric, Matrix& lower) {
  const Index d = symmetric.rows();
  const Array scale = symmetric.diagonal().array().sqrt();
  constexpr double least = std::numeric_limits<double>::min();
  if (!((symmetric.diagonal().array() >= least) && scale.isFinite()).all()) return false;
  unit_triangle(symmetric, scale, lower);
  // A NaN would pass through a factorisation that only looks at pivots.
  if (!lower.allFinite() || !factor_in_place(lower)) return false;
  const Array pivots = lower.diagonal().array().square();
  const double size = static_cast<double>(d);
  const double rounding = 4.0 * size * std::numeric_limits<double>::epsilon();
  if (!(pivots.minCoeff() > 8.0 * rounding)) return false;
  // A small pivot before the last lifts those that follow by its own rounding error. The
  // condition tells, but to estimate it takes longer than all the rest where d is small.
  // Eigenvalues sum to d, so the least is no less than the determinant over e, and the
  // reciprocal condition no less than the determinant over e d sqrt(d).
  const double enough = 16.0 * size * std::sqrt(size) * rounding;
  if (!(pivots.prod() > enough)) {
    Matrix unit;
    unit_triangle(symmetric, scale, unit);
    if (!(Eigen::LLT<Matrix>(unit).rcond() > rounding)) return false;
  }
  lower.array().colwise() *= scale;
  return true;
}

bool is_positive_definite(const Matrix& matrix, double slack) {
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

void invert_lower(LowerBlock lower) {
  constexpr Index small = 24;
  constexpr Index lanes = 4;
  const Index d = lower.rows();
  if (d <= small) {
    invert_small_lower(lower);
    return;
  }
  const Index half = d / (2 * lanes) * lanes;
  LowerBlock a = lower.topLeftCorner(half, half);
  LowerBlock b = lower.bottomLeftCorner(d - half, half);
  LowerBlock c = lower.bottomRightCorner(d - half, d - half);
  invert_lower(c);
  b = -(c.triangularView<Eigen::Lower>() * b);
  a.triangularView<Eigen::Lower>().solveInPlace<Eigen::OnTheRight>(b);
  invert_lower(a);
}

Matrix inverse_of_lower(Matrix lower) {
  invert_lower(lower);
  return lower;
}

Matrix symmetric_root(const Matrix& symmetric) {
  return Eigen::SelfAdjointEigenSolver<Matrix>(symmetric).operatorSqrt();
}

double least_eigenvalue(const Matrix& symmetric, const Matrix& lengths) {
  const Eigen::GeneralizedSelfAdjointEigenSolver<Matrix> solver(symmetric, lengths,
                                                                Eigen::EigenvaluesOnly);
  return solver.info() == Eigen::Success ? solver.eigenvalues()[0] : NAN;
}

}  // namespace gaussmix
