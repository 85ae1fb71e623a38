#include "registry.h"

#include <cstring>

#include "free.h"

namespace gaussmix {

const Families& families() {
  static const FreeFamily full("full", "VVV", Shape::full, false);
  static const FreeFamily tied("tied", "EEE", Shape::full, true);
  static const FreeFamily diag("diag", "VVI", Shape::diagonal, false);
  static const FreeFamily spherical("spherical", "VII", Shape::spherical, false);
  static const FreeFamily tied_diag("tied_diag", "EEI", Shape::diagonal, true);
  static const FreeFamily tied_spherical("tied_spherical", "EII", Shape::spherical, true);
  static const Families all = {full, tied, diag, spherical, tied_diag, tied_spherical};
  return all;
}

const Family* find_family(const char* name) {
  for (const Family& family : families()) {
    if (std::strcmp(family.name, name) == 0) return &family;
  }
  return nullptr;
}

}  // namespace gaussmix
