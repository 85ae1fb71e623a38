#ifndef GAUSSMIX_CORE_FIT_FROM_PARAMETERS_H
#define GAUSSMIX_CORE_FIT_FROM_PARAMETERS_H

#include "../estimators/method.h"
#include "../nouns/parameters.h"
#include "../pass/pass.h"
#include "fit-options.h"
#include "fit.h"
#include "run-given.h"

namespace gaussmix {

// Fits from parameters, which are used as they are. A run that is resumed where it had
// converged has converged.
Fit fit_from_parameters(const Pass& pass, const Model& model, Parameters first,
                        const FitOptions& options, const Resumption& resumed = {});

}  // namespace gaussmix

#endif
