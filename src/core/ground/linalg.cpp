#include "linalg.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "eigen-solvers.h"
#include "watch.h"

namespace gaussmix {

namespace {

// Below this, what a library does before it begins takes longer than the work, and so does asking
// for memory.
constexpr Index small = 24;

// The lower triangle of a symmetric matrix in units in which its diagonal is one.
void unit_triangle(const Matrix& symmetric, const Eigen::Ref<const Array>& scale,
                   Matrix& lower) {
  const Index d = symmetric.rows();
  lower.setZero(d, d);
  for (Index j = 0; j < d; ++j) {
    Watch::look_if_many(d);
    const Index rest = d - j;
    lower.col(j).tail(rest) =
        symmetric.col(j).tail(rest).array() / scale.tail(rest) / scale[j];
  }
}

// Above this many columns, what a library does at one go takes so long that a user who
// interrupts would wait for it: it is done in parts, with the same digits.
constexpr Index at_one_go = 512;
constexpr Index columns_of_a_part = 128;

// The parts 0, ..., size - 1 is made of, with a look up before each: part(first, count).
template <class Part>
void in_parts(Index size, const Part& part) {
  for (Index first = 0; first < size; first += columns_of_a_part) {
    Watch::look();
    part(first, std::min(columns_of_a_part, size - first));
  }
}

// Eigen's blocked factorisation, operation by operation.
bool factor_in_parts(Eigen::Ref<Matrix> lower) {
  const Index d = lower.rows();
  const Index most = std::min<Index>(d / 128 * 16, 128);
  for (Index k = 0; k < d; k += most) {
    Watch::look();
    const Index size = std::min(most, d - k);
    const Index rest = d - k - size;
    auto corner = lower.block(k, k, size, size);
    auto below = lower.block(k + size, k, rest, size);
    auto right = lower.block(k + size, k + size, rest, rest);
    if (Eigen::internal::llt_inplace<double, Eigen::Lower>::unblocked(corner) >= 0)
      return false;
    if (rest == 0) break;
    corner.adjoint().triangularView<Eigen::Upper>().solveInPlace<Eigen::OnTheRight>(below);
    if (rest <= 4 * at_one_go) {
      right.selfadjointView<Eigen::Lower>().rankUpdate(below, -1.0);
      continue;
    }
    in_parts(rest, [&](Index j, Index count) {
      right.block(j, j, count, count)
          .selfadjointView<Eigen::Lower>()
          .rankUpdate(below.middleRows(j, count), -1.0);
      const Index under = rest - j - count;
      right.block(j + count, j, under, count).noalias() -=
          below.bottomRows(under) * below.middleRows(j, count).transpose();
    });
  }
  return true;
}

// A factored matrix as Eigen's estimate of a condition wants it.
struct Factored {
  using MatrixType = Matrix;
  using Scalar = double;
  using RealScalar = double;

  const Matrix& lower;

  Index rows() const { return lower.rows(); }
  Index cols() const { return lower.cols(); }
  const Factored& adjoint() const { return *this; }

