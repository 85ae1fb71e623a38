// The number of threads changes no bit of any result.

#include <catch.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "compare.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-starts.h"
#include "core/pass/given-responder.h"
#include "core/pass/hard-responder.h"
#include "core/pass/pass.h"
#include "core/pass/responder.h"
#include "core/pass/responses.h"
#include "core/pass/row-sinks.h"
#include "core/pass/soft-responder.h"
#include "core/pass/statistics-sink.h"
#include "draws.h"
#include "families.h"
#include "problem.h"

using namespace gaussmix;

namespace {

const std::vector<int> thread_counts = {2, 5};

// A problem that is worth threads and has several partial sums.
struct Trial {
  Problem problem;
  Parameters start;
  const Family& family;

  Trial(const Family& family_, Index n, Index d, Index n_components) : family(family_) {
    Dice dice(static_cast<std::uint64_t>(n + d));
    problem = random_problem(n, d, n_components, true, dice);
    start = random_parameters(family, d, n_components, dice);
    REQUIRE(worth_threads(n, d, n_components));
    REQUIRE(partials() > 5);
  }

  Index partials() const {
    const StatisticsSink one(family.request, start.means);
    return n_partials(n_blocks(problem.n(), problem.d()), one.bytes());
  }
};

FitOptions options_of(const Trial& trial) {
  FitOptions options;
  options.em.max_iter = 15;
  options.constant_columns =
      std::vector<bool>(static_cast<std::size_t>(trial.problem.d()), false);
  return options;
}

bool same_fit(const Fit& a, const Fit& b) {
  if (a.restarts.size() != b.restarts.size() || a.chosen != b.chosen) return false;
  for (std::size_t s = 0; s < a.restarts.size(); ++s) {
    if (!same_bits(a.restarts[s].objective, b.restarts[s].objective) ||
        a.restarts[s].iterations != b.restarts[s].iterations ||
        a.restarts[s].screening != b.restarts[s].screening ||
        a.restarts[s].status.trouble != b.restarts[s].status.trouble) {
      return false;
    }
  }
  return same_bits(a.run.parameters, b.run.parameters) &&
         same_bits(a.run.statistics(), b.run.statistics()) &&
         same_bits(a.run.trace, b.run.trace) && same_bits(a.ridge, b.ridge);
}

// Notes which threads it was called from, and waits for a second one.
class Watching : public SoftResponder {
 public:
  using SoftResponder::SoftResponder;

  void respond(const Block& block, Responses& responses) const override {
    note();
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (n_seen() < 2 && std::chrono::steady_clock::now() < end) {
      std::this_thread::yield();
    }
    SoftResponder::respond(block, responses);
  }

  std::size_t n_seen() const {
    const std::lock_guard<std::mutex> guard(lock_);
    return seen_.size();
  }

 private:
  void note() const {
    const std::lock_guard<std::mutex> guard(lock_);
    seen_.insert(std::this_thread::get_id());
  }

  mutable std::mutex lock_;
  mutable std::set<std::thread::id> seen_;
};

}  // namespace

TEST_CASE("a plan is bitwise equal for any number of threads", "[threads]") {
  Dice dice(8);
  Parameters parameters = random_parameters(Shape::full, false, 120, 9, dice);
  REQUIRE(threads_worth_whitening(Shape::full, 120, 9, 5) > 2);
  const auto plan = [&](int n_threads, Status& status) {
    return make_plan(parameters, status, n_threads);
  };
  Status status;
  const Plan one = plan(1, status);
  for (const int n_threads : thread_counts) {
    const Plan many = plan(n_threads, status);
    CHECK(same_bits(many.log_constants, one.log_constants));
    for (Index k = 0; k < 9; ++k)
      CHECK(same_bits(many.whitening.of(k), one.whitening.of(k)));
  }
  REQUIRE(status.ok());
  // The first in trouble, whoever finds it.
  parameters.covariances.values[3](7, 7) = -1.0;
  parameters.covariances.values[6](0, 0) = -1.0;
  for (const int n_threads : {1, 2, 5}) {
    status = {};
    plan(n_threads, status);
    CHECK(status.trouble == Trouble::singular);
    CHECK(status.component == 3);
  }
}

TEST_CASE("a plan starts no thread that has too little to do", "[threads]") {
  const auto threads = threads_worth_whitening;
  CHECK(threads(Shape::full, 20, 50, 8) == 1);
  CHECK(threads(Shape::full, 100, 10, 8) == 2);
  CHECK(threads(Shape::full, 256, 10, 8) == 8);
  CHECK(threads(Shape::full, 256, 10, 1) == 1);
  CHECK(threads(Shape::full, 256, 10, 0) == 1);
  CHECK(threads(Shape::diagonal, 256, 1000, 8) == 1);
}

