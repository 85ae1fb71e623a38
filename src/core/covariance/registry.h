#ifndef GAUSSMIX_CORE_COVARIANCE_REGISTRY_H
#define GAUSSMIX_CORE_COVARIANCE_REGISTRY_H

#include <array>
#include <cstring>

#include "diag.h"
#include "full.h"
#include "spherical.h"
#include "structure.h"
#include "tied-diag.h"
#include "tied-spherical.h"
#include "tied.h"

namespace gaussmix {

// One row per structure; the table in R/covariance-type.R has the same rows.
inline const std::array<CovarianceStructure, 6>& covariance_structures() {
  static const std::array<CovarianceStructure, 6> structures = {
      full_structure(),      tied_structure(),      diag_structure(),
      spherical_structure(), tied_diag_structure(), tied_spherical_structure()};
  return structures;
}

// nullptr if there is no structure of that name.
inline const CovarianceStructure* find_structure(const char* name) {
  for (const CovarianceStructure& structure : covariance_structures()) {
    if (std::strcmp(structure.name, name) == 0) return &structure;
  }
  return nullptr;
}

// Free parameters of a mixture: covariances, means and K - 1 mixing weights.
inline double n_parameters(const CovarianceStructure& structure, double d,
                           double n_components) {
  return structure.n_parameters(d, n_components) + n_components * d +
         n_components - 1.0;
}

}  // namespace gaussmix

#endif
