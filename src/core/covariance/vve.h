#ifndef GAUSSMIX_CORE_COVARIANCE_VVE_H
#define GAUSSMIX_CORE_COVARIANCE_VVE_H

#include "common-orientation.h"
#include "tied-family.h"

namespace gaussmix {

// lambda_k D A_k D': one orientation, volumes and shapes of their own (Flury 1984, doi
// 10.1080/01621459.1984.10477108: common principal components).
class VveFamily : public TiedFamily {
 public:
  VveFamily() : TiedFamily("VVE", Shape::full) {}

 protected:
  Solution members(const Evidence& evidence, const Covariances& previous,
                   Effort effort) const override {
    const CommonOrientation found =
        common_orientation(evidence, previous, Volumes::own, effort);
    return {along_axes(found.axes, found.variances), found.iterations, found.converged};
  }
};

}  // namespace gaussmix

#endif
