#ifndef GAUSSMIX_TESTS_TRIAL_H
#define GAUSSMIX_TESTS_TRIAL_H

// A problem, a start with parameters and the fit that follows from them.

#include <cstdint>
#include <vector>

#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "families.h"
#include "problem.h"
#include "reference.h"

inline constexpr Index n_components = 3;

inline gaussmix::FitOptions options_of(double tol, Index max_iter, double ridge, Index d) {
  gaussmix::FitOptions options;
  options.em.tol = tol;
  options.em.max_iter = max_iter;
  options.reg_covar = ridge;
  options.absolute_ridge = true;
  options.constant_columns = std::vector<bool>(static_cast<std::size_t>(d), false);
  return options;
}

struct Trial {
  Problem problem;
  gaussmix::Parameters start;
  const gaussmix::Family& family;

  Trial(const gaussmix::Family& family_, Index n, Index d, std::uint64_t seed)
      : family(family_) {
    Dice dice(seed);
    problem = random_problem(n, d, n_components, true, dice);
    start = random_parameters(family, d, n_components, dice);
  }

  gaussmix::Fit fit(double tol, Index max_iter, double ridge = 0.0) const {
    return gaussmix::fit_from_parameters(problem.pass(), family, start,
                                         options_of(tol, max_iter, ridge, problem.d()));
  }

  reference::Real log_likelihood(const gaussmix::Parameters& parameters) const {
    return reference::log_likelihood(as_reference(parameters), rows_of(problem),
                                     weights_of(problem));
  }
};

#endif
