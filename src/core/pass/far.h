#ifndef GAUSSMIX_CORE_PASS_FAR_H
#define GAUSSMIX_CORE_PASS_FAR_H

#include "../ground/types.h"
#include "../nouns/plan.h"

namespace gaussmix {

// Half the squared distance to the nearest component beyond which differences of
// squared distances have too few digits left, or have overflowed.
constexpr double far_distance = 1e4;

// A far point in the whitened coordinates of every component, divided by its distance
// so that nothing overflows before it must.
struct FarPoint {
  double size;
  Matrix whitened;  // d x K: F_k (x - c_k) / size

  FarPoint(const Plan& plan, const Vector& x);

  // |z_k|^2 - |z_j|^2, as (z_k - z_j)'(z_k + z_j) so that nothing cancels, divided
  // by the size. Under a shared factor z_k - z_j = F (c_j - c_k) does not depend on
  // the point at all.
  double further(const Plan& plan, Index k, Index j) const;
};

// The logs of the joint densities of a far point relative to that of its nearest
// component.
Vector far_log_ratios(const Plan& plan, const Vector& x, Index& nearest);

}  // namespace gaussmix

#endif
