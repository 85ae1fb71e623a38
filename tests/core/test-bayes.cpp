// Estimators with priors: the mode of the posterior, and variational Bayes.

#include <catch.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "compare.h"
#include "core/estimators/map.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-responsibilities.h"
#include "core/fit/from-starts.h"
#include "core/pass/given-responder.h"
#include "core/pass/pass.h"
#include "core/pass/row-sinks.h"
#include "core/pass/student-responder.h"
#include "families.h"
#include "gamma.h"
#include "problem.h"
#include "sets.h"

using namespace gaussmix;

namespace {

constexpr double log_pi = 1.1447298858494001741434273513531;

FitOptions options_of(double tol, Index max_iter, Index d) {
  FitOptions options;
  options.em.tol = tol;
  options.em.max_iter = max_iter;
  options.reg_covar = 0.0;
  options.constant_columns = std::vector<bool>(static_cast<std::size_t>(d), false);
  return options;
}

ConjugatePrior random_prior(Shape shape, Index d, Dice& dice) {
  ConjugatePrior prior;
  prior.mean = dice.normals(d, 1);
  prior.mean_precision = dice.uniform(0.01, 3.0);
  prior.degrees_of_freedom = static_cast<double>(d) + dice.uniform(-0.9, 3.0);
  prior.scale = random_value(shape, d, dice);
  return prior;
}

Method map_with(const ConjugatePrior& prior) {
  Method method;
  method.kind = Method::Kind::maximum_posterior;
  method.prior = prior;
  method.gamma = gamma_of_tests();
  return method;
}

Method bayes_with(const ConjugatePrior& prior, WeightPrior::Kind kind,
                  double concentration) {
  Method method = map_with(prior);
  method.kind = Method::Kind::variational_bayes;
  method.weight_prior = {kind, concentration};
  return method;
}

constexpr WeightPrior::Kind weight_kinds[] = {WeightPrior::Kind::dirichlet,
                                              WeightPrior::Kind::stick_breaking};

// A compact covariance as a matrix.
Matrix whole(Shape shape, const Matrix& value, Index d) {
  if (shape == Shape::full) return value;
  if (shape == Shape::diagonal) return value.col(0).asDiagonal();
  return value(0) * Matrix::Identity(d, d);
}

double log_determinant(const Matrix& m) { return std::log(m.determinant()); }

double log_multigamma(Index d, double x) {
  double sum = 0.25 * static_cast<double>(d * (d - 1)) * log_pi;
  for (Index j = 0; j < d; ++j) sum += std::lgamma(x - 0.5 * static_cast<double>(j));
  return sum;
}

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

// The log of the probability of rows with their labels, parameters integrated out
// (Murphy 2007, Conjugate Bayesian analysis of the Gaussian distribution, equation 266).
double log_evidence(const ConjugatePrior& prior, const Family& structure,
                    const Matrix& rows, const std::vector<int>& labels, int n_components) {
  const Index d = rows.cols();
  const double size = static_cast<double>(d);
  const double v = prior.degrees_of_freedom;
  const Matrix scale = whole(structure.shape, prior.scale, d);
  // -log of the normaliser of a posterior, and of the prior.
  const auto log_mass = [&](double degrees, const Matrix& matrix) {
    if (structure.shape == Shape::full) {
      return log_multigamma(d, 0.5 * degrees) - 0.5 * degrees * log_determinant(matrix);
    }
    if (structure.shape == Shape::spherical) {
      return std::lgamma(0.5 * size * degrees) -
             0.5 * size * degrees * std::log(matrix.trace());
    }
    double sum = 0.0;
    for (Index j = 0; j < d; ++j) {
      sum += std::lgamma(0.5 * degrees) - 0.5 * degrees * std::log(matrix(j, j));
    }
    return sum;
  };
  double sum = -0.5 * static_cast<double>(rows.rows()) * size * log_pi;
  Matrix pooled = scale;
  for (int k = 0; k < n_components; ++k) {
    Vector mean = Vector::Zero(d);
    double n = 0.0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (labels[i] != k) continue;
      mean += rows.row(static_cast<Index>(i)).transpose();
      n += 1.0;
    }
    mean /= n;
    Matrix scatter = Matrix::Zero(d, d);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (labels[i] != k) continue;
      const Vector step = rows.row(static_cast<Index>(i)).transpose() - mean;
      scatter += step * step.transpose();
    }
    const double b = prior.mean_precision;
    const Vector step = mean - prior.mean;
    scatter += b * n / (b + n) * step * step.transpose();
    sum += 0.5 * size * std::log(b / (b + n));
    pooled += scatter;
    if (!structure.shared) sum += log_mass(v + n, scale + scatter) - log_mass(v, scale);
  }
  if (structure.shared) {
    sum += log_mass(v + static_cast<double>(rows.rows()), pooled) - log_mass(v, scale);
  }
  return sum;
}

