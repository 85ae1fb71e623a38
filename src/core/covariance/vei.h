#ifndef GAUSSMIX_CORE_COVARIANCE_VEI_H
#define GAUSSMIX_CORE_COVARIANCE_VEI_H

#include "equal-shape.h"
#include "tied-family.h"

namespace gaussmix {

// lambda_k A: volumes of their own, one diagonal shape (Celeux and Govaert 1995, section 3.2).
class VeiFamily : public TiedFamily {
 public:
  VeiFamily() : TiedFamily("VEI", Shape::diagonal) {}

 protected:
  Solution members(const Evidence& evidence, const Covariances& previous,
                   Effort) const override {
    Matrix squares(evidence.scatter(0).rows(), evidence.n_components());
    Vector volumes(squares.cols());
    for (Index k = 0; k < squares.cols(); ++k) {
      squares.col(k) = evidence.scatter(k);
      volumes[k] = previous.of(k).sum();
    }
    const EqualShape found = equal_shape(squares, evidence, volumes);
    return {along_columns(found.variances), found.iterations, found.converged};
  }
};

}  // namespace gaussmix

#endif
