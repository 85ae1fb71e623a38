#ifndef GAUSSMIX_CORE_NOUNS_FACTOR_H
#define GAUSSMIX_CORE_NOUNS_FACTOR_H

#include "../ground/types.h"

namespace gaussmix {

// A d x d matrix F of which as much is stored as the shape of its covariance needs: one
// number, d numbers, or a lower triangle with zeros above it. It is a root of a covariance,
// F F' = C, or what whitens it, F' F = C^-1. Kernels read the values themselves.
struct Factor {
  Shape shape = Shape::full;
  Matrix values;

  Vector times(const Vector& v) const;
  Matrix times_columns(const Matrix& columns) const;
  Factor times(const Factor& other) const;  // of the same shape

  // |F v|^2.
  double squared_length(const Vector& v) const;

  // log|F|, where no number on the diagonal is negative.
  double log_determinant(Index d) const;

  // tr(F S F') for a matrix S in the shape of a covariance, and for a diagonal one, of which
  // the variances are given.
  double trace(const Matrix& s, Index d) const;
  double trace_of_variances(const Vector& variances, Index d) const;

  // F F' in the shape of a covariance.
  Matrix square() const;

  Factor inverse() const;
};

// F with F F' = C: false where there is none.
bool find_root(Shape shape, const Matrix& covariance, Factor& root);

// F with F' F = C^-1 and its log-determinant; false where there is none that is finite.
bool whiten(Shape shape, Index d, const Matrix& covariance, Factor& factor,
            double& log_determinant);

// log|C|; not a number where a covariance cannot be whitened.
double log_determinant_of(Shape shape, Index d, const Matrix& covariance);

}  // namespace gaussmix

#endif
