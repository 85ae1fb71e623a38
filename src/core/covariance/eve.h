#ifndef GAUSSMIX_CORE_COVARIANCE_EVE_H
#define GAUSSMIX_CORE_COVARIANCE_EVE_H

#include "common-orientation.h"
#include "equal-shape.h"
#include "tied-family.h"

namespace gaussmix {

// lambda D A_k D': one volume and orientation, shapes of their own (Browne and McNicholas 2014, doi
// 10.1007/s11634-013-0139-1).
class EveFamily : public TiedFamily {
 public:
  EveFamily() : TiedFamily("EVE", Shape::full) {}

 protected:
  Solution members(const Evidence& evidence, const Covariances& previous,
                   Effort effort) const override {
    const CommonOrientation found =
        common_orientation(evidence, previous, Volumes::equal, effort);
    return {along_axes(found.axes, equal_volumes(found.variances, evidence)),
            found.iterations, found.converged};
  }
};

}  // namespace gaussmix

#endif
