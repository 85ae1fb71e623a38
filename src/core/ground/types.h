#ifndef GAUSSMIX_CORE_GROUND_TYPES_H
#define GAUSSMIX_CORE_GROUND_TYPES_H

#include "eigen.h"

namespace gaussmix {

// Signed and as wide as a pointer: n * d does not wrap where the data fit in memory.
using Index = Eigen::Index;
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using Array = Eigen::ArrayXd;
using ConstMatrixMap = Eigen::Map<const Matrix, 0, Eigen::OuterStride<>>;

// What is stored of a covariance (or of its inverse factor):
// one number, d numbers, or a d x d matrix.
enum class Shape { spherical, diagonal, full };

// How many numbers a lower triangle has.
constexpr Index triangle_size(Index d) { return d * (d + 1) / 2; }

}  // namespace gaussmix

#endif
