#ifndef GAUSSMIX_CORE_GROUND_EIGEN_SOLVERS_H
#define GAUSSMIX_CORE_GROUND_EIGEN_SOLVERS_H

// The part of Eigen that costs a compiler most; for .cpp files alone, and as other people's
// headers, see eigen.h.
#pragma GCC system_header

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>

#endif
