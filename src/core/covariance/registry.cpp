#include "registry.h"

#include <cstring>

#include "eev.h"
#include "eve.h"
#include "evi.h"
#include "evv.h"
#include "free.h"
#include "vee.h"
#include "vei.h"
#include "vev.h"
#include "vve.h"

namespace gaussmix {

const Families& families() {
  static const FreeFamily full("full", "VVV", Shape::full, false);
  static const FreeFamily tied("tied", "EEE", Shape::full, true);
  static const FreeFamily diag("diag", "VVI", Shape::diagonal, false);
  static const FreeFamily spherical("spherical", "VII", Shape::spherical, false);
  static const FreeFamily tied_diag("tied_diag", "EEI", Shape::diagonal, true);
  static const FreeFamily tied_spherical("tied_spherical", "EII", Shape::spherical, true);
  static const VeiFamily vei;
  static const EviFamily evi;
  static const VeeFamily vee;
  static const EveFamily eve;
  static const VveFamily vve;
  static const EevFamily eev;
  static const VevFamily vev;
  static const EvvFamily evv;
  static const Families all = {full, tied, diag, spherical, tied_diag, tied_spherical,
                               vei,  evi,  vee,  eve,       vve,       eev,
                               vev,  evv};
  return all;
}

const Family* find_family(const char* name) {
  for (const Family& family : families()) {
    if (std::strcmp(family.name, name) == 0) return &family;
  }
  return nullptr;
}

}  // namespace gaussmix
