#ifndef GAUSSMIX_CORE_COVARIANCE_EVI_H
#define GAUSSMIX_CORE_COVARIANCE_EVI_H

#include <utility>

#include "equal-shape.h"
#include "tied-family.h"

namespace gaussmix {

// lambda A_k: one volume, diagonal shapes of their own (Celeux and Govaert 1995, section 3.2).
class EviFamily : public TiedFamily {
 public:
  EviFamily() : TiedFamily("EVI", Shape::diagonal) {}

 protected:
  Solution members(const Evidence& evidence, const Covariances&, Effort) const override {
    Matrix variances(evidence.scatter(0).rows(), evidence.n_components());
    for (Index k = 0; k < variances.cols(); ++k)
      variances.col(k) = evidence.scatter(k) / evidence.divisors[k];
    return {along_columns(equal_volumes(std::move(variances), evidence))};
  }
};

}  // namespace gaussmix

#endif
