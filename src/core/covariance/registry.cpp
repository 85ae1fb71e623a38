#include "registry.h"

#include <cstring>

namespace gaussmix {

const std::array<CovarianceStructure, 6>& covariance_structures() {
  static const std::array<CovarianceStructure, 6> structures = {
      full_structure(),      tied_structure(),      diag_structure(),
      spherical_structure(), tied_diag_structure(), tied_spherical_structure()};
  return structures;
}

const CovarianceStructure* find_structure(const char* name) {
  for (const CovarianceStructure& structure : covariance_structures()) {
    if (std::strcmp(structure.name, name) == 0) return &structure;
  }
  return nullptr;
}

double n_parameters(const CovarianceStructure& structure, double d, double n_components) {
  return structure.n_parameters(d, n_components) + n_components * d + n_components - 1.0;
}

}  // namespace gaussmix
