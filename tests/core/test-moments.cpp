// Moments of statistics, and passes that settle about them.

#include <catch.h>

#include <cmath>
#include <cstdint>

#include "compare.h"
#include "core/nouns/moments.h"
#include "core/nouns/plan.h"
#include "core/pass/given-responder.h"
#include "core/pass/hard-responder.h"
#include "core/pass/pass.h"
#include "core/pass/soft-responder.h"
#include "families.h"
#include "models.h"
#include "problem.h"
#include "reference.h"
#include "scatter-requests.h"

using namespace gaussmix;

namespace {

constexpr Index n_components = 3;

// A full symmetric table from statistics whose lower triangle is meant.
reference::Table lower_mirrored(const Matrix& scatter) {
  const Matrix symmetric = scatter.selfadjointView<Eigen::Lower>();
  return as_table(symmetric);
}

}  // namespace

TEST_CASE("moments are means and scatters about the means", "[statistics][moments]") {
  for (const Index d : {1, 4, 13}) {
    CAPTURE(d);
    Dice dice(static_cast<std::uint64_t>(d));
    const Problem problem = random_problem(700, d, n_components, true, dice);
    const Parameters parameters = random_parameters(full_family(), d, n_components, dice);
    const reference::Posterior posterior =
        reference::respond(as_reference(parameters), rows_of(problem));
    const reference::Mixture maximum =
        reference::maximise("full", rows_of(problem), weights_of(problem), posterior,
                            reference::Row(static_cast<std::size_t>(d), 0));
    const reference::Sums expected = reference::sum_about(maximum.means, rows_of(problem),
                                                          weights_of(problem), posterior);
    const Plan plan = plan_of(parameters);
    for (const ScatterRequest request : requests) {
      const Moments moments =
          moments_of(problem.pass().sum(SoftResponder(plan), request, plan.centres));
      // The moments are statistics about their own means.
      Statistics about_means(request, moments.means);
      about_means.counts = moments.counts;
      about_means.scatters = moments.scatters;
      CHECK(scatters_error(about_means, expected) < 1e-12);
      for (Index k = 0; k < n_components; ++k) {
        const std::size_t at = static_cast<std::size_t>(k);
        CHECK(relative_error(moments.counts[k], expected.counts[at]) < 1e-12);
        for (Index j = 0; j < d; ++j) {
          CHECK(relative_error(moments.means(j, k),
                               maximum.means[at][static_cast<std::size_t>(j)], 1) < 1e-12);
        }
      }
      for (const Matrix& scatter : moments.scatters) {
        if (request.scatter != Scatter::full) continue;
        CHECK(same_bits(scatter, scatter.transpose()));
        CHECK(covariance_error(as_table(scatter), lower_mirrored(scatter)) == 0.0);
      }
    }
  }
}

TEST_CASE("the mean of an empty component is its origin", "[statistics][moments]") {
  Statistics statistics({Scatter::diagonal, false}, Matrix::Constant(2, 2, 3.0));
  statistics.total_weight = 100.0;
  statistics.counts << 100.0, 1e-11;
  statistics.sums << 50.0, 1.0,  //
      -50.0, 1.0;
  const Moments moments = moments_of(statistics);
  CHECK(moments.means(0, 0) == 3.5);
  CHECK(moments.means(1, 0) == 2.5);
  CHECK(moments.means(0, 1) == 3.0);
  CHECK(moments.means(1, 1) == 3.0);
  // 1e-12 of the weight is where emptiness begins.
  CHECK(is_empty(1e-10, 100.0));
  CHECK_FALSE(is_empty(1.1e-10, 100.0));
  CHECK(is_empty(0.0, 100.0));
  CHECK(is_empty(NAN, 100.0));
}

TEST_CASE("given responsibilities are taken at their word", "[statistics][moments]") {
  // Column two is e times (0, 0, 1, 3): its mean is (1 + 3 * 2) / 4, its variance
  // (1 * .75^2 + 3 * .25^2) / 4, whatever e.
  const Array x = (Array(4) << -1.0, 0.0, 1.0, 2.0).finished();
  const Array parts = (Array(4) << 0.0, 0.0, 1.0, 3.0).finished();
  const Observations rows{x.data(), 4, 1, nullptr, Vector::Zero(1)};
  for (const double e : {1e-3, 1e-14, 1e-100, 1e-290}) {
    Matrix z(4, 2);
    z.col(1) = e * parts;
    z.col(0) = 1.0 - z.col(1).array();
    const Moments moments = moments_of(LocalPass(rows).settled(
        MatrixResponder(z.data(), 4, 2), {Scatter::diagonal, false}, Matrix::Zero(1, 2)));
    CHECK(moments.means(0, 1) == Approx(1.75).epsilon(1e-14));
    CHECK(moments.scatters[1](0) / moments.counts[1] == Approx(0.1875).epsilon(1e-13));
  }
}

