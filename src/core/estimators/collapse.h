#ifndef GAUSSMIX_CORE_ESTIMATORS_COLLAPSE_H
#define GAUSSMIX_CORE_ESTIMATORS_COLLAPSE_H

#include <vector>

#include "../covariance/family.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../nouns/statistics.h"
#include "../nouns/status.h"
#include "../rows/row-count.h"

namespace gaussmix {

// Which columns the search for collapse looks at, and the ridge of each. Under an
// absolute ridge a column may be constant: its variance is the ridge in every
// component of every fit, which says nothing about any of them.
struct RidgeColumns {
  Vector ridge;                // of all columns
  std::vector<Index> columns;  // those that vary

  RidgeColumns(const Vector& ridge_of_all, const std::vector<bool>& constant);

  bool positive() const;

  // The part of it in these columns; a single number is the mean over all.
  Matrix as_covariance(Shape shape) const;
};

// How a mixture stands before it is an answer.
struct Standing {
  Status status;                  // the first trouble
  std::vector<Index> degenerate;  // held up by the ridge, or without a rank
  std::vector<Index> suspicious;  // these, and those of few rows that are narrow: see Judge
  bool all_few = false;           // all components are suspicious, and have few rows
  bool excluded = false;          // never an answer, if there is another

  bool ok() const { return status.ok(); }
};

// A component is degenerate if the ridge is the larger part of one of its variances, or if it
// lacks a rank up to rounding; narrow, if a variance is far below that of the pooled within
// covariance, too. It has few rows if these are less than five for each column and one
// more, or than it has parameters. Excluded are mixtures with a component that is empty, or
// degenerate and of hardly more rows than span a plane. A shared covariance belongs
// to no component. Components that are held up by a penalty are degenerate whatever their
// covariances say; empty: there are none. Where a family scales the components' own covariances,
// the scatters say by how much: a component in a plane keeps its volume, and is wide instead.
Standing find_standing(const Family& family, const Parameters& parameters,
                       const Statistics& statistics, const RowCount& rows,
                       const std::vector<bool>& held, const RidgeColumns& ridge);

// Whether, in some direction, the variance of a is less than so many times that of b.
// Between matrices that is so if the difference is not positive definite.
bool is_narrower(Shape shape, const Matrix& a, const Matrix& b, double times);

// Fewer rows of a component than these are few.
double few_rows(const Family& family, Index d);

}  // namespace gaussmix

#endif