  template <class Right>
  Vector solve(const Right& right) const {
    Vector x = right;
    lower.triangularView<Eigen::Lower>().solveInPlace(x);
    lower.adjoint().triangularView<Eigen::Upper>().solveInPlace(x);
    return x;
  }
};

// The reciprocal condition of a symmetric matrix, of which the lower triangle is given, as
// estimated from its Cholesky factor. To factor it once more by a library is not safe: beyond
// a pivot of rounding error that may end where ours went on.
double reciprocal_condition(const Matrix& unit, const Matrix& lower) {
  if (unit.rows() > at_one_go) Watch::look();
  double norm = 0.0;
  for (Index j = 0; j < unit.cols(); ++j) {
    norm = std::max(norm, unit.col(j).tail(unit.rows() - j).lpNorm<1>() +
                              unit.row(j).head(j).lpNorm<1>());
  }
  return Eigen::internal::rcond_estimate_helper(norm, Factored{lower});
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
  const Index d = lower.rows();
  if (d > at_one_go) return factor_in_parts(lower);
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
  double few[small];
  Array many;
  if (d > small) many.resize(d);
  Eigen::Map<Array> scale(d > small ? many.data() : few, d);
  scale = symmetric.diagonal().array().sqrt();
  constexpr double least = std::numeric_limits<double>::min();
  if (!((symmetric.diagonal().array() >= least) && scale.isFinite()).all()) return false;
  unit_triangle(symmetric, scale, lower);
  // A NaN would pass through a factorisation that only looks at pivots.
  if (!lower.allFinite() || !factor_in_place(lower)) return false;
  const auto pivots = lower.diagonal().array().square();
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
    if (!(reciprocal_condition(unit, lower) > rounding)) return false;
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
  if (half <= at_one_go) {
    b = -(c.triangularView<Eigen::Lower>() * b);
    a.triangularView<Eigen::Lower>().solveInPlace<Eigen::OnTheRight>(b);
  } else {
    in_parts(half, [&](Index first, Index count) {
      auto part = b.middleCols(first, count);
      part = -(c.triangularView<Eigen::Lower>() * part);
    });
    in_parts(d - half, [&](Index first, Index count) {
      auto part = b.middleRows(first, count);
      a.triangularView<Eigen::Lower>().solveInPlace<Eigen::OnTheRight>(part);
    });
  }
  invert_lower(a);
}

Matrix times_lower(const Matrix& lower, const Matrix& right) {
  if (lower.rows() <= at_one_go) return lower.triangularView<Eigen::Lower>() * right;
  Matrix product(lower.rows(), right.cols());
  in_parts(right.cols(), [&](Index first, Index count) {
    product.middleCols(first, count) =
        lower.triangularView<Eigen::Lower>() * right.middleCols(first, count);
  });
  return product;
}

Matrix square_of(const Matrix& factor) {
  if (factor.rows() <= at_one_go) return factor * factor.transpose();
  Matrix square(factor.rows(), factor.rows());
  in_parts(factor.rows(), [&](Index first, Index count) {
    square.middleCols(first, count).noalias() =
        factor * factor.middleRows(first, count).transpose();
  });
  return square;
}

Matrix inverse_of_lower(Matrix lower) {
  invert_lower(lower);
  return lower;
}

Matrix rows_at(const Matrix& from, const std::vector<Index>& rows) {
  Matrix result(static_cast<Index>(rows.size()), from.cols());
  for (Index i = 0; i < result.rows(); ++i)
    result.row(i) = from.row(rows[static_cast<std::size_t>(i)]);
  return result;
}

namespace {

// In columns that are the rows of a lower triangle, entry `from` of each goes to place `to`; rotations
// of neighbours make a triangle of them again.
void move_behind(Index from, Index to, Matrix& rows) {
  const Index d = rows.cols();
  Vector moved = rows.row(from).transpose();
  for (Index r = from; r < d; ++r) {
    double* row = rows.col(r).data();
    const Index last = std::min(r, to);
    std::move(row + from + 1, row + last + 1, row + from);
    row[last] = r < to ? 0.0 : moved[r];
  }
  for (Index r = from; r < to; ++r) {
    const double length = std::sqrt(moved[r] * moved[r] + moved[r + 1] * moved[r + 1]);
    const double c = moved[r + 1] / length;
    const double s = moved[r] / length;
    double* upper = rows.col(r).data();
    double* lower = rows.col(r + 1).data();
    for (Index j = 0; j <= r; ++j) {
      const double x = upper[j];
      upper[j] = s * lower[j] - c * x;
      lower[j] = s * x + c * lower[j];
    }
    moved[r + 1] = length;
  }
  rows(to, to) = moved[to];
}

}  // namespace

Matrix with_columns_last(const Matrix& lower, const std::vector<Index>& columns) {
  Matrix rows = lower.transpose();
  Index to = lower.cols() - 1;
  for (auto column = columns.rbegin(); column != columns.rend(); ++column, --to) {
    Watch::look_if_many(lower.cols());
    if (*column < to) move_behind(*column, to, rows);
  }
  return rows.transpose();
}

PrincipalAxes principal_axes(const Matrix& symmetric) {
  if (symmetric.rows() > at_one_go) Watch::look();
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(symmetric);
  return {solver.eigenvectors(), solver.eigenvalues().cwiseMax(0.0)};
}

void rotate_columns(Matrix& of, Index j, Index l, double c, double s) {
  double* first = of.col(j).data();
  double* second = of.col(l).data();
  for (Index i = 0; i < of.rows(); ++i) {
    const double a = first[i];
    const double b = second[i];
    first[i] = c * a + s * b;
    second[i] = c * b - s * a;
  }
}

namespace {

// The rotation in a plane after which its two axes have no covariance.
void turn_plane(Matrix& of, Matrix& directions, Index a, Index b) {
  const double off = of(a, b);
  const double ratio = (of(b, b) - of(a, a)) / (2.0 * off);
  const double tangent =
      std::copysign(1.0, ratio) / (std::abs(ratio) + std::sqrt(1.0 + ratio * ratio));
  const double c = 1.0 / std::sqrt(1.0 + tangent * tangent);
  const double s = tangent * c;
  const double first = of(a, a) - tangent * off;
  const double second = of(b, b) + tangent * off;
  rotate_columns(of, a, b, c, -s);
  for (Index i = 0; i < of.rows(); ++i) {
    of(a, i) = of(i, a);
    of(b, i) = of(i, b);
  }
  of(a, a) = first;
  of(b, b) = second;
  of(a, b) = of(b, a) = 0.0;
  rotate_columns(directions, a, b, c, -s);
}

}  // namespace

PrincipalAxes axes_by_rotations(Matrix symmetric) {
  constexpr double rounding = 2e-16;
  constexpr int most = 30;
  const Index d = symmetric.rows();
  PrincipalAxes axes{Matrix::Identity(d, d), {}};
  // Products of variances may leave the range of doubles.
  Array sds = symmetric.diagonal().array().max(0.0).sqrt();
  bool turned = true;
  for (int sweep = 0; turned && sweep < most; ++sweep) {
    turned = false;
    for (Index b = 1; b < d; ++b) {
      for (Index a = 0; a < b; ++a) {
        if (!(std::abs(symmetric(a, b)) > rounding * sds[a] * sds[b])) continue;
        turn_plane(symmetric, axes.directions, a, b);
        sds[a] = std::sqrt(std::max(symmetric(a, a), 0.0));
        sds[b] = std::sqrt(std::max(symmetric(b, b), 0.0));
        turned = true;
      }
    }
  }
  axes.variances = symmetric.diagonal().cwiseMax(0.0);
  return axes;
}

Matrix covariance_along(const Matrix& directions, const Vector& variances) {
  return square_of(directions * variances.cwiseSqrt().asDiagonal());
}

Matrix symmetric_root(const Matrix& symmetric) {
  return Eigen::SelfAdjointEigenSolver<Matrix>(symmetric).operatorSqrt();
}

}  // namespace gaussmix
