#ifndef GAUSSMIX_CORE_COVARIANCE_STRUCTURE_H
#define GAUSSMIX_CORE_COVARIANCE_STRUCTURE_H

#include "../ground/types.h"
#include "../nouns/moments.h"
#include "../nouns/parameters.h"
#include "../nouns/statistics.h"

namespace gaussmix {

// A covariance structure: what it stores, what it asks of a pass, how many free
// parameters its covariances have, and its M-step.
struct CovarianceStructure {
  const char* name;    // the word of scikit-learn's tutorials, or its kin
  const char* mclust;  // the identifier of Banfield and Raftery's family
  Shape shape;
  bool shared;
  ScatterRequest request;
  double (*n_parameters)(double d, double n_components);
  // Maximises the expected log-likelihood; may make the covariances of the scatters
  // themselves. Divisors are what scatters are divided by: the counts for maximum
  // likelihood, more under a prior. The previous covariances are for structures whose
  // M-step is itself iterative.
  Covariances (*solve)(Moments&& moments, const Vector& divisors,
                       const Covariances& previous);
};

}  // namespace gaussmix

#endif
