// The modes of posteriors, against the densities of their priors.

#include <catch.h>

#include <Eigen/LU>
#include <cmath>

#include "compare.h"
#include "core/estimators/map.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "families.h"
#include "gamma.h"
#include "priors.h"
#include "problem.h"

using namespace gaussmix;

namespace {

// Of an inverse gamma distribution with this shape and rate.
double log_inverse_gamma(double x, double shape, double rate) {
  return shape * std::log(rate) - std::lgamma(shape) - (shape + 1.0) * std::log(x) -
         rate / x;
}

// The log density of a covariance under a prior: Gelman et al. 2013, appendix A.
double log_density(const ConjugatePrior& prior, Shape shape, const Matrix& covariance) {
  const Index d = prior.mean.size();
  const double size = static_cast<double>(d);
  const double v = prior.degrees_of_freedom;
  if (shape == Shape::full) {
    return 0.5 * v * log_determinant(prior.scale) - 0.5 * v * size * std::log(2.0) -
           log_multigamma(d, 0.5 * v) -
           0.5 * (v + size + 1.0) * log_determinant(covariance) -
           0.5 * (prior.scale * covariance.inverse()).trace();
  }
  if (shape == Shape::spherical) {
    return log_inverse_gamma(covariance(0), 0.5 * size * v, 0.5 * size * prior.scale(0));
  }
  double sum = 0.0;
  for (Index j = 0; j < d; ++j) {
    sum += log_inverse_gamma(covariance(j), 0.5 * v, 0.5 * prior.scale(j));
  }
  return sum;
}

double log_density(const ConjugatePrior& prior, Shape shape, const Parameters& p) {
  const Index d = prior.mean.size();
  double sum = 0.0;
  for (const Matrix& value : p.covariances.values) sum += log_density(prior, shape, value);
  for (Index k = 0; k < p.n_components() && prior.mean_precision > 0.0; ++k) {
    const Matrix of_mean = whole(shape, p.covariances.of(k), d) / prior.mean_precision;
    const Vector step = p.means.col(k) - prior.mean;
    sum -= 0.5 * (static_cast<double>(d) * std::log(2.0 * M_PI) +
                  log_determinant(of_mean) + step.dot(of_mean.inverse() * step));
  }
  return sum;
}

}  // namespace

TEST_CASE("the penalty of a mode is minus the log density of the prior", "[bayes][map]") {
  for (const Family& family : families_with_priors()) {
    for (const Index d : {1, 3}) {
      CAPTURE(family.name);
      CAPTURE(d);
      Dice dice(7);
      ConjugatePrior prior = random_prior(family.shape, d, dice);
      const Parameters p = random_parameters(family, d, 4, dice);
      for (const double precision : {prior.mean_precision, 0.0}) {
        prior.mean_precision = precision;
        const MaximumPosterior estimator(family, prior, gamma_of_tests(), Vector::Zero(d));
        Status status;
        const Plan plan = estimator.plan(p, 10.0, status, 1);
        CHECK(estimator.penalty(p, plan, 10.0, 1) ==
              Approx(-log_density(prior, family.shape, p)).epsilon(1e-12));
        CHECK(same_bits(estimator.penalty(p, plan, 10.0, 1),
                        estimator.penalty(p, plan, 10.0, 3)));
      }
    }
  }
}

TEST_CASE("about a mode the log posterior is lower", "[bayes][map]") {
  for (const Family& family : families_with_priors()) {
    CAPTURE(family.name);
    Dice dice(11);
    const Index d = 2;
    const Problem problem = random_problem(40, d, 1, true, dice);
    const auto pass = problem.pass();
    const ConjugatePrior prior = random_prior(family.shape, d, dice);
    const Model model(family, map_with(prior));
    const FitOptions options = options_of(0.0, 1, d);
    const Fit fit =
        fit_from_parameters(pass, model, random_parameters(family, d, 1, dice), options);
    const auto estimator =
        make_estimator(model, 1, {Vector::Zero(d), false, options.constant_columns});
    const auto height = [&](const Parameters& p) {
      Status status;
      return evaluate(pass, *estimator, p, status).objective;
    };
    const double mode = height(fit.run.parameters);
    CHECK(mode == Approx(fit.run.objective()).epsilon(1e-12));
    for (int i = 0; i < 50; ++i) {
      Parameters p = fit.run.parameters;
      p.means += 1e-3 * dice.normals(d, 1);
      p.covariances.values[0] *= std::exp(1e-3 * dice.normal());
      CHECK(height(p) < mode);
    }
  }
}

TEST_CASE("a prior that is next to nothing leaves the likelihood's maximum",
          "[bayes][map]") {
  // Of a thousand million copies of each row the prior is no part.
  for (const Family& family : families_with_priors()) {
    CAPTURE(family.name);
    Dice dice(5);
    const Index d = 2;
    Problem problem = random_problem(300, d, 3, true, dice);
    problem.weights *= 1e9;
    const Parameters start = random_parameters(family, d, 3, dice);
    const FitOptions options = options_of(0.0, 20, d);
    const Method method = map_with(random_prior(family.shape, d, dice));
    const Fit with =
        fit_from_parameters(problem.pass(), Model(family, method), start, options);
    const Fit without = fit_from_parameters(problem.pass(), family, start, options);
    CHECK(mixture_error(as_reference(with.run.parameters),
                        as_reference(without.run.parameters)) < 1e-6);
  }
}
