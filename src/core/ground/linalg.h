#ifndef GAUSSMIX_CORE_GROUND_LINALG_H
#define GAUSSMIX_CORE_GROUND_LINALG_H

#include <vector>

#include "types.h"

namespace gaussmix {

// What takes long here looks up in between, see watch.h.

// The Cholesky factor in place of a lower triangle; false at a pivot that is not positive.
bool factor_in_place(Matrix& lower);

// The lower triangular Cholesky factor of a symmetric matrix of which the lower
// triangle is read. The matrix is brought to unit diagonal first, so that the
// test for singularity does not depend on the units of the columns: a pivot that
// is rounding error counts as zero. Returns false for a matrix that is not
// numerically positive definite.
bool cholesky(const Matrix& symmetric, Matrix& lower);

// Whether a matrix is symmetric and positive definite, on the scale of its variances;
// with slack, so far from singular that no pivot is rounding error.
bool is_positive_definite(const Matrix& matrix, double slack);

using LowerBlock = Eigen::Ref<Matrix, 0, Eigen::OuterStride<>>;

// The inverse of [A 0; B C] is [A^-1 0; -C^-1 B A^-1, C^-1]: where it is large, nearly
// all of the work is products of blocks. Solving with A, which so long stands in its place,
// keeps inverse times lower as near to the identity as a substitution would (Higham 2002,
// section 14.2).
void invert_lower(LowerBlock lower);

// Of a lower triangular matrix with zeros above the diagonal.
Matrix inverse_of_lower(Matrix lower);

// L B, of which the first is lower triangular, and F F'.
Matrix times_lower(const Matrix& lower, const Matrix& right);
Matrix square_of(const Matrix& factor);

// Some rows of a matrix, in the given order.
Matrix rows_at(const Matrix& from, const std::vector<Index>& rows);

// A lower triangle L with a positive diagonal such that L' L is F' F after some columns, which
// ascend, have gone behind the others: by rotations of rows, without a square of F's condition. F is
// such a triangle itself.
Matrix with_columns_last(const Matrix& lower, const std::vector<Index>& columns);

// Of a symmetric matrix that has no negative eigenvalue but by rounding: orthonormal eigenvectors,
// by increasing eigenvalues.
struct PrincipalAxes {
  Matrix directions;
  Vector variances;
};

PrincipalAxes principal_axes(const Matrix& symmetric);

// Columns j and l turned in their plane: c j + s l and c l - s j.
void rotate_columns(Matrix& of, Index j, Index l, double c, double s);

// Those of a matrix with few rows that has no negative variances, in no order: faster, and small
// variances have as many digits as large ones, where columns are in other units (by rotations:
// Demmel and Veselic 1992, doi 10.1137/0613074).
PrincipalAxes axes_by_rotations(Matrix symmetric);

// The covariance with these variances along orthonormal directions.
Matrix covariance_along(const Matrix& directions, const Vector& variances);

// The symmetric root of a symmetric matrix that has no negative eigenvalue.
Matrix symmetric_root(const Matrix& symmetric);

}  // namespace gaussmix

#endif
