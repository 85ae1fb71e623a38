#ifndef GAUSSMIX_CORE_FIT_RIDGE_OF_FIT_H
#define GAUSSMIX_CORE_FIT_RIDGE_OF_FIT_H

#include "../estimators/ridge.h"
#include "../ground/types.h"
#include "../pass/pass.h"
#include "fit-options.h"

namespace gaussmix {

// A relative ridge as small as the default keeps numbers finite; a larger one, or an absolute
// one, is meant to hold components up.
Ridge ridge_of(const FitOptions& options, const Vector& reference);

// The ridge for a start that is given: relative to the variances within the parts
// that its responsibilities make.
Ridge ridge_within(const Pass& pass, const Vector& within, const FitOptions& options);

}  // namespace gaussmix

#endif
