// Wherever covariances come from, they are members of their family.

#include <catch.h>

#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "compare.h"
#include "core/covariance/vei.h"
#include "core/estimators/mixture-chart.h"
#include "core/estimators/held-up.h"
#include "core/estimators/method.h"
#include "core/estimators/ml.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-starts.h"
#include "core/pass/pass.h"
#include "core/search/judge.h"
#include "core/starts/grow.h"
#include "core/starts/swap.h"
#include "families.h"
#include "gamma.h"
#include "members.h"
#include "problem.h"
#include "reference.h"

using namespace gaussmix;

namespace {

constexpr double rounding = 1e-12;

double worst_of(const Family& family, const std::vector<Parameters>& mixtures) {
  double worst = 0.0;
  for (const Parameters& p : mixtures) worst = std::max(worst, strays(family, p));
  return worst;
}

// Families that have forgotten what is theirs alone.
class WithoutConform final : public VeiFamily {
 public:
  void conform(Covariances&, const Vector&) const override {}
};

class WithoutChart final : public VeiFamily {
 public:
  std::shared_ptr<const CovarianceChart> chart(const Covariances& reference, Index d,
                                               const Vector& roots) const override {
    return Family::chart(reference, d, roots);
  }
};

// Two long clusters of different size and a round one, with a few rows far off.
Problem clusters() {
  Dice dice(17);
  Problem problem = random_problem(240, 3, 3, true, dice);
  problem.values.topRows(120).col(0) *= 3.0;
  problem.values.bottomRows(60).col(2) *= 0.3;
  return problem;
}

struct Setting {
  Problem problem = clusters();
  PassOver over = problem.pass();
  const Pass& pass = over;
  Sample rows = whole_sample(problem);
  MaximumLikelihood estimator;
  EmOptions em;
  Judge judge;

  explicit Setting(const Family& family)
      : estimator(family, Vector::Constant(3, 1e-9), std::vector<bool>(3, false)),
        judge(pass, estimator, em) {}

  Parameters fitted(const Family& family, int iterations) {
    Dice dice(5);
    EmOptions plain = em;
    plain.tol = 0.0;
    EmRun run = start_run(pass, estimator, random_parameters(family, 3, 3, dice));
    iterate(pass, estimator, plain, iterations, run);
    REQUIRE(run.status.ok());
    return run.parameters;
  }

  Statistics statistics_of(const Parameters& p) const {
    Status status;
    return evaluate(pass, estimator, p, status).statistics;
  }
};

std::vector<Parameters> leaps(const Family& family) {
  Setting setting(family);
  const Parameters from = setting.fitted(family, 5);
  const MixtureChart chart = setting.estimator.chart(from, 200.0 * from.weights);
  REQUIRE(chart.valid());
  std::vector<Parameters> result;
  Vector here;
  Vector ahead;
  REQUIRE(chart.to_coordinates(from, here));
  REQUIRE(chart.to_coordinates(setting.fitted(family, 8), ahead));
  for (const double steps : {0.5, 1.5, 8.0}) {
    result.push_back(chart.from_coordinates(here + steps * (ahead - here)));
  }
  Dice dice(3);
  for (int i = 0; i < 20; ++i) {
    result.push_back(chart.from_coordinates(3.0 * dice.normals(chart.size(), 1)));
  }
  return result;
}

// What runs begin with that begin where a move leads.
std::vector<Parameters> moves(const Family& family) {
  Setting setting(family);
  const Parameters from = setting.fitted(family, 5);
  std::vector<Parameters> to;
  Parameters merged = from;
  merge(merged, 0, 2);
  to.push_back(merged);
  split(merged, 2, setting.problem.values.row(0).transpose());
  to.push_back(merged);
  Parameters along = from;
  split_along(along, 0, 1, Vector::Unit(3, 0), 0.9, 0.3);
  to.push_back(along);
  Parameters inserted = from;
  remove(inserted, 1);
  insert(inserted, 1, Vector::Zero(3), 0.1);
  to.push_back(inserted);
  to.push_back(begun_anew(from, from.means));
  Random random(1, 0);
  to.push_back(grow(from, 5, setting.rows, random));
  to.push_back(grow_widest(from, 5, random));
  to.push_back(setting.judge.held_up(from, 100.0 * from.weights));
  RandomSwap swap(setting.rows, Random(2, 0));
  for (int i = 0; i < 30; ++i) to.push_back(swap(from));
  std::vector<Parameters> result;
  for (Parameters& p : to) {
    const EmRun run = setting.judge.start(std::move(p));
    result.push_back(run.parameters);
  }
  return result;
}

// Components that hold nothing, beside others that do.
std::vector<Parameters> empties(const Family& family) {
  Setting setting(family);
  Parameters p = setting.fitted(family, 5);
  std::vector<Parameters> result;
  for (int i = 0; i < 3; ++i) {
    p.means.col(1).setConstant(1e6);
    const Statistics statistics = setting.statistics_of(p);
    REQUIRE(statistics.is_empty(1));
    p = setting.estimator.update(statistics, p);
    result.push_back(p);
  }
  return result;
}

// Components of which one is held up by a penalty.
std::vector<Parameters> held_up(const Family& family) {
  std::vector<Parameters> result;
  if (family.shared) return result;
  Setting setting(family);
  Parameters p = setting.fitted(family, 5);
  const auto spread = setting.estimator.spread(setting.pass);
  REQUIRE(spread.has_value());
  const HeldUp held(setting.estimator, *spread, {false, true, false});
  for (int i = 0; i < 3; ++i) {
    p = held.update(setting.statistics_of(p), p);
    result.push_back(p);
  }
  return result;
}

// The log-likelihood after so many plain steps of the reference, with a cold M-step in each.
double end_of_reference(const char* name, const Problem& problem, const Parameters& start,
                        int iterations) {
  const reference::Table rows = rows_of(problem);
  const reference::Row weights = weights_of(problem);
  reference::Mixture mixture = as_reference(start);
  for (int i = 0; i < iterations; ++i) {
    mixture = reference::maximise(name, rows, weights, reference::respond(mixture, rows),
                                  reference::Row(3, 0));
  }
  return static_cast<double>(reference::log_likelihood(mixture, rows, weights));
}

FitOptions options_of(double tol) {
  FitOptions options;
  options.em.tol = tol;
  options.reg_covar = 0.0;
  options.least_swaps = options.most_swaps = 5;
  options.constant_columns.assign(3, false);
  return options;
}

}  // namespace

