#ifndef GAUSSMIX_TESTS_GAMMA_H
#define GAUSSMIX_TESTS_GAMMA_H

// The gamma functions that the core is given in R, here of C++ and of the tests' own.

#include <cmath>

#include "core/ground/gamma.h"

// Raised above 10 by psi(x) = psi(x + 1) - 1 / x; there six terms of the asymptotic series
// (Abramowitz and Stegun 1964, 6.3.18) leave 1e-15.
inline double digamma(double x) {
  double sum = 0.0;
  for (; x < 10.0; x += 1.0) sum -= 1.0 / x;
  const double u = 1.0 / (x * x);
  const double series =
      u * (1.0 / 12 -
           u * (1.0 / 120 -
                u * (1.0 / 252 - u * (1.0 / 240 - u * (1.0 / 132 - u * 691.0 / 32760)))));
  return sum + std::log(x) - 0.5 / x - series;
}

inline double log_gamma(double x) { return std::lgamma(x); }

inline gaussmix::GammaLibrary gamma_of_tests() { return {log_gamma, digamma}; }

#endif
