#ifndef GAUSSMIX_CORE_NOUNS_CRITERIA_H
#define GAUSSMIX_CORE_NOUNS_CRITERIA_H

#include <cmath>

namespace gaussmix {

// Information criteria, smaller is better.
// Akaike (1974), doi 10.1109/TAC.1974.1100705.
inline double aic(double log_likelihood, double n_parameters) {
  return -2.0 * log_likelihood + 2.0 * n_parameters;
}

// Schwarz (1978), doi 10.1214/aos/1176344136; n is the sum of the weights.
inline double bic(double log_likelihood, double n_parameters, double n) {
  return -2.0 * log_likelihood + n_parameters * std::log(n);
}

// Biernacki, Celeux and Govaert (2000), doi 10.1109/34.865189: BIC plus twice
// the entropy of the posterior, or plus minus twice the log of the largest
// posterior probabilities where assignments are hard.
inline double icl(double bic_value, double penalty) { return bic_value + 2.0 * penalty; }

}  // namespace gaussmix

#endif