TEST_CASE("a solution is a member of its family", "[family]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    for (const Index d : {1, 2, 5}) {
      Dice dice(static_cast<std::uint64_t>(d));
      const Parameters previous = random_parameters(family, d, 3, dice);
      const Vector counts = Eigen::Vector3d(20.0, 3.0, 50.0);
      Moments moments{counts, dice.normals(d, 3), {}};
      const Index columns = family.request.scatter == Scatter::full ? d : 1;
      for (Index k = 0; k < (family.request.pooled ? 1 : 3); ++k) {
        const Matrix scatter = counts[k] * random_covariance(d, dice);
        moments.scatters.push_back(columns == d ? scatter : Matrix(scatter.diagonal()));
      }
      const Matrix ridge = dice.normals(d, 1).cwiseAbs();
      for (const bool empty : {false, true}) {
        for (const Matrix& added : {Matrix(), ridge, Matrix(ridge.replicate(1, 3))}) {
          Vector divisors = counts;
          if (empty && !family.shared) divisors[1] = 0.0;
          const Solution solution =
              family.solve(Moments(moments), divisors, added, previous.covariances);
          CHECK(solution.converged);
          CHECK(strays(family, {counts, moments.means, solution.covariances}) < rounding);
        }
      }
      CHECK(strays(family, {counts, moments.means, family.start(ridge.col(0), 3)}) <
            rounding);
    }
  }
}

TEST_CASE("leaps, moved starts and components that hold nothing stay in their family",
          "[family]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    CHECK(worst_of(family, leaps(family)) < rounding);
    CHECK(worst_of(family, moves(family)) < rounding);
    CHECK(worst_of(family, empties(family)) < rounding);
    CHECK(worst_of(family, held_up(family)) < rounding);
  }
}

TEST_CASE("without coordinates or a rule of its own a tied family is left", "[family]") {
  CHECK(worst_of(WithoutChart(), leaps(WithoutChart())) > 1e-3);
  CHECK(worst_of(WithoutConform(), moves(WithoutConform())) > 1e-3);
}

TEST_CASE("what conform makes are members, which it leaves as they are", "[family]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(12);
    Parameters p = random_parameters(family.shape, family.shared, 4, 3, dice);
    p.weights << 0.5, 0.0, 0.5;
    family.conform(p.covariances, p.weights);
    CHECK(strays(family, p) < rounding);
    Covariances again = p.covariances;
    family.conform(again, p.weights);
    for (std::size_t s = 0; s < again.values.size(); ++s) {
      CHECK((again.values[s] - p.covariances.values[s]).norm() <
            rounding * again.values[s].norm());
    }
  }
}

TEST_CASE("fits are members of their family, also where another fit goes on", "[family]") {
  const Problem problem = clusters();
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const FitOptions options = options_of(1e-9);
    const std::vector<StartKind> kinds = {StartKind::kmeans, StartKind::kmeans_plus_plus,
                                          StartKind::random_rows, StartKind::ward};
    const Fit fit = fit_from_starts(problem.pass(), family, kinds, 3, 1, options);
    REQUIRE(fit.run.status.ok());
    CHECK(fit.swaps > 0);
    CHECK(strays(family, fit.run.parameters) < rounding);
    const Fit more =
        fit_from_parameters(problem.pass(), family, fit.run.parameters, options);
    CHECK(strays(family, more.run.parameters) < rounding);
    CHECK(more.run.objective() >= fit.run.objective() - 1e-9);
  }
}

