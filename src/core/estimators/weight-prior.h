#ifndef GAUSSMIX_CORE_ESTIMATORS_WEIGHT_PRIOR_H
#define GAUSSMIX_CORE_ESTIMATORS_WEIGHT_PRIOR_H

#include <cmath>

#include "../ground/gamma.h"
#include "../ground/types.h"

namespace gaussmix {

// What is known of mixing weights before the data, and what follows when components are
// expected to have so many observations (their counts).
struct WeightPrior {
  enum class Kind { dirichlet, stick_breaking, equal };  // or they are known to be equal
  Kind kind = Kind::dirichlet;
  double concentration = 1.0;  // of each weight, or of the sticks

  bool is_ordered() const { return kind == Kind::stick_breaking; }
};

// The two parameters of the beta distributions of sticks (Blei and Jordan 2006, doi
// 10.1214/06-BA104, equations 18 and 19). Each takes its share of what those before it have
// left, the last one too: what is beyond belongs to components that hold nothing.
struct Sticks {
  Vector taken;
  Vector left;

  Sticks(double concentration, const Vector& counts)
      : taken(counts.array() + 1.0), left(counts.size()) {
    double beyond = 0.0;
    for (Index k = counts.size() - 1; k >= 0; --k) {
      left[k] = concentration + beyond;
      beyond += counts[k];
    }
  }
};

inline Vector expected_log_weights(const WeightPrior& prior, const Vector& counts,
                                   const GammaLibrary& gamma) {
  Vector result(counts.size());
  if (prior.kind == WeightPrior::Kind::equal) {
    result.setConstant(-std::log(static_cast<double>(counts.size())));
    return result;
  }
  if (prior.kind == WeightPrior::Kind::dirichlet) {
    const double copies = static_cast<double>(counts.size());
    const double total = gamma.digamma(counts.sum() + copies * prior.concentration);
    for (Index k = 0; k < counts.size(); ++k) {
      result[k] = gamma.digamma(counts[k] + prior.concentration) - total;
    }
    return result;
  }
  const Sticks sticks(prior.concentration, counts);
  double log_left = 0.0;
  for (Index k = 0; k < counts.size(); ++k) {
    const double both = gamma.digamma(sticks.taken[k] + sticks.left[k]);
    result[k] = gamma.digamma(sticks.taken[k]) - both + log_left;
    log_left += gamma.digamma(sticks.left[k]) - both;
  }
  return result;
}

inline double log_beta(double a, double b, const GammaLibrary& gamma) {
  return gamma.log_gamma(a) + gamma.log_gamma(b) - gamma.log_gamma(a + b);
}

// The Kullback-Leibler divergence of the posterior of the weights from their prior.
inline double divergence(const WeightPrior& prior, const Vector& counts,
                         const GammaLibrary& gamma) {
  const double concentration = prior.concentration;
  double sum = 0.0;
  if (prior.kind == WeightPrior::Kind::equal) return sum;
  if (prior.kind == WeightPrior::Kind::dirichlet) {
    const double before = static_cast<double>(counts.size()) * concentration;
    const double after = before + counts.sum();
    const double total = gamma.digamma(after);
    for (Index k = 0; k < counts.size(); ++k) {
      const double own = counts[k] + concentration;
      sum += gamma.log_gamma(concentration) - gamma.log_gamma(own) +
             counts[k] * (gamma.digamma(own) - total);
    }
    return sum + gamma.log_gamma(after) - gamma.log_gamma(before);
  }
  const Sticks sticks(concentration, counts);
  const double log_beta_before = log_beta(1.0, concentration, gamma);
  for (Index k = 0; k < counts.size(); ++k) {
    const double a = sticks.taken[k];
    const double b = sticks.left[k];
    const double both = gamma.digamma(a + b);
    sum += log_beta_before - log_beta(a, b, gamma) +
           counts[k] * (gamma.digamma(a) - both) +
           (b - concentration) * (gamma.digamma(b) - both);
  }
  return sum;
}

}  // namespace gaussmix

#endif
