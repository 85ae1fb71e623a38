#ifndef GAUSSMIX_TESTS_PRIORS_H
#define GAUSSMIX_TESTS_PRIORS_H

// Priors at random, the methods that use them, and what their densities are made of.

#include <Eigen/LU>
#include <cmath>
#include <vector>

#include "core/estimators/conjugate-prior.h"
#include "core/estimators/method.h"
#include "core/fit/fit-options.h"
#include "gamma.h"
#include "problem.h"

inline gaussmix::FitOptions options_of(double tol, Index max_iter, Index d) {
  gaussmix::FitOptions options;
  options.em.tol = tol;
  options.em.max_iter = max_iter;
  options.reg_covar = 0.0;
  options.constant_columns = std::vector<bool>(static_cast<std::size_t>(d), false);
  return options;
}

inline gaussmix::ConjugatePrior random_prior(gaussmix::Shape shape, Index d, Dice& dice) {
  gaussmix::ConjugatePrior prior;
  prior.mean = dice.normals(d, 1);
  prior.mean_precision = dice.uniform(0.01, 3.0);
  prior.degrees_of_freedom = static_cast<double>(d) + dice.uniform(-0.9, 3.0);
  prior.scale = random_value(shape, d, dice);
  return prior;
}

inline gaussmix::Method map_with(const gaussmix::ConjugatePrior& prior) {
  gaussmix::Method method;
  method.kind = gaussmix::Method::Kind::maximum_posterior;
  method.prior = prior;
  method.gamma = gamma_of_tests();
  return method;
}

inline gaussmix::Method bayes_with(const gaussmix::ConjugatePrior& prior,
                                   gaussmix::WeightPrior::Kind kind,
                                   double concentration) {
  gaussmix::Method method = map_with(prior);
  method.kind = gaussmix::Method::Kind::variational_bayes;
  method.weight_prior = {kind, concentration};
  return method;
}

inline constexpr gaussmix::WeightPrior::Kind weight_kinds[] = {
    gaussmix::WeightPrior::Kind::dirichlet, gaussmix::WeightPrior::Kind::stick_breaking,
    gaussmix::WeightPrior::Kind::equal};

// A compact covariance as a matrix.
inline Matrix whole(gaussmix::Shape shape, const Matrix& value, Index d) {
  if (shape == gaussmix::Shape::full) return value;
  if (shape == gaussmix::Shape::diagonal) return value.col(0).asDiagonal();
  return value(0) * Matrix::Identity(d, d);
}

inline constexpr double log_pi = 1.1447298858494001741434273513531;

inline double log_determinant(const Matrix& m) { return std::log(m.determinant()); }

inline double log_multigamma(Index d, double x) {
  double sum = 0.25 * static_cast<double>(d * (d - 1)) * log_pi;
  for (Index j = 0; j < d; ++j) sum += std::lgamma(x - 0.5 * static_cast<double>(j));
  return sum;
}

#endif
