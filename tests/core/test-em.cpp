// The loop of E-steps and M-steps: what it computes, when it stops, what it returns.

#include <catch.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <vector>

#include "compare.h"
#include "core/estimators/ml.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "families.h"
#include "problem.h"
#include "reference.h"
#include "trial.h"

using namespace gaussmix;

namespace {

double largest(const std::vector<double>& values) {
  return *std::max_element(values.begin(), values.end());
}

}  // namespace

TEST_CASE("EM is the reference's EM, step by step", "[em]") {
  for (const Family& family : all_families()) {
    for (const double ridge : {0.0, 0.05}) {
      CAPTURE(family.name);
      CAPTURE(ridge);
      const Trial trial(family, 300, 3, 50);
      const Fit fit = trial.fit(0.0, 8, ridge);
      const reference::Table rows = rows_of(trial.problem);
      const reference::Row weights = weights_of(trial.problem);
      reference::Mixture mixture = as_reference(trial.start);
      REQUIRE(fit.run.trace.size() == 9);
      for (std::size_t t = 0; t <= 8; ++t) {
        CHECK(relative_error(fit.run.trace[t],
                             reference::log_likelihood(mixture, rows, weights)) < 1e-12);
        if (t == 8) break;
        mixture = reference::maximise(family.name, rows, weights,
                                      reference::respond(mixture, rows),
                                      reference::Row(3, ridge));
      }
      CHECK(mixture_error(as_reference(fit.run.parameters), mixture) < 1e-11);
    }
  }
}

TEST_CASE("the log-likelihood never falls without a ridge", "[em][monotone]") {
  for (const Family& family : all_families()) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      CAPTURE(family.name);
      CAPTURE(seed);
      const Trial trial(family, 400, 2, seed);
      const Fit fit = trial.fit(0.0, 150);
      // The first start of VEE leads to a volume that vanishes on one row.
      const bool vanishes = std::string(family.name) == "VEE" && seed == 0;
      REQUIRE((fit.run.status.ok() || vanishes));
      const std::vector<double>& trace = fit.run.trace;
      for (std::size_t t = 1; t < trace.size(); ++t) {
        CAPTURE(t);
        CHECK(trace[t] >= trace[t - 1] - 1e-9 * std::abs(trace[t - 1]));
      }
      CHECK(trace.back() > trace.front());
    }
  }
}

TEST_CASE("with a ridge the best pass of the trace is returned", "[em][monotone]") {
  int n_falls = 0;
  for (const Family& family : all_families()) {
    for (const double ridge : {0.02, 0.5, 5.0}) {
      for (std::uint64_t seed = 0; seed < 5; ++seed) {
        CAPTURE(family.name);
        CAPTURE(ridge);
        CAPTURE(seed);
        const Trial trial(family, 300, 2, seed);
        const Fit fit = trial.fit(1e-10, 60, ridge);
        n_falls += falls(fit.run.trace);
        // But for the rounding of means to the coordinates of the data.
        const double best = largest(fit.run.trace);
        CHECK(fit.run.statistics().log_likelihood >= best - 1e-14 * std::abs(best));
        // The parameters are those of that pass.
        CHECK(relative_error(fit.run.statistics().log_likelihood,
                             trial.log_likelihood(fit.run.parameters)) < 1e-12);
      }
    }
  }
  // Else nothing was tested.
  CHECK(n_falls > 10);
}

TEST_CASE("a tolerance of zero makes exactly max_iter iterations", "[em]") {
  for (const double ridge : {0.0, 5.0}) {
    const Trial trial(full_family(), 300, 2, 3);
    for (const Index max_iter : {1, 2, 300}) {
      CAPTURE(max_iter);
      const Fit fit = trial.fit(0.0, max_iter, ridge);
      CHECK(fit.run.iterations() == max_iter);
      CHECK_FALSE(fit.run.converged);
      // The last parameters, not the best: T iterations are T iterations.
      CHECK(fit.run.statistics().log_likelihood == fit.run.trace.back());
      CHECK(relative_error(fit.run.trace.back(),
                           trial.log_likelihood(fit.run.parameters)) < 1e-12);
    }
  }
}

