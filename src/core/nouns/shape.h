#ifndef GAUSSMIX_CORE_NOUNS_SHAPE_H
#define GAUSSMIX_CORE_NOUNS_SHAPE_H

#include <vector>

#include "../ground/types.h"

namespace gaussmix {

// What is done to a covariance, or to what becomes one, by what is stored of it. A scatter
// of columns (d x 1) or of all (d x d) takes the shape of a covariance by shaped().

// The numbers that are free in one covariance.
double n_numbers(Shape shape, double d);

// How many columns one stored number stands for.
double copies_of_number(Shape shape, Index d);

// A scatter as far as the shape holds it.
void take_shape(Shape shape, Matrix& scatter);
Matrix shaped(Shape shape, const Matrix& scatter);

// The covariance of independent columns with the given variances.
Matrix covariance_of(Shape shape, const Vector& variances);

double variance_of(Shape shape, const Matrix& covariance, Index column);
Vector variances_of(Shape shape, const Matrix& covariance, Index d);

// The part of a covariance in the given columns, as a matrix or as their variances.
Matrix part_of(Shape shape, const Matrix& covariance, const std::vector<Index>& columns);

// Adds share times vv'.
void add_square(Shape shape, double share, const Vector& v, Matrix& covariance);

// Adds variances of columns; their mean where there is one number.
void add_variances(Shape shape, const Vector& variances, Matrix& covariance);

}  // namespace gaussmix

#endif
