#ifndef GAUSSMIX_CORE_ESTIMATORS_WISHART_H
#define GAUSSMIX_CORE_ESTIMATORS_WISHART_H

#include <cmath>

#include "../ground/gamma.h"
#include "../ground/types.h"

namespace gaussmix {

// The distributions of the precisions of a shape: a Wishart distribution, or one of
// dimension one for each variance. Degrees of freedom are those of a column.
// Densities are proportional to |P|^((v - c) / 2) exp(-tr(V P) / 2).
class WishartFamily {
 public:
  WishartFamily(Shape shape, Index d, const GammaLibrary& gamma)
      : shape_(shape), d_(d), gamma_(gamma) {}

  // Of the density with scale V: the log of its integral is this less v log|V| / 2.
  double log_normaliser(double degrees) const {
    constexpr double log_two = 0.69314718055994530941723212145818;
    const double d = static_cast<double>(d_);
    const double half = 0.5 * degrees;
    switch (shape_) {
      case Shape::full:
        return gamma_.log_gamma_of(d_, half) + half * d * log_two;
      case Shape::diagonal:
        return d * (gamma_.log_gamma(half) + half * log_two);
      default:
        return gamma_.log_gamma(d * half) - d * half * std::log(0.5 * d);
    }
  }

  // The expectation of log|P| + log|V|.
  double expected_log_determinant(double degrees) const {
    constexpr double log_two = 0.69314718055994530941723212145818;
    const double d = static_cast<double>(d_);
    const double half = 0.5 * degrees;
    switch (shape_) {
      case Shape::full:
        return gamma_.digamma_of(d_, half) + d * log_two;
      case Shape::diagonal:
        return d * (gamma_.digamma(half) + log_two);
      default:
        return d * (gamma_.digamma(d * half) - std::log(0.5 * d));
    }
  }

  // The density of a covariance is proportional to |C|^-((v + c) / 2).
  double covariance_power() const {
    switch (shape_) {
      case Shape::full:
        return static_cast<double>(d_) + 1.0;
      case Shape::diagonal:
        return 2.0;
      default:
        return 2.0 / static_cast<double>(d_);
    }
  }

 private:
  Shape shape_;
  Index d_;
  GammaLibrary gamma_;
};

}  // namespace gaussmix

#endif
