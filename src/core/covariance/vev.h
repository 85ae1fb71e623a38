#ifndef GAUSSMIX_CORE_COVARIANCE_VEV_H
#define GAUSSMIX_CORE_COVARIANCE_VEV_H

#include <cstddef>
#include <utility>
#include <vector>

#include "../ground/linalg.h"
#include "common-orientation.h"
#include "equal-shape.h"
#include "tied-family.h"

namespace gaussmix {

// lambda_k D_k A D_k': one shape, volumes and orientations of their own. The latter are those of
// the scatters, and along these all is as in VEI (Celeux and Govaert 1995, section 3.3).
class VevFamily : public TiedFamily {
 public:
  VevFamily() : TiedFamily("VEV", Shape::full) {}

 protected:
  Solution members(const Evidence& evidence, const Covariances& previous,
                   Effort) const override {
    std::vector<Matrix> directions;
    Matrix squares(evidence.scatter(0).rows(), evidence.n_components());
    Vector volumes(squares.cols());
    for (Index k = 0; k < squares.cols(); ++k) {
      PrincipalAxes own = own_axes(evidence.scatter(k));
      directions.push_back(std::move(own.directions));
      squares.col(k) = own.variances;
      volumes[k] = previous.of(k).trace();
    }
    const EqualShape found = equal_shape(squares, evidence, volumes);
    Solution solution{{shape, shared, {}}, found.iterations, found.converged};
    for (Index k = 0; k < squares.cols(); ++k) {
      solution.covariances.values.push_back(covariance_along(
          directions[static_cast<std::size_t>(k)], found.variances.col(k)));
    }
    return solution;
  }
};

}  // namespace gaussmix

#endif
