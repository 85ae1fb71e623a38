// Estimators with priors: what they maximise, and variational Bayes.

#include <catch.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-responsibilities.h"
#include "core/fit/from-starts.h"
#include "core/pass/given-responder.h"
#include "families.h"
#include "gamma.h"
#include "priors.h"
#include "problem.h"

using namespace gaussmix;

namespace {

// The log of the probability of rows with their labels, parameters integrated out
// (Murphy 2007, Conjugate Bayesian analysis of the Gaussian distribution, equation 266).
double log_evidence(const ConjugatePrior& prior, const Family& family, const Matrix& rows,
                    const std::vector<int>& labels, int n_components) {
  const Index d = rows.cols();
  const double size = static_cast<double>(d);
  const double v = prior.degrees_of_freedom;
  const Matrix scale = whole(family.shape, prior.scale, d);
  // -log of the normaliser of a posterior, and of the prior.
  const auto log_mass = [&](double degrees, const Matrix& matrix) {
    if (family.shape == Shape::full) {
      return log_multigamma(d, 0.5 * degrees) - 0.5 * degrees * log_determinant(matrix);
    }
    if (family.shape == Shape::spherical) {
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
    if (!family.shared) sum += log_mass(v + n, scale + scatter) - log_mass(v, scale);
  }
  if (family.shared) {
    sum += log_mass(v + static_cast<double>(rows.rows()), pooled) - log_mass(v, scale);
  }
  return sum;
}

// Of labels, weights integrated out.
double log_evidence_of_labels(const WeightPrior& prior, const Vector& counts) {
  const double a = prior.concentration;
  const double copies = static_cast<double>(counts.size());
  double sum = 0.0;
  if (prior.kind == WeightPrior::Kind::equal) return -counts.sum() * std::log(copies);
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

TEST_CASE("the objective never falls, with any prior", "[bayes][monotone]") {
  for (const Family& family : families_with_priors()) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
      CAPTURE(family.name);
      CAPTURE(seed);
      Dice dice(seed);
      const Index d = 1 + dice.below(3);
      const Index n_components = 1 + dice.below(5);
      const Problem problem = random_problem(120, d, 3, seed % 2 == 0, dice);
      const ConjugatePrior prior = random_prior(family.shape, d, dice);
      const Parameters start = random_parameters(family, d, n_components, dice);
      const double concentration = std::exp(dice.uniform(-6.0, 4.0));
      Method with_equal_weights = map_with(prior);
      with_equal_weights.proportions = Proportions::equal;
      std::vector<Method> methods = {map_with(prior), with_equal_weights};
      for (const WeightPrior::Kind kind : weight_kinds) {
        methods.push_back(bayes_with(prior, kind, concentration));
      }
      for (const Method& method : methods) {
        const Fit fit = fit_from_parameters(problem.pass(), Model(family, method), start,
                                            options_of(0.0, 60, d));
        REQUIRE(fit.run.status.ok());
        const std::vector<double>& trace = fit.run.trace;
        REQUIRE(trace.size() == 61);
        for (std::size_t t = 1; t < trace.size(); ++t) {
          CAPTURE(t);
          CHECK(trace[t] >= trace[t - 1] - 1e-10 * std::abs(trace[t - 1]));
        }
        CHECK(trace.back() > trace.front());
        // Acceleration leads to no lower place, nor past the end.
        const Fit fast = fit_from_parameters(problem.pass(), Model(family, method), start,
                                             options_of(1e-10, 5000, d));
        CHECK(fast.run.converged);
        CHECK(fast.run.objective() >= trace.back() - 1e-8 * std::abs(trace.back()));
      }
    }
  }
}

TEST_CASE("the bound is the evidence where groups are apart", "[bayes][vb]") {
  for (const Family& family : families_with_priors()) {
    for (const WeightPrior::Kind kind : weight_kinds) {
      for (const int n_components : {1, 3}) {
        CAPTURE(family.name);
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
        ConjugatePrior prior = random_prior(family.shape, d, dice);
        // Else a shared covariance would be as wide as the way to the prior's mean.
        prior.mean_precision *= 1e-3;
        const WeightPrior weights{kind, 0.7};
        const Fit fit = fit_from_responsibilities(
            problem.pass(), Model(family, bayes_with(prior, kind, weights.concentration)),
            LabelResponder(labels.data(), n_components), options_of(0.0, 2, d));
        const double evidence =
            log_evidence(prior, family, problem.values, labels, n_components) +
            log_evidence_of_labels(weights, counts);
        CHECK(fit.run.objective() == Approx(evidence).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("components that no row needs are switched off", "[bayes][vb]") {
  for (const WeightPrior::Kind kind : weight_kinds) {
    // Such components would hold their share.
    if (kind == WeightPrior::Kind::equal) continue;
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
  for (const Family& family : families_with_priors()) {
    const Parameters start = random_parameters(family, 2, 3, dice);
    const ConjugatePrior usual = random_prior(family.shape, 2, dice);
    for (const double size : sizes) {
      for (int part = 0; part < 4; ++part) {
        CAPTURE(family.name);
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
          const Fit fit = fit_from_parameters(problem.pass(), Model(family, method), start,
                                              options_of(1e-8, 50, 2));
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
