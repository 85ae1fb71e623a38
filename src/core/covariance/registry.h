#ifndef GAUSSMIX_CORE_COVARIANCE_REGISTRY_H
#define GAUSSMIX_CORE_COVARIANCE_REGISTRY_H

#include <array>

#include "diag.h"
#include "full.h"
#include "spherical.h"
#include "structure.h"
#include "tied-diag.h"
#include "tied-spherical.h"
#include "tied.h"

namespace gaussmix {

// One row per structure.
const std::array<CovarianceStructure, 6>& covariance_structures();

// nullptr if there is no structure of that name.
const CovarianceStructure* find_structure(const char* name);

// Free parameters of a mixture: covariances, means and K - 1 mixing weights.
double n_parameters(const CovarianceStructure& structure, double d, double n_components);

}  // namespace gaussmix

#endif
