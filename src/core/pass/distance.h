#ifndef GAUSSMIX_CORE_PASS_DISTANCE_H
#define GAUSSMIX_CORE_PASS_DISTANCE_H

#include "../ground/types.h"
#include "../nouns/plan.h"
#include "blocks.h"

namespace gaussmix {

// Room for one block, used in turn by the steps of a pass.
struct Scratch {
  Matrix centred;
  Matrix turned;
  Array weighted;
  Array largest;
  Array totals;
};

// Squared Mahalanobis distances of the rows of a block to one centre. All steps
// run down columns: the points lie across the lanes.
inline void squared_distances(const Block& block, const Plan& plan,
                              Index component, Scratch& scratch,
                              Eigen::Ref<Array> result) {
  const Index d = plan.dimension();
  const Index n = block.count;
  const Matrix& factor = plan.whitening.of(component);
  result.setZero();
  if (plan.whitening.shape != Shape::full) {
    const bool spherical = plan.whitening.shape == Shape::spherical;
    for (Index j = 0; j < d; ++j) {
      result += ((block.cells.col(j).head(n).array() - plan.centres(j, component)) *
                 factor(spherical ? 0 : j))
                    .square();
    }
    return;
  }
  scratch.centred.resize(n, d);
  scratch.turned.resize(n, d);
  scratch.centred = block.rows().rowwise() - plan.centres.col(component).transpose();
  // Where d is small, the overhead of a matrix product is larger than its work.
  if (d <= 12) {
    for (Index j = 0; j < d; ++j) {
      auto z = scratch.turned.col(j);
      z = factor(j, 0) * scratch.centred.col(0);
      for (Index i = 1; i <= j; ++i) z += factor(j, i) * scratch.centred.col(i);
    }
  } else {
    scratch.turned.noalias() =
        scratch.centred * factor.transpose().triangularView<Eigen::Upper>();
  }
  for (Index j = 0; j < d; ++j) result += scratch.turned.col(j).array().square();
}

}  // namespace gaussmix

#endif
