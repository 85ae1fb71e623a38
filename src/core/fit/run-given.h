#ifndef GAUSSMIX_CORE_FIT_RUN_GIVEN_H
#define GAUSSMIX_CORE_FIT_RUN_GIVEN_H

#include <cmath>
#include <vector>

#include "../estimators/estimator.h"
#include "../estimators/method.h"
#include "../nouns/parameters.h"
#include "../pass/pass.h"
#include "fit-options.h"
#include "fit.h"

namespace gaussmix {

// What is known of a run that ended where another begins.
struct Resumption {
  double objective = NAN;  // there; on other data it is another one
  double reg_covar = 0.0;  // and whether it was absolute: with another one it goes on
  bool absolute_ridge = false;
  double last_gain = 0.0;  // see EmRun
  double left = INFINITY;  // what was still expected to be gained
  std::vector<bool> held;  // what a penalty held up
};

// A run from parameters, by an estimator, to its end; those that are exactly given stay what they are
// where there is no iteration.
Fit run_given(const Pass& pass, const Model& model, const MixtureEstimator& estimator,
              Parameters first, bool exactly_given, const FitOptions& options,
              const Resumption& resumed = {});

}  // namespace gaussmix

#endif
