#ifndef GAUSSMIX_CORE_GROUND_EIGEN_H
#define GAUSSMIX_CORE_GROUND_EIGEN_H

// Eigen as other people's headers: R gives its folder as if it were ours, and Eigen 3.3
// would print warnings of its own.
#pragma GCC system_header

#include <Eigen/Core>

#endif