TEST_CASE("no iterations return the start", "[em]") {
  for (const Family& family : all_families()) {
    for (const double tol : {0.0, 1e-8}) {
      CAPTURE(family.name);
      const Trial trial(family, 300, 2, 12);
      const Fit fit = trial.fit(tol, 0, 0.5);
      CHECK(same_bits(fit.run.parameters, trial.start));
      CHECK(fit.run.iterations() == 0);
      CHECK_FALSE(fit.run.converged);
      CHECK(relative_error(fit.run.trace[0], trial.log_likelihood(trial.start)) < 1e-12);
      CHECK(fit.run.statistics().log_likelihood == fit.run.trace[0]);
    }
  }
}

TEST_CASE("a run stops when what is left is first within the tolerance", "[em]") {
  for (const double tol : {1e-2, 1e-5, 1e-8}) {
    CAPTURE(tol);
    const Trial trial(diag_family(), 500, 2, 31);
    FitOptions options = options_of(tol, 2000, 0.0, 2);
    options.em.accelerated = false;
    const Fit fit =
        fit_from_parameters(trial.problem.pass(), diag_family(), trial.start, options);
    REQUIRE(fit.run.converged);
    // The tolerance is on the mean log-likelihood.
    const double allowed = tol * trial.problem.weights.sum();
    const std::vector<double>& trace = fit.run.trace;
    for (std::size_t t = 1; t < trace.size(); ++t) {
      const bool last = t + 1 == trace.size();
      const double before = t > 1 ? trace[t - 1] - trace[t - 2] : 0.0;
      const double left = left_after(before, trace[t] - trace[t - 1], trace[t],
                                     trial.problem.weights.sum());
      CHECK((left <= allowed) == last);
      if (last) CHECK(fit.run.left == left);
    }
    CHECK(fit.restarts.size() == 1);
    CHECK(fit.restarts[0].converged);
    CHECK(fit.restarts[0].iterations == fit.run.iterations());
    CHECK(fit.restarts[0].objective == fit.run.statistics().log_likelihood);
  }
  const Fit stopped = Trial(diag_family(), 500, 2, 31).fit(1e-8, 3);
  CHECK(stopped.run.iterations() == 3);
  CHECK_FALSE(stopped.run.converged);
}

TEST_CASE("a run ends when the likelihood is rounding error beyond the tolerance",
          "[em]") {
  // Ten rows in twenty dimensions: all but nine variances are the ridge, and the
  // log-determinants lose nine digits.
  Dice dice(33);
  const Problem problem = unweighted(dice.normals(10, 20));
  Parameters start = random_parameters(full_family(), 20, 2, dice);
  start.means = problem.values.topRows(2).transpose();
  for (const Index patience : {3, 10}) {
    FitOptions options = options_of(1e-13, 1000, 1e-9, 20);
    options.em.patience = patience;
    const Fit fit = fit_from_parameters(problem.pass(), full_family(), start, options);
    CHECK(fit.run.converged);
    CHECK(fit.run.iterations() < 500);
    // The gains, counted again.
    double high = fit.run.trace[0];
    Index last_gain = 0;
    for (std::size_t i = 1; i < fit.run.trace.size(); ++i) {
      if (fit.run.trace[i] <= high + 1e-13 * 10) continue;
      high = fit.run.trace[i];
      last_gain = static_cast<Index>(i);
    }
    CHECK(fit.run.iterations() - last_gain <= patience);
  }
}

TEST_CASE("a run in two legs is the run in one", "[em]") {
  const Trial trial(full_family(), 700, 2, 4);
  const FitOptions options = options_of(0.0, 20, 0.0, 2);
  const MaximumLikelihood estimator(full_family(), Vector::Zero(2), {false, false});
  const auto pass = trial.problem.pass();
  auto once = start_run(pass, estimator, trial.start);
  iterate(pass, estimator, options.em, 20, once);
  auto twice = start_run(pass, estimator, trial.start);
  iterate(pass, estimator, options.em, 7, twice);
  CHECK(twice.iterations() == 7);
  iterate(pass, estimator, options.em, 20, twice);
  CHECK(same_bits(twice.trace, once.trace));
  CHECK(same_bits(twice.parameters, once.parameters));
}

