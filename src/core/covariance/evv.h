#ifndef GAUSSMIX_CORE_COVARIANCE_EVV_H
#define GAUSSMIX_CORE_COVARIANCE_EVV_H

#include <cmath>
#include <cstddef>

#include "../nouns/factor.h"
#include "tied-family.h"

namespace gaussmix {

// lambda C_k, |C_k| = 1: one volume, all else of their own (Celeux and Govaert 1995, section 3.3).
class EvvFamily : public TiedFamily {
 public:
  EvvFamily() : TiedFamily("EVV", Shape::full) {}

 protected:
  Solution members(const Evidence& evidence, const Covariances&, Effort) const override {
    Solution solution{{shape, shared, {}}};
    const double d = static_cast<double>(evidence.scatter(0).rows());
    // A singular one has no volume.
    Vector own(evidence.n_components());
    for (Index k = 0; k < own.size(); ++k) {
      const Matrix value = evidence.scatter(k) / evidence.divisors[k];
      Factor root;
      const bool found = find_root(shape, value, root);
      own[k] = found ? std::exp(2.0 * root.log_determinant(value.rows()) / d) : 0.0;
      solution.covariances.values.push_back(value);
    }
    double volume = 0.0;
    for (const Index k : evidence.speaking) volume += evidence.divisors[k] * own[k];
    volume /= evidence.total();
    for (Index k = 0; k < own.size(); ++k) {
      Matrix& value = solution.covariances.values[static_cast<std::size_t>(k)];
      // In one column a volume is all there is.
      if (d == 1.0) value.setConstant(volume);
      if (d > 1.0 && own[k] > 0.0) value *= volume / own[k];
    }
    return solution;
  }
};

}  // namespace gaussmix

#endif
