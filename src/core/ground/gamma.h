#ifndef GAUSSMIX_CORE_GROUND_GAMMA_H
#define GAUSSMIX_CORE_GROUND_GAMMA_H

#include "types.h"

namespace gaussmix {

// Functions of positive numbers that a library gives to the core, which has none of its
// own. They must be safe to call from several threads.
struct GammaLibrary {
  double (*log_gamma)(double x) = nullptr;
  double (*digamma)(double x) = nullptr;

  // The logarithm of the multivariate gamma function, and its derivative (Bishop 2006,
  // equations B.78 to B.81 hold them).
  double log_gamma_of(Index d, double x) const {
    constexpr double log_pi = 1.1447298858494001741434273513531;
    double sum = 0.25 * static_cast<double>(d) * static_cast<double>(d - 1) * log_pi;
    for (Index j = 0; j < d; ++j) sum += log_gamma(x - 0.5 * static_cast<double>(j));
    return sum;
  }
  double digamma_of(Index d, double x) const {
    double sum = 0.0;
    for (Index j = 0; j < d; ++j) sum += digamma(x - 0.5 * static_cast<double>(j));
    return sum;
  }
};

}  // namespace gaussmix

#endif