TEST_CASE("statistics of a run belong to its parameters", "[em]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Trial trial(family, 300, 2, 17);
    const Fit fit = trial.fit(1e-6, 100, 0.1);
    const reference::Sums expected = reference::sum_about(
        as_table(fit.run.statistics().origins.transpose()), rows_of(trial.problem),
        weights_of(trial.problem),
        reference::respond(as_reference(fit.run.parameters), rows_of(trial.problem)));
    Statistics statistics = fit.run.statistics();
    // A run that fell back on an earlier pass has not kept its scatters.
    if (statistics.scatters.empty()) statistics.request.scatter = Scatter::none;
    CHECK(statistics_error(statistics, expected) < 1e-11);
  }
}

TEST_CASE("an interrupt ends a run and is looked for at every pass", "[em]") {
  const Trial trial(full_family(), 300, 2, 4);
  const FitOptions options = options_of(0.0, 50, 0.0, 2);
  int asked = 0;
  const auto fit = [&](const std::function<void()>& check) {
    fit_from_parameters(PassOver(trial.problem.rows(), {1, check}), trial.family,
                        trial.start, options);
  };
  fit([&] { ++asked; });
  // And by long loops, if they take long.
  CHECK(asked >= 51);
  asked = 0;
  CHECK_THROWS_AS(fit([&] {
                    if (++asked == 11) throw std::runtime_error("interrupt");
                  }),
                  std::runtime_error);
  CHECK(asked == 11);
}

TEST_CASE("a start without a plan is singular and goes nowhere", "[em][singular]") {
  for (const double tol : {0.0, 1e-8}) {
    Trial trial(full_family(), 300, 2, 4);
    trial.start.covariances.values[1] << 1.0, 1.0, 1.0, 1.0;
    const Fit fit = trial.fit(tol, 10);
    CHECK(fit.run.status.trouble == Trouble::singular);
    CHECK(fit.run.status.component == 1);
    CHECK(fit.run.iterations() == 0);
    CHECK(fit.run.trace[0] == -INFINITY);
    CHECK(fit.restarts[0].status.trouble == Trouble::singular);
    CHECK_FALSE(fit.run.converged);
  }
}

TEST_CASE("a start without a plan has no log-likelihood", "[em][singular]") {
  Trial trial(full_family(), 300, 2, 4);
  trial.start.covariances.values[1] << 1.0, 1.0, 1.0, 1.0;
  CHECK(trial.fit(1e-8, 10).restarts[0].objective == -INFINITY);
}

TEST_CASE("a run that turns singular keeps its last sound parameters", "[em][singular]") {
  // Two rows of 10.0 and a component that will have nothing else.
  Dice dice(1);
  Problem problem = unweighted(dice.normals(102, 1));
  problem.values.bottomRows(2).setConstant(10.0);
  Matrix means(1, 2);
  means << 0.0, 10.0;
  const Parameters start{Vector::Constant(2, 0.5),
                         means,
                         {Shape::full, false, {Matrix::Ones(1, 1), Matrix::Ones(1, 1)}}};
  for (const double tol : {0.0, 1e-8}) {
    const Fit fit = fit_from_parameters(problem.pass(), full_family(), start,
                                        options_of(tol, 50, 0.0, 1));
    CHECK(fit.run.status.trouble == Trouble::singular);
    CHECK(fit.run.status.component == 1);
    CHECK_FALSE(fit.run.converged);
    CHECK(fit.run.iterations() < 50);
    CHECK(fit.run.parameters.means.allFinite());
    CHECK(fit.run.statistics().log_likelihood == fit.run.trace.back());
    CHECK(relative_error(fit.run.trace.back(),
                         reference::log_likelihood(as_reference(fit.run.parameters),
                                                   rows_of(problem),
                                                   weights_of(problem))) < 1e-12);
  }
}