// Of labels, weights integrated out.
double log_evidence_of_labels(const WeightPrior& prior, const Vector& counts) {
  const double a = prior.concentration;
  const double copies = static_cast<double>(counts.size());
  double sum = 0.0;
  if (prior.kind == WeightPrior::Kind::dirichlet) {
    for (Index k = 0; k < counts.size(); ++k) {
      sum += std::lgamma(a + counts[k]) - std::lgamma(a);
    }
    return sum + std::lgamma(copies * a) - std::lgamma(copies * a + counts.sum());
  }
  const auto log_beta = [](double x, double y) {
    return std::lgamma(x) + std::lgamma(y) - std::lgamma(x + y);
  };
  double after = counts.sum();
  for (Index k = 0; k < counts.size(); ++k) {
    after -= counts[k];
    sum += log_beta(1.0 + counts[k], a + after) - log_beta(1.0, a);
  }
  return sum;
}

}  // namespace

TEST_CASE("the tests' digamma is the slope of the log-gamma function", "[bayes]") {
  CHECK(digamma(1.0) == Approx(-0.57721566490153286061).epsilon(1e-14));
  for (const double x : {0.3, 2.0, 9.99, 50.0, 1e6}) {
    CAPTURE(x);
    CHECK(digamma(x + 1.0) - digamma(x) == Approx(1.0 / x).epsilon(1e-9));
  }
}

TEST_CASE("the penalty of a mode is minus the log density of the prior", "[bayes][map]") {
  for (const Family& structure : families_with_priors()) {
    for (const Index d : {1, 3}) {
      CAPTURE(structure.name);
      CAPTURE(d);
      Dice dice(7);
      ConjugatePrior prior = random_prior(structure.shape, d, dice);
      const Parameters p = random_parameters(structure, d, 4, dice);
      for (const double precision : {prior.mean_precision, 0.0}) {
        prior.mean_precision = precision;
        const MaximumPosterior estimator(structure, prior, gamma_of_tests(),
                                         Vector::Zero(d));
        Status status;
        const Plan plan = estimator.plan(p, 10.0, status, 1);
        CHECK(estimator.penalty(p, plan, 10.0, 1) ==
              Approx(-log_density(prior, structure.shape, p)).epsilon(1e-12));
        CHECK(same_bits(estimator.penalty(p, plan, 10.0, 1),
                        estimator.penalty(p, plan, 10.0, 3)));
      }
    }
  }
}

