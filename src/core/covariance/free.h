#ifndef GAUSSMIX_CORE_COVARIANCE_FREE_H
#define GAUSSMIX_CORE_COVARIANCE_FREE_H

#include "family.h"

namespace gaussmix {

// Covariances that are anything their shape holds, each component's own or one for all: the
// scatter, or the sum of scatters, over its divisor (Celeux and Govaert 1995, section 4).
class FreeFamily final : public Family {
 public:
  using Family::Family;

  Solution solve(Moments&& moments, const Vector& divisors, const Matrix& ridge,
                 const Covariances& previous) const override;
};

}  // namespace gaussmix

#endif
