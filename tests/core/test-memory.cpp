// Memory: a fit needs none that grows with the rows, and lack of it is an exception.
// Only where malloc is counted: Eigen does not use operator new. The thread
// sanitizer cannot follow the threads of a forked child.

#if defined(GAUSSMIX_COUNTS_MALLOC) && !defined(__SANITIZE_THREAD__)

#include <catch.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <new>
#include <vector>

#include "allocation.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-starts.h"
#include "core/ground/parallel.h"
#include "core/pass/draw.h"
#include "core/pass/pass.h"
#include "core/pass/statistics-sink.h"
#include "families.h"
#include "gamma.h"
#include "problem.h"

using namespace gaussmix;

namespace {

FitOptions options_of(Index max_iter, Index d) {
  FitOptions options;
  options.em.tol = 0.0;
  options.em.max_iter = max_iter;
  options.constant_columns = std::vector<bool>(static_cast<std::size_t>(d), false);
  return options;
}

// The most that a task had allocated beyond what there was before it.
template <class Task>
long long peak_of(const Task& task) {
  const long long before = allocation::live_bytes();
  allocation::forget_peak();
  task();
  return allocation::peak_bytes() - before;
}

struct Trial {
  Problem problem;
  Parameters start;
};

Trial random_trial(const Family& family, Index n) {
  Dice dice(5);
  Trial trial{random_problem(n, 2, 3, true, dice), {}};
  trial.start = random_parameters(family, 2, 3, dice);
  return trial;
}

// Ends a child process: the test's own exit handlers are not for it.
enum Outcome { done = 0, out_of_memory = 1, other_exception = 2 };

// What becomes of a task in a process of its own when one allocation of the main
// thread fails there; -1 if the process dies or hangs.
template <class Task>
int outcome_of_failing(long long others, const Task& task) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    alarm(20);
    int outcome = done;
    try {
      allocation::fail_after(others);
      task();
    } catch (const std::bad_alloc&) {
      outcome = out_of_memory;
    } catch (...) {
      outcome = other_exception;
    }
    _exit(outcome);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Fails each of the first allocations in turn, then ever fewer of the later ones.
template <class Task>
void check_failing_allocations(const Task& task) {
  const long long before = allocation::made_by_this_thread();
  task();
  const long long made = allocation::made_by_this_thread() - before;
  REQUIRE(made > 0);
  for (long long n = 0; n < made; n += 1 + n / 40) {
    CAPTURE(n);
    const int outcome = outcome_of_failing(n, task);
    // With fewer helpers than wanted the work is done all the same.
    CHECK((outcome == done || outcome == out_of_memory));
  }
}

}  // namespace

TEST_CASE("allocations are counted, those of Eigen too", "[memory]") {
  const auto bytes = [] {
    return peak_of([] {
      Matrix matrix(1000, 100);
      matrix.setZero();
      std::vector<double> vector(50000, 0.0);
      if (matrix(999, 99) + vector.back() != 0.0) FAIL("not zero");
    });
  };
  CHECK(bytes() >= 1200000);
  CHECK(bytes() < 1300000);
  const long long live = allocation::live_bytes();
  bytes();
  CHECK(allocation::live_bytes() == live);
}

TEST_CASE("a fit from given parameters needs no memory that grows with n", "[memory]") {
  for (const Family& family : all_families()) {
    for (const int n_threads : {1, 2}) {
      CAPTURE(family.name);
      CAPTURE(n_threads);
      double bytes_of_part = 0.0;
      const auto peak = [&](Index n) {
        const Trial trial = random_trial(family, n);
        const auto pass = trial.problem.pass(n_threads);
        const FitOptions options = options_of(3, 2);
        bytes_of_part = StatisticsSink(family.request, trial.start.means).bytes();
        return peak_of([&] { fit_from_parameters(pass, family, trial.start, options); });
      };
      const long long small = peak(100000);
      const long long large = peak(400000);
      CHECK(small > 0);
      // Threads may or may not overlap, so a peak can vary by the blocks of one of them, and
      // by the parts that wait for one that a busy machine has stopped: 64 at most. One
      // number per row would be 2.4 megabytes.
      const double parts = n_threads == 1 ? 0.0 : 64.0 * bytes_of_part;
      const long long blocks = n_threads == 1 ? 100000 : 200000;
      CHECK(large < small + blocks + static_cast<long long>(parts));
      CHECK(large < 1000000);
    }
  }
}

TEST_CASE("a search for starts needs no memory that grows with n", "[memory]") {
  const Family& family = diag_family();
  const auto peak = [&](Index n) {
    const Trial trial = random_trial(family, n);
    const auto pass = trial.problem.pass();
    const FitOptions options = options_of(1, 2);
    return peak_of([&] {
      fit_from_starts(pass, family,
                      {StartKind::kmeans_plus_plus, StartKind::random_responsibilities}, 3,
                      1, options);
    });
  };
  CHECK(peak(400000) < peak(100000) + 100000);
}

