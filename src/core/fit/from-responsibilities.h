#ifndef GAUSSMIX_CORE_FIT_FROM_RESPONSIBILITIES_H
#define GAUSSMIX_CORE_FIT_FROM_RESPONSIBILITIES_H

#include "../estimators/method.h"
#include "../pass/pass.h"
#include "../pass/responder.h"
#include "fit-options.h"
#include "fit.h"

namespace gaussmix {

// Fits from responsibilities: a partition or a matrix. Means come first and
// scatters about them second, because nothing is known of the centres yet.
Fit fit_from_responsibilities(const Pass& pass, const Model& model,
                              const Responder& responder, const FitOptions& options);

}  // namespace gaussmix

#endif
