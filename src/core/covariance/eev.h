#ifndef GAUSSMIX_CORE_COVARIANCE_EEV_H
#define GAUSSMIX_CORE_COVARIANCE_EEV_H

#include <cstddef>
#include <vector>

#include "../ground/linalg.h"
#include "common-orientation.h"
#include "tied-family.h"

namespace gaussmix {

// lambda D_k A D_k': one volume and shape, orientations of their own, which are those of the
// scatters (Celeux and Govaert 1995, section 3.3).
class EevFamily : public TiedFamily {
 public:
  EevFamily() : TiedFamily("EEV", Shape::full) {}

 protected:
  Solution members(const Evidence& evidence, const Covariances&, Effort) const override {
    std::vector<PrincipalAxes> axes;
    Vector sum = Vector::Zero(evidence.scatter(0).rows());
    for (const Matrix& scatter : evidence.scatters) axes.push_back(own_axes(scatter));
    for (const Index k : evidence.speaking)
      sum += axes[static_cast<std::size_t>(k)].variances;
    const Vector variances = sum / evidence.total();
    Solution solution{{shape, shared, {}}};
    for (const PrincipalAxes& own : axes)
      solution.covariances.values.push_back(covariance_along(own.directions, variances));
    return solution;
  }
};

}  // namespace gaussmix

#endif