TEST_CASE("types without covariances need no memory of the size of one", "[memory]") {
  const auto peak = [](const Model& model, Index d, Index n_components) {
    Dice dice(9);
    const Problem problem = random_problem(4, d, 1, false, dice);
    const auto pass = problem.pass();
    FitOptions options = options_of(3, d);
    options.em.tol = 1e-8;
    const std::vector<StartKind> kinds =
        n_components == 1
            ? std::vector<StartKind>{StartKind::kmeans}
            : std::vector<StartKind>{StartKind::ward, StartKind::kmeans_whitened,
                                     StartKind::kmeans_plus_plus};
    return peak_of([&] { fit_from_starts(pass, model, kinds, n_components, 1, options); });
  };
  for (const Family& family : all_families()) {
    if (family.shape == Shape::full) continue;
    for (const bool with_prior : {false, true}) {
      if (with_prior && !family.suits_conjugate_prior()) continue;
      const auto model = [&](Index d) {
        Model result(family);
        if (!with_prior) return result;
        result.method.kind = Method::Kind::maximum_posterior;
        result.method.prior = {Vector::Zero(d), 0.01, 1.0,
                               Matrix::Ones(family.shape == Shape::diagonal ? d : 1, 1)};
        result.method.gamma = gamma_of_tests();
        return result;
      };
      for (const Index n_components : {1, 2}) {
        CAPTURE(family.name);
        CAPTURE(with_prior);
        CAPTURE(n_components);
        const long long narrow = peak(model(1000), 1000, n_components);
        const long long wide = peak(model(2000), 2000, n_components);
        // The narrower data are 32 kB, a covariance of theirs would be 8 MB. One component keeps
        // nothing of what it begins with.
        CHECK(narrow < (n_components == 1 ? 300000 : 1000000));
        CHECK(wide < 2 * narrow + 200000);
      }
    }
  }
}

TEST_CASE("an iteration on few rows asks for memory a few times", "[memory]") {
  const Index d = 4;
  for (const Family& family : all_families()) {
    for (const Index n_components : {1, 3, 9}) {
      CAPTURE(family.name);
      CAPTURE(n_components);
      Dice dice(3);
      const Problem problem = random_problem(150, d, n_components, false, dice);
      const auto pass = problem.pass();
      const Parameters start = random_parameters(family, d, n_components, dice);
      const auto allocations = [&](Index max_iter) {
        const FitOptions options = options_of(max_iter, d);
        const long long before = allocation::made_by_this_thread();
        fit_from_parameters(pass, family, start, options);
        return allocation::made_by_this_thread() - before;
      };
      const double per_iteration =
          static_cast<double>(allocations(40) - allocations(20)) / 20.0;
      CAPTURE(per_iteration);
      // What is tied in part is found by several steps, of as many small matrices.
      const double times = family.suits_conjugate_prior() ? 1.0 : 4.0;
      CHECK(per_iteration < times * (40.0 + 10.0 * static_cast<double>(n_components)));
    }
  }
}

TEST_CASE("a fit gives back all its memory", "[memory]") {
  const Family& family = full_family();
  const Trial trial = random_trial(family, 20000);
  const auto pass = trial.problem.pass(2);
  const long long before = allocation::live_bytes();
  for (int repetition = 0; repetition < 3; ++repetition) {
    fit_from_parameters(pass, family, trial.start, options_of(3, 2));
  }
  CHECK(allocation::live_bytes() == before);
}

TEST_CASE("no memory for a thread is no end of the process", "[memory][parallel]") {
  check_failing_allocations([] {
    std::atomic<int> finished{0};
    parallel_for(50, 5, [&](Index) { ++finished; });
    if (finished != 50) throw std::runtime_error("tasks were left out");
  });
}

TEST_CASE("no memory in a task comes back as an exception", "[memory][parallel]") {
  for (const int n_threads : {1, 2, 5}) {
    CHECK_THROWS_AS(parallel_for(10, n_threads,
                                 [](Index i) {
                                   if (i == 3) allocation::fail_after(0);
                                   const Matrix matrix = Matrix::Zero(10, 10);
                                   if (matrix(0, 0) != 0.0) throw 1;
                                 }),
                    std::bad_alloc);
    allocation::fail_after(-1);
  }
}

TEST_CASE("no memory in a fit comes back as an exception", "[memory]") {
  const Family& family = full_family();
  const Trial trial = random_trial(family, 20000);
  const auto pass = trial.problem.pass(3);
  check_failing_allocations(
      [&] { fit_from_parameters(pass, family, trial.start, options_of(2, 2)); });
}

#endif
