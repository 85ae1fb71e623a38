#ifndef GAUSSMIX_CORE_COVARIANCE_REGISTRY_H
#define GAUSSMIX_CORE_COVARIANCE_REGISTRY_H

#include <functional>
#include <vector>

#include "family.h"

namespace gaussmix {

using Families = std::vector<std::reference_wrapper<const Family>>;

// All structures. They live as long as the program.
const Families& families();

// nullptr if there is no structure of that name.
const Family* find_family(const char* name);

// Free parameters of a mixture: covariances, means and K - 1 mixing weights.
double n_parameters(const Family& family, double d, double n_components);

}  // namespace gaussmix

#endif
