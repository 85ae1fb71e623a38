#ifndef GAUSSMIX_CORE_FIT_NOISE_H
#define GAUSSMIX_CORE_FIT_NOISE_H

#include "../covariance/family.h"
#include "../ground/types.h"
#include "../pass/pass.h"
#include "fit-options.h"

namespace gaussmix {

// The options of a fit of so many components. If it is to stop at the noise, EM ends where the
// log-likelihood is expected to gain less than a twentieth of what its maximum is above the true
// parameters by chance, half the number of parameters q (half a chi-squared: Wilks 1938, doi
// 10.1214/aoms/1177732360).
FitOptions options_of(const FitOptions& given, const Pass& pass, const Family& family,
                      Index n_components);

}  // namespace gaussmix

#endif
