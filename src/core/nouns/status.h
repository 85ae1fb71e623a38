#ifndef GAUSSMIX_CORE_NOUNS_STATUS_H
#define GAUSSMIX_CORE_NOUNS_STATUS_H

#include "../ground/types.h"

namespace gaussmix {

// What can be wrong with a set of parameters.
enum class Trouble {
  none,
  singular,        // a covariance has no Cholesky factor
  at_ridge,        // a variance is held up by nothing but the ridge
  small_variance,  // far narrower than the others, and few observations
  empty,           // no observation belongs to the component
  degenerate,      // the likelihood lets it shrink without bound: a penalty holds it up
  outdone          // the mixture is worth less than one of fewer components
};

struct Status {
  Trouble trouble = Trouble::none;
  Index component = -1;

  bool ok() const { return trouble == Trouble::none; }
};

}  // namespace gaussmix

#endif
