#ifndef GAUSSMIX_CORE_COVARIANCE_VEE_H
#define GAUSSMIX_CORE_COVARIANCE_VEE_H

#include "tied-family.h"

namespace gaussmix {

// lambda_k C, |C| = 1: volumes of their own, all else shared (Celeux and Govaert 1995, section
// 3.3).
class VeeFamily : public TiedFamily {
 public:
  VeeFamily() : TiedFamily("VEE", Shape::full) {}

 protected:
  Solution members(const Evidence& evidence, const Covariances& previous,
                   Effort effort) const override;
};

}  // namespace gaussmix

#endif