TEST_CASE("a variance is never negative", "[statistics][moments]") {
  for (const bool full : {false, true}) {
    Statistics statistics({full ? Scatter::full : Scatter::diagonal, false},
                          Matrix::Zero(1, 1));
    statistics.total_weight = statistics.counts[0] = 3.0;
    statistics.sums(0) = 3.0;
    // About the mean of 1 the exact scatter would be 0; rounding left it short.
    statistics.scatters[0](0) = std::nextafter(3.0, 0.0);
    CHECK(moments_of(statistics).scatters[0](0) == 0.0);
  }
}

TEST_CASE("a mean has moved far at 30 standard deviations", "[statistics][moments]") {
  // n rows with variance v about their mean, which lies `shift` from the origin:
  // the scatter about the origin is n (v + shift^2).
  const auto moved = [](double shift, double variance, double origin, Scatter scatter) {
    const double n = 50.0;
    Statistics statistics({scatter, false}, Matrix::Constant(1, 1, origin));
    statistics.total_weight = statistics.counts[0] = n;
    statistics.sums(0) = n * shift;
    statistics.scatters[0](0) = n * (variance + shift * shift);
    return means_moved_far(statistics);
  };
  for (const Scatter scatter : {Scatter::diagonal, Scatter::full}) {
    CHECK_FALSE(moved(0.0, 4.0, 5.0, scatter));
    CHECK_FALSE(moved(59.0, 4.0, 5.0, scatter));
    CHECK_FALSE(moved(-59.0, 4.0, 5.0, scatter));
    CHECK(moved(61.0, 4.0, 5.0, scatter));
    CHECK(moved(-61.0, 4.0, 5.0, scatter));
    // Identical rows have moved unless only the last digit of their mean did.
    CHECK(moved(1e-3, 0.0, 1e9, scatter));
    CHECK_FALSE(moved(1e-7, 0.0, 1e9, scatter));
  }
  Statistics no_scatter({Scatter::none, false}, Matrix::Zero(1, 1));
  no_scatter.total_weight = no_scatter.counts[0] = 1.0;
  no_scatter.sums(0) = 1.0;
  CHECK_FALSE(means_moved_far(no_scatter));
}

TEST_CASE("a pooled variance is that of all weight", "[statistics][moments]") {
  // Variance 1 over 1000 rows in all, and a component of ten rows whose mean moved
  // by 40 of it. Divided by the ten alone, the variance would be 100, and 40 near.
  Statistics statistics({Scatter::diagonal, true}, Matrix::Zero(1, 2));
  statistics.total_weight = 1000.0;
  statistics.counts << 990.0, 10.0;
  statistics.sums << 0.0, 400.0;
  statistics.scatters[0](0) = 1000.0 + 10.0 * 1600.0;
  CHECK(moments_of(statistics).scatters[0](0) == 1000.0);
  CHECK(means_moved_far(statistics));
}

TEST_CASE("settled statistics are about the means when these lay far away",
          "[statistics][moments]") {
  Dice dice(5);
  const Problem problem = random_problem(1000, 2, 1, false, dice);
  const Plan plan = plan_of_one(2);
  const ScatterRequest request{Scatter::full, false};
  const auto settle = [&](const Matrix& origins) {
    return problem.pass().settled(HardResponder(plan), request, origins);
  };
  const Matrix near = Matrix::Constant(2, 1, 1.0);
  CHECK(same_bits(settle(near).origins, near));
  const Matrix far = Matrix::Constant(2, 1, 1e6);
  const Matrix settled = settle(far).origins;
  const Matrix mean =
      (problem.values.rowwise() - problem.origin.transpose()).colwise().mean().transpose();
  CHECK((settled - mean).norm() < 1e-9);
}
