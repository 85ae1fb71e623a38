#ifndef GAUSSMIX_CORE_COVARIANCE_REGISTRY_H
#define GAUSSMIX_CORE_COVARIANCE_REGISTRY_H

#include <functional>
#include <vector>

#include "family.h"

namespace gaussmix {

using Families = std::vector<std::reference_wrapper<const Family>>;

// All families. They live as long as the program.
const Families& families();

// nullptr if there is no family of that name.
const Family* find_family(const char* name);

}  // namespace gaussmix

#endif