TEST_CASE("a start that is given is used as it is", "[family]") {
  const Problem problem = clusters();
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(2);
    const Parameters given = random_parameters(family.shape, family.shared, 3, 3, dice);
    FitOptions options = options_of(0.0);
    options.em.max_iter = 0;
    CHECK(same_bits(
        fit_from_parameters(problem.pass(), family, given, options).run.parameters,
        given));
    options.em.max_iter = 1;
    CHECK(strays(family, fit_from_parameters(problem.pass(), family, given, options)
                             .run.parameters) < rounding);
  }
}

TEST_CASE("an iterative M-step goes on from the previous covariances", "[family]") {
  Dice dice(8);
  const Family& vei = family_called("VEI");
  const Vector counts = Eigen::Vector3d(20.0, 30.0, 50.0);
  Moments moments{counts, Matrix::Zero(4, 3), {}};
  for (Index k = 0; k < 3; ++k) {
    moments.scatters.push_back(counts[k] * random_value(Shape::diagonal, 4, dice));
  }
  const Parameters cold = random_parameters(vei, 4, 3, dice);
  const Solution first = vei.solve(Moments(moments), counts, Matrix(), cold.covariances);
  const Solution again = vei.solve(Moments(moments), counts, Matrix(), first.covariances);
  CHECK(first.iterations > 3);
  CHECK(again.iterations < first.iterations / 2);
}

TEST_CASE("EM over a tied family ends where the reference ends", "[family]") {
  const Problem problem = clusters();
  for (const char* name : {"VEI", "EVI", "VEE", "EEV", "VEV", "EVV"}) {
    CAPTURE(name);
    const Family& family = family_called(name);
    Dice dice(4);
    const Parameters start = random_parameters(family, 3, 2, dice);
    // With leaps; the reference makes plain steps, with a cold M-step in each: none is a gain
    // where the fit has ended, and a few are on the way there.
    const Fit fit = fit_from_parameters(problem.pass(), family, start, options_of(1e-12));
    REQUIRE(fit.run.converged);
    const double further = end_of_reference(name, problem, fit.run.parameters, 3);
    CHECK(fit.run.objective() == Approx(further).epsilon(1e-10));
    CHECK(fit.run.objective() > end_of_reference(name, problem, start, 30));
  }
}

TEST_CASE("EVE and VVE end no lower than the reference, in their families", "[family]") {
  const Problem problem = clusters();
  for (const char* name : {"EVE", "VVE"}) {
    CAPTURE(name);
    const Family& family = family_called(name);
    Dice dice(4);
    const Parameters start = random_parameters(family, 3, 2, dice);
    const Fit fit = fit_from_parameters(problem.pass(), family, start, options_of(1e-12));
    const double expected = end_of_reference(name, problem, start, 60);
    CHECK(fit.run.objective() >= expected - 1e-6);
    CHECK(strays(family, fit.run.parameters) < rounding);
  }
}

TEST_CASE("single sweeps never lower the likelihood", "[family][monotone]") {
  for (const Family& family : all_families()) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      CAPTURE(family.name);
      CAPTURE(seed);
      Setting setting(family);
      Dice dice(seed);
      Parameters p = random_parameters(family, 3, 3, dice);
      double before = -INFINITY;
      for (int i = 0; i < 60; ++i) {
        Status status;
        const Evaluation here = evaluate(setting.pass, setting.estimator, p, status);
        if (!status.ok()) break;
        CAPTURE(i);
        CHECK(here.objective >= before - 1e-9 * std::abs(here.objective));
        before = here.objective;
        p = setting.estimator.advance(here.statistics, p);
        CHECK(strays(family, p) < rounding);
      }
    }
  }
}

TEST_CASE("what a penalty holds up rises in every step of every family",
          "[family][monotone]") {
  for (const Family& family : all_families()) {
    if (family.shared) continue;
    CAPTURE(family.name);
    Setting setting(family);
    setting.em.tol = 0.0;
    const auto spread = setting.estimator.spread(setting.pass);
    const MaximumLikelihood plain(family, Vector::Zero(3), std::vector<bool>(3, false));
    const HeldUp held(plain, *spread, {false, true, false});
    EmRun run = start_run(setting.pass, held, setting.fitted(family, 2));
    iterate(setting.pass, held, setting.em, 60, run);
    REQUIRE(run.status.ok());
    for (std::size_t t = 1; t < run.trace.size(); ++t) {
      CHECK(run.trace[t] >= run.trace[t - 1] - 1e-9 * std::abs(run.trace[t - 1]));
    }
  }
}

TEST_CASE("variational Bayes refuses a family that no conjugate prior suits", "[family]") {
  Method method;
  method.kind = Method::Kind::variational_bayes;
  method.prior = {Vector::Zero(2), 0.01, 2.0, Matrix::Ones(2, 1)};
  method.gamma = gamma_of_tests();
  const Ridge ridge{Vector::Zero(2), false, {false, false}};
  CHECK_THROWS_AS(make_estimator(Model(family_called("VEI"), method), 2, ridge),
                  std::invalid_argument);
  CHECK(make_estimator(Model(diag_family(), method), 2, ridge) != nullptr);
  method.kind = Method::Kind::maximum_posterior;
  CHECK(make_estimator(Model(family_called("VEI"), method), 2, ridge) != nullptr);
}