TEST_CASE("a pass that is worth it runs on several threads", "[threads]") {
  const Trial trial(full_family(), 20000, 3, 4);
  Status status;
  const Plan plan = make_plan(trial.start, status);
  const Watching watching(plan);
  trial.problem.pass(2).sum(watching, {Scatter::full, false}, plan.centres);
  CHECK(watching.n_seen() == 2);
}

TEST_CASE("statistics are bitwise equal for any number of threads", "[threads]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Trial trial(family, 20000, 3, 4);
    Status status;
    const Plan plan = make_plan(trial.start, status);
    const auto statistics = [&](const Responder& responder, int n_threads) {
      return trial.problem.pass(n_threads).sum(responder, family.request, plan.centres);
    };
    const SoftResponder soft(plan);
    const HardResponder hard(plan);
    const RandomResponder random(99, 4);
    for (const Responder* responder :
         std::vector<const Responder*>{&soft, &hard, &random}) {
      const Statistics one = statistics(*responder, 1);
      for (const int n_threads : thread_counts) {
        CHECK(same_bits(statistics(*responder, n_threads), one));
      }
    }
  }
}

TEST_CASE("statistics are bitwise equal where memory bounds the partial sums",
          "[threads]") {
  // d = 100 and K = 10 leave sixteen partial sums for twenty blocks.
  const Trial trial(full_family(), 10240, 100, 10);
  REQUIRE(trial.partials() == 16);
  REQUIRE(n_blocks(10240, 100) == 20);
  Status status;
  const Plan plan = make_plan(trial.start, status);
  const auto statistics = [&](int n_threads) {
    return trial.problem.pass(n_threads).sum(SoftResponder(plan), {Scatter::full, false},
                                             plan.centres);
  };
  const Statistics one = statistics(1);
  for (const int n_threads : thread_counts) CHECK(same_bits(statistics(n_threads), one));
}

TEST_CASE("runs of EM are bitwise equal for any number of threads", "[threads]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Trial trial(family, 20000, 3, 4);
    const auto fit = [&](int n_threads) {
      return fit_from_parameters(trial.problem.pass(n_threads), family, trial.start,
                                 options_of(trial));
    };
    const Fit one = fit(1);
    CHECK(one.run.iterations() == 15);
    for (const int n_threads : thread_counts) CHECK(same_fit(fit(n_threads), one));
  }
}

TEST_CASE("fits from searched starts are bitwise equal for any number of threads",
          "[threads]") {
  // The sample of the starts must be worth threads, too: 16384 x 3 x 4.
  const std::vector<StartKind> kinds = {StartKind::kmeans,
                                        StartKind::kmeans_whitened,
                                        StartKind::kmeans_plus_plus,
                                        StartKind::random_rows,
                                        StartKind::random_responsibilities,
                                        StartKind::kmeans};
  for (const char* name : {"full", "spherical"}) {
    CAPTURE(name);
    const Trial trial(family_called(name), 20000, 3, 4);
    const auto fit = [&](int n_threads) {
      return fit_from_starts(trial.problem.pass(n_threads), trial.family, kinds, 4, 2024,
                             options_of(trial));
    };
    const Fit one = fit(1);
    CHECK(one.restarts.size() == kinds.size());
    for (const int n_threads : thread_counts) CHECK(same_fit(fit(n_threads), one));
  }
}

TEST_CASE("what is written per row is bitwise equal for any number of threads",
          "[threads]") {
  const Trial trial(full_family(), 20000, 3, 4);
  Status status;
  const Plan plan = make_plan(trial.start, status);
  const auto rows = [&](int n_threads) {
    Matrix values(20000, 4 + 4 + 2);
    std::vector<int> labels(20000);
    const auto pass = trial.problem.pass(n_threads);
    const SoftResponder soft(plan);
    MatrixSink z(MatrixSink::Content::responsibilities, values.data(), 20000);
    MatrixSink joint(MatrixSink::Content::log_joint, values.col(4).data(), 20000);
    LogDensitySink density(values.col(8).data());
    UncertaintySink uncertainty(values.col(9).data());
    LabelSink label(labels.data());
    pass.run(soft, z);
    pass.run(soft, joint);
    pass.run(soft, density);
    pass.run(soft, uncertainty);
    pass.run(soft, label);
    return std::make_pair(values, labels);
  };
  const auto one = rows(1);
  for (const int n_threads : thread_counts) {
    const auto many = rows(n_threads);
    CHECK(same_bits(many.first, one.first));
    CHECK(many.second == one.second);
  }
}

TEST_CASE("draws are bitwise equal for any number of threads", "[threads][draw]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(3);
    const Parameters parameters = random_parameters(family, 3, 4, dice);
    const Draws one = draw(parameters, 50000, 17);
    REQUIRE(50000 > 5 * drawn_rows_of_block(3));
    for (const int n_threads : thread_counts) {
      const Draws many = draw(parameters, 50000, 17, n_threads);
      CHECK(same_bits(many.values, one.values));
      CHECK(many.components == one.components);
    }
  }
}
