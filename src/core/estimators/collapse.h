#ifndef GAUSSMIX_CORE_ESTIMATORS_COLLAPSE_H
#define GAUSSMIX_CORE_ESTIMATORS_COLLAPSE_H

#include <vector>

#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../nouns/status.h"

namespace gaussmix {

// Which columns the search for collapse looks at, and the ridge of each. Under an
// absolute ridge a column may be constant: its variance is the ridge in every
// component of every fit, which says nothing about any of them.
struct RidgeColumns {
  Vector ridge;                // of the columns that vary
  std::vector<Index> columns;  // their positions
  double mean = 0.0;           // over all columns: the ridge of spherical types

  RidgeColumns(const Vector& ridge_of_all, const std::vector<bool>& constant);

  bool positive() const;
  Matrix as_covariance(Shape shape) const;
};

// The first component that has collapsed, if any: one that is empty; one with a
// variance of which the ridge is the larger part; one that is far narrower than the
// pooled within covariance and has few observations. The second condition alone
// would miss slow collapses, the ratio alone would condemn small real clusters. A
// shared covariance belongs to no component.
Status find_collapse(const Parameters& parameters, const Vector& counts,
                     const RidgeColumns& ridge);

// Gives each component that has collapsed the pooled covariance or, where all have in the
// same direction, that of the mixture, so that EM can fit it anew. False if there is none that
// this can open: an empty component has no rows to begin with, and a shared covariance is the
// pooled one.
bool reopen_collapsed(const RidgeColumns& ridge, const Vector& counts,
                      Parameters& parameters);

}  // namespace gaussmix

#endif