TEST_CASE("the objective never falls, with any prior", "[bayes][monotone]") {
  for (const Family& structure : families_with_priors()) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
      CAPTURE(structure.name);
      CAPTURE(seed);
      Dice dice(seed);
      const Index d = 1 + dice.below(3);
      const Index n_components = 1 + dice.below(5);
      const Problem problem = random_problem(120, d, 3, seed % 2 == 0, dice);
      const ConjugatePrior prior = random_prior(structure.shape, d, dice);
      const Parameters start = random_parameters(structure, d, n_components, dice);
      const double concentration = std::exp(dice.uniform(-6.0, 4.0));
      std::vector<Method> methods = {map_with(prior)};
      for (const WeightPrior::Kind kind : weight_kinds) {
        methods.push_back(bayes_with(prior, kind, concentration));
      }
      for (const Method& method : methods) {
        const Fit fit = fit_from_parameters(problem.pass(), Model(structure, method),
                                            start, options_of(0.0, 60, d));
        REQUIRE(fit.run.status.ok());
        const std::vector<double>& trace = fit.run.trace;
        REQUIRE(trace.size() == 61);
        for (std::size_t t = 1; t < trace.size(); ++t) {
          CAPTURE(t);
          CHECK(trace[t] >= trace[t - 1] - 1e-10 * std::abs(trace[t - 1]));
        }
        CHECK(trace.back() > trace.front());
        // Acceleration leads to no lower place, nor past the end.
        const Fit fast = fit_from_parameters(problem.pass(), Model(structure, method),
                                             start, options_of(1e-10, 5000, d));
        CHECK(fast.run.converged);
        CHECK(fast.run.objective() >= trace.back() - 1e-8 * std::abs(trace.back()));
      }
    }
  }
}

