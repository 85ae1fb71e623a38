// Tasks on threads: all are done, exceptions come back, nothing waits for ever.

#include <catch.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/ground/parallel.h"
#include "core/ground/watch.h"

using gaussmix::Cancellation;
using gaussmix::Index;
using gaussmix::parallel_for;
using gaussmix::parallel_for_watched;
using gaussmix::Watch;

namespace {

// Which tasks were begun, and how often.
std::vector<int> times_done(Index n_tasks, int n_threads) {
  std::vector<std::atomic<int>> done(static_cast<std::size_t>(n_tasks));
  for (auto& count : done) count = 0;
  parallel_for(n_tasks, n_threads, [&](Index i) { ++done[static_cast<std::size_t>(i)]; });
  return std::vector<int>(done.begin(), done.end());
}

// The message of what comes out when the tasks of the given numbers fail.
std::string message_of_failing(const std::set<Index>& failing, Index n_tasks,
                               int n_threads) {
  try {
    parallel_for(n_tasks, n_threads, [&](Index i) {
      if (failing.count(i) > 0) throw std::runtime_error(std::to_string(i));
    });
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("every task is done once, with any number of threads", "[parallel]") {
  for (const Index n_tasks : {0, 1, 2, 3, 7, 100}) {
    for (const int n_threads : {-1, 0, 1, 2, 5, 16}) {
      CAPTURE(n_tasks);
      CAPTURE(n_threads);
      CHECK(times_done(n_tasks, n_threads) ==
            std::vector<int>(static_cast<std::size_t>(n_tasks), 1));
    }
  }
}

TEST_CASE("tasks run at the same time", "[parallel]") {
  // Each of two tasks waits until the other has begun, or for ten seconds.
  std::atomic<int> begun{0};
  std::atomic<int> met{0};
  parallel_for(2, 2, [&](Index) {
    ++begun;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (begun < 2 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    if (begun == 2) ++met;
  });
  CHECK(met == 2);
}

TEST_CASE("one thread means the calling thread", "[parallel]") {
  std::set<std::thread::id> seen;
  parallel_for(20, 1, [&](Index) { seen.insert(std::this_thread::get_id()); });
  CHECK(seen == std::set<std::thread::id>{std::this_thread::get_id()});
}

TEST_CASE("the calling thread is one of the workers", "[parallel]") {
  // Four tasks that wait for each other need four threads: three helpers and this.
  std::mutex lock;
  std::set<std::thread::id> seen;
  std::atomic<int> begun{0};
  parallel_for(4, 4, [&](Index) {
    {
      const std::lock_guard<std::mutex> guard(lock);
      seen.insert(std::this_thread::get_id());
    }
    ++begun;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (begun < 4 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  });
  CHECK(seen.size() == 4);
  CHECK(seen.count(std::this_thread::get_id()) == 1);
}

TEST_CASE("the exception of the lowest failing task comes back", "[parallel]") {
  for (int repetition = 0; repetition < 50; ++repetition) {
    for (const int n_threads : {1, 2, 5}) {
      CAPTURE(n_threads);
      CHECK(message_of_failing({0}, 50, n_threads) == "0");
      CHECK(message_of_failing({49}, 50, n_threads) == "49");
      // Tasks are taken in order, so whatever ran before a failure counts.
      CHECK(message_of_failing({17, 18, 19, 40}, 50, n_threads) == "17");
      CHECK(message_of_failing({}, 50, n_threads) == "nothing");
    }
  }
}

TEST_CASE("an exception of a later task does not hide that of an earlier one",
          "[parallel]") {
  // Task 0 fails only after task 1 has failed on another thread.
  std::atomic<bool> failed{false};
  std::string message;
  try {
    parallel_for(2, 2, [&](Index i) {
      if (i == 1) {
        failed = true;
        throw std::runtime_error("1");
      }
      const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
      while (!failed && std::chrono::steady_clock::now() < end) std::this_thread::yield();
      throw std::runtime_error("0");
    });
  } catch (const std::runtime_error& error) {
    message = error.what();
  }
  CHECK(message == "0");
}

TEST_CASE("tasks that were begun before a failure are finished", "[parallel]") {
  // Nothing of a task may run after parallel_for has ended.
  for (int repetition = 0; repetition < 20; ++repetition) {
    std::atomic<int> begun{0};
    std::atomic<int> ended{0};
    CHECK_THROWS_AS(parallel_for(8, 4,
                                 [&](Index i) {
                                   ++begun;
                                   if (i == 0) throw std::runtime_error("0");
                                   std::this_thread::sleep_for(
                                       std::chrono::milliseconds(2));
                                   ++ended;
                                 }),
                    std::runtime_error);
    CHECK(ended == begun - 1);
  }
}

TEST_CASE("no task is begun after a failure is known", "[parallel]") {
  for (const int n_threads : {1, 4}) {
    std::atomic<int> begun{0};
    CHECK_THROWS_AS(parallel_for(1000, n_threads,
                                 [&](Index i) {
                                   ++begun;
                                   if (i == 0) throw std::runtime_error("0");
                                   std::this_thread::sleep_for(
                                       std::chrono::milliseconds(1));
                                 }),
                    std::runtime_error);
    CHECK(begun < 1000);
  }
}

TEST_CASE("any type of exception comes back", "[parallel]") {
  struct Odd {};
  for (const int n_threads : {1, 3}) {
    CHECK_THROWS_AS(parallel_for(5, n_threads, [](Index) { throw Odd(); }), Odd);
  }
}

TEST_CASE("parallel loops may be nested", "[parallel]") {
  std::atomic<int> done{0};
  parallel_for(4, 3, [&](Index) { parallel_for(5, 3, [&](Index) { ++done; }); });
  CHECK(done == 20);
}

TEST_CASE("a watched loop does all tasks while the caller watches", "[parallel]") {
  const std::thread::id caller = std::this_thread::get_id();
  for (const int n_threads : {1, 3}) {
    Cancellation cancellation;
    std::atomic<int> done{0};
    std::atomic<bool> elsewhere{true};
    int watched = 0;
    parallel_for_watched(
        6, n_threads, cancellation,
        [&](Index) {
          if (std::this_thread::get_id() == caller) elsewhere = false;
          std::this_thread::sleep_for(std::chrono::milliseconds(30));
          ++done;
        },
        [&]() {
          CHECK(std::this_thread::get_id() == caller);
          ++watched;
        });
    CHECK(done == 6);
    CHECK(elsewhere);
    CHECK(watched >= 1);
  }
}

TEST_CASE("a watch is asked by loops that take long, and by no others", "[parallel]") {
  using Clock = std::chrono::steady_clock;
  int asked = 0;
  const std::function<void()> check = [&] {
    if (++asked == 3) throw std::runtime_error("no longer wanted");
  };
  Watch::look();
  {
    const Watch watch(check);
    for (int i = 0; i < 100; ++i) Watch::look();
    const Clock::time_point begin = Clock::now();
    CHECK_THROWS_AS(([&] {
                      while (Clock::now() - begin < std::chrono::seconds(20))
                        Watch::look();
                    }()),
                    std::runtime_error);
    CHECK(Clock::now() - begin >= std::chrono::milliseconds(40));
    CHECK(Clock::now() - begin < std::chrono::seconds(10));
    // An inner one is asked in place of the outer.
    const std::function<void()> never = [] { throw std::logic_error("asked"); };
    const Watch inner(never);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK_THROWS_AS(Watch::look(), std::logic_error);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  Watch::look();
  CHECK(asked == 3);
}

TEST_CASE("a task that looks up ends when another has failed", "[parallel]") {
  using Clock = std::chrono::steady_clock;
  for (const int n_threads : {2, 4}) {
    std::atomic<int> waiting{0};
    const Clock::time_point begin = Clock::now();
    const std::function<void()> check = [&] {
      if (waiting == n_threads - 1) throw std::runtime_error("no longer wanted");
    };
    const Watch watch(check);
    // The calling thread fails by its own watch, the others by that.
    const std::thread::id caller = std::this_thread::get_id();
    CHECK_THROWS_AS(parallel_for(n_threads, n_threads,
                                 [&](Index) {
                                   if (std::this_thread::get_id() != caller) ++waiting;
                                   while (Clock::now() - begin < std::chrono::seconds(20))
                                     Watch::look();
                                 }),
                    std::runtime_error);
    CHECK(Clock::now() - begin < std::chrono::seconds(10));
  }
}

TEST_CASE("what the watcher throws cancels the tasks and goes on", "[parallel]") {
  struct Interrupt {};
  Cancellation cancellation;
  std::atomic<int> begun{0};
  std::atomic<int> cancelled{0};
  const auto task = [&](Index) {
    ++begun;
    try {
      // For ever, unless it is cancelled.
      for (;;) {
        cancellation.check();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    } catch (const Cancellation::Cancelled&) {
      ++cancelled;
      throw;
    }
  };
  CHECK_THROWS_AS(parallel_for_watched(50, 2, cancellation, task,
                                       [&]() {
                                         if (begun > 0) throw Interrupt();
                                       }),
                  Interrupt);
  CHECK(begun >= 1);
  CHECK(begun <= 2);
  CHECK(cancelled == begun);
}

TEST_CASE("the exception of a watched task comes back", "[parallel]") {
  Cancellation cancellation;
  CHECK_THROWS_AS(parallel_for_watched(
                      4, 2, cancellation,
                      [](Index i) {
                        if (i == 1) throw std::runtime_error("1");
                      },
                      []() {}),
                  std::runtime_error);
}
