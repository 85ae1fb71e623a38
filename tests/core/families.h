#ifndef GAUSSMIX_TESTS_FAMILIES_H
#define GAUSSMIX_TESTS_FAMILIES_H

// The covariance structures that laws are tested for: all of the registry.

#include <stdexcept>
#include <string>

#include "core/covariance/registry.h"

inline const gaussmix::Families& all_families() { return gaussmix::families(); }

// Those of which covariances can have a conjugate prior.
inline gaussmix::Families families_with_priors() {
  gaussmix::Families result;
  for (const gaussmix::Family& family : all_families()) {
    if (family.suits_conjugate_prior()) result.push_back(family);
  }
  return result;
}

inline const gaussmix::Family& family_called(const char* name) {
  for (const gaussmix::Family& family : all_families()) {
    if (std::string(family.name) == name) return family;
  }
  throw std::invalid_argument(std::string("no family is called ") + name);
}

inline const gaussmix::Family& full_family() { return family_called("full"); }
inline const gaussmix::Family& diag_family() { return family_called("diag"); }
inline const gaussmix::Family& spherical_family() { return family_called("spherical"); }

#endif