TEST_CASE("about a mode the log posterior is lower", "[bayes][map]") {
  for (const Family& structure : families_with_priors()) {
    CAPTURE(structure.name);
    Dice dice(11);
    const Index d = 2;
    const Problem problem = random_problem(40, d, 1, true, dice);
    const auto pass = problem.pass();
    const ConjugatePrior prior = random_prior(structure.shape, d, dice);
    const Model model(structure, map_with(prior));
    const FitOptions options = options_of(0.0, 1, d);
    const Fit fit = fit_from_parameters(pass, model,
                                        random_parameters(structure, d, 1, dice), options);
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

TEST_CASE("the bound is the evidence where groups are apart", "[bayes][vb]") {
  for (const Family& structure : families_with_priors()) {
    for (const WeightPrior::Kind kind : weight_kinds) {
      for (const int n_components : {1, 3}) {
        CAPTURE(structure.name);
        CAPTURE(static_cast<int>(kind));
        CAPTURE(n_components);
        Dice dice(static_cast<std::uint64_t>(n_components));
        const Index d = 3;
        const Index n = 90;
        Problem problem = unweighted(dice.normals(n, d));
        std::vector<int> labels;
        Vector counts = Vector::Zero(n_components);
        for (Index i = 0; i < n; ++i) {
          // The first groups are the larger ones, but for the last.
          const int k = static_cast<int>(i * i % 7) % n_components;
          labels.push_back(k);
          counts[k] += 1.0;
          problem.values.row(i).array() += 200.0 * k;
        }
        ConjugatePrior prior = random_prior(structure.shape, d, dice);
        // Else a shared covariance would be as wide as the way to the prior's mean.
        prior.mean_precision *= 1e-3;
        const WeightPrior weights{kind, 0.7};
        const Fit fit = fit_from_responsibilities(
            problem.pass(),
            Model(structure, bayes_with(prior, kind, weights.concentration)),
            LabelResponder(labels.data(), n_components), options_of(0.0, 2, d));
        const double evidence =
            log_evidence(prior, structure, problem.values, labels, n_components) +
            log_evidence_of_labels(weights, counts);
        CHECK(fit.run.objective() == Approx(evidence).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("a prior that is next to nothing leaves the likelihood's maximum",
          "[bayes][map]") {
  // Of a thousand million copies of each row the prior is no part.
  for (const Family& structure : families_with_priors()) {
    CAPTURE(structure.name);
    Dice dice(5);
    const Index d = 2;
    Problem problem = random_problem(300, d, 3, true, dice);
    problem.weights *= 1e9;
    const Parameters start = random_parameters(structure, d, 3, dice);
    const FitOptions options = options_of(0.0, 20, d);
    const Method method = map_with(random_prior(structure.shape, d, dice));
    const Fit with =
        fit_from_parameters(problem.pass(), Model(structure, method), start, options);
    const Fit without = fit_from_parameters(problem.pass(), structure, start, options);
    CHECK(mixture_error(as_reference(with.run.parameters),
                        as_reference(without.run.parameters)) < 1e-6);
  }
}

TEST_CASE("components that no row needs are switched off", "[bayes][vb]") {
  for (const WeightPrior::Kind kind : weight_kinds) {
    CAPTURE(static_cast<int>(kind));
    Dice dice(3);
    Problem problem = unweighted(dice.normals(400, 2));
    for (Index i = 0; i < 400; ++i) {
      problem.values(i, 0) += i % 4 < 2 ? -6.0 : 6.0;
      problem.values(i, 1) += i % 2 == 0 ? -6.0 : 6.0;
    }
    ConjugatePrior prior;
    prior.mean = Vector::Zero(2);
    prior.mean_precision = 1.0;
    prior.degrees_of_freedom = 2.0;
    prior.scale = 37.0 * Matrix::Identity(2, 2);
    const Model model(full_family(), bayes_with(prior, kind, 0.1));
    const Fit fit = fit_from_starts(problem.pass(), model,
                                    std::vector<StartKind>(8, StartKind::kmeans), 10, 17,
                                    options_of(1e-8, 1000, 2));
    const Vector& counts = fit.run.statistics().counts;
    CHECK((counts.array() > 1.0).count() == 4);
    CHECK(counts.sum() == Approx(400.0));
    if (kind == WeightPrior::Kind::stick_breaking) {
      const Vector& weights = fit.run.parameters.weights;
      CHECK(std::is_sorted(weights.data(), weights.data() + weights.size(),
                           std::greater<double>()));
    }
  }
}

TEST_CASE("priors of any size end in finite numbers or in trouble", "[bayes]") {
  Dice dice(9);
  const Problem problem = random_problem(60, 2, 2, false, dice);
  const double sizes[] = {1e-300, 1e-20, 1e20, 1e300};
  for (const Family& structure : families_with_priors()) {
    const Parameters start = random_parameters(structure, 2, 3, dice);
    const ConjugatePrior usual = random_prior(structure.shape, 2, dice);
    for (const double size : sizes) {
      for (int part = 0; part < 4; ++part) {
        CAPTURE(structure.name);
        CAPTURE(size);
        CAPTURE(part);
        ConjugatePrior prior = usual;
        double concentration = 1.0;
        if (part == 0) prior.mean_precision = size;
        if (part == 1 && size > 1.0) prior.degrees_of_freedom = size;
        if (part == 2) prior.scale *= size;
        if (part == 3) concentration = size;
        std::vector<Method> methods = {map_with(prior)};
        for (const WeightPrior::Kind kind : weight_kinds) {
          methods.push_back(bayes_with(prior, kind, concentration));
        }
        for (const Method& method : methods) {
          const Fit fit = fit_from_parameters(problem.pass(), Model(structure, method),
                                              start, options_of(1e-8, 50, 2));
          if (!fit.run.status.ok() || !std::isfinite(fit.run.objective())) continue;
          CHECK(fit.run.parameters.means.allFinite());
          CHECK(fit.run.parameters.weights.allFinite());
          for (const Matrix& value : fit.run.parameters.covariances.values) {
            CHECK(value.allFinite());
          }
        }
      }
    }
  }
}

TEST_CASE("tails of Student distributions are those of their formula", "[bayes]") {
  const Index d = 3;
  const int n_components = 3;
  for (const Family& structure : families_with_priors()) {
    CAPTURE(structure.name);
    Dice dice(4);
    Problem problem = random_problem(700, d, 2, false, dice);
    problem.values(5, 1) = 1e9;
    const Parameters p = random_parameters(structure, d, n_components, dice);
    StudentTails tails{Vector(n_components), Vector(n_components)};
    for (Index k = 0; k < n_components; ++k) {
      tails.power[k] = dice.uniform(1.0, 4.0);
      tails.spread[k] = dice.uniform(1.0, 9.0);
    }
    Status status;
    Plan plan = make_plan(p, status);
    REQUIRE(status.ok());
    // The last one is switched off.
    plan.log_constants[n_components - 1] = -INFINITY;
    Vector expected(problem.n());
    for (Index i = 0; i < problem.n(); ++i) {
      double density = 0.0;
      for (Index k = 0; k < n_components; ++k) {
        const Vector step =
            problem.values.row(i).transpose() - problem.origin - p.means.col(k);
        const Matrix covariance = whole(structure.shape, p.covariances.of(k), d);
        double log_tail = 0.0;
        if (structure.shape == Shape::diagonal) {
          for (Index j = 0; j < d; ++j) {
            log_tail += std::log1p(step[j] * step[j] / covariance(j, j) / tails.spread[k]);
          }
        } else {
          log_tail = std::log1p(step.dot(covariance.inverse() * step) / tails.spread[k]);
        }
        density += std::exp(plan.log_constants[k] - tails.power[k] * log_tail);
      }
      expected[i] = std::log(density);
    }
    for_each_instruction_set([&]() {
      Vector values(problem.n());
      LogDensitySink sink(values.data());
      problem.pass(2).run(StudentResponder(plan, tails), sink);
      CHECK((values - expected).cwiseAbs().maxCoeff() < 1e-10);
      Matrix z(problem.n(), n_components);
      MatrixSink shares(MatrixSink::Content::responsibilities, z.data(), problem.n());
      problem.pass(2).run(StudentResponder(plan, tails), shares);
      CHECK((z.col(n_components - 1).array() == 0.0).all());
      CHECK((z.rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-14);
    });
  }
}

TEST_CASE("Student tails of rows whose squared distances are no doubles", "[bayes]") {
  const Index d = 2;
  for (const Family& structure : families_with_priors()) {
    CAPTURE(structure.name);
    Dice dice(6);
    const Parameters p = random_parameters(structure, d, 2, dice);
    const StudentTails tails{Vector(Eigen::Vector2d(2.5, 2.0)),
                             Vector(Eigen::Vector2d(3.0, 4.0))};
    Status status;
    const Plan plan = make_plan(p, status);
    REQUIRE(status.ok());
    Problem problem = unweighted(Matrix::Zero(4, d));
    const double sizes[4] = {1e140, 1e150, 1e160, 1e300};
    for (Index i = 0; i < 4; ++i) problem.values.row(i) << sizes[i], -2.0 * sizes[i];
    Matrix joint(4, 2);
    MatrixSink sink(MatrixSink::Content::log_joint, joint.data(), 4);
    problem.pass().run(StudentResponder(plan, tails), sink);
    Matrix z(4, 2);
    MatrixSink shares(MatrixSink::Content::responsibilities, z.data(), 4);
    problem.pass().run(StudentResponder(plan, tails), shares);
    for (Index k = 0; k < 2; ++k) {
      // Ten times as far a tail is lower by twice its power times log(10), in each column where
      // each has one of its own.
      const double columns = structure.shape == Shape::diagonal ? 2.0 : 1.0;
      const double per_decade = 2.0 * columns * tails.power[k] * std::log(10.0);
      for (Index i = 1; i < 4; ++i) {
        const double decades = std::log10(sizes[i] / sizes[0]);
        CHECK(joint(i, k) == Approx(joint(0, k) - decades * per_decade).epsilon(1e-12));
      }
    }
    CHECK((z.rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-14);
    CHECK(z.array().isFinite().all());
  }
}
