#ifndef GAUSSMIX_CORE_GROUND_PARALLEL_H
#define GAUSSMIX_CORE_GROUND_PARALLEL_H

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "types.h"
#include "watch.h"

namespace gaussmix {

// Tasks that threads take in turn. After one has failed no other begins, and those that
// run end when they look up.
template <class Task>
class TaskQueue {
 public:
  TaskQueue(Index n_tasks, const Task& task)
      : task_(task), errors_(static_cast<std::size_t>(n_tasks)) {}

  // That of a thread which has no watch of its own.
  void help() {
    const std::function<void()> check = [this]() {
      if (stopped_.load(std::memory_order_relaxed)) throw Stopped{};
    };
    const Watch watch(check);
    work();
  }

  void work() {
    while (!stopped_.load(std::memory_order_relaxed)) {
      const Index i = next_.fetch_add(1);
      if (i >= static_cast<Index>(errors_.size())) return;
      try {
        task_(i);
      } catch (const Stopped&) {
        return;
      } catch (...) {
        errors_[static_cast<std::size_t>(i)] = std::current_exception();
        stop();
      }
    }
  }

  void stop() { stopped_.store(true, std::memory_order_relaxed); }

  // Of the lowest task that failed, once all threads have ended.
  void rethrow() const {
    for (const std::exception_ptr& error : errors_) {
      if (error) std::rethrow_exception(error);
    }
  }

 private:
  struct Stopped {};

  const Task& task_;
  std::vector<std::exception_ptr> errors_;
  std::atomic<Index> next_{0};
  std::atomic<bool> stopped_{false};
};

// So many threads as can be had, joined at the end. No more threads or no memory for
// one: those that run do all the work. To leave would end the process, for threads that
// run must be joined.
class Helpers {
 public:
  template <class Work>
  Helpers(int n_threads, const Work& work) {
    threads_.reserve(static_cast<std::size_t>(std::max(n_threads, 0)));
    for (int t = 0; t < n_threads; ++t) {
      try {
        threads_.emplace_back(work);
      } catch (const std::exception&) {
        break;
      }
    }
  }
  ~Helpers() { join(); }
  Helpers(const Helpers&) = delete;
  Helpers& operator=(const Helpers&) = delete;

  bool none() const { return threads_.empty(); }
  int count() const { return static_cast<int>(threads_.size()); }

  void join() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  std::vector<std::thread> threads_;
};

// Runs task(0), ..., task(n_tasks - 1) on short-lived threads, the calling
// thread among them. Tasks must write to places of their own; which thread runs
// which task is not fixed. The exception of the lowest failing task is rethrown
// here after all threads have ended.
template <class Task>
void parallel_for(Index n_tasks, int n_threads, const Task& task) {
  const int n_workers = static_cast<int>(std::min<Index>(std::max(n_threads, 1), n_tasks));
  if (n_workers <= 1) {
    for (Index i = 0; i < n_tasks; ++i) task(i);
    return;
  }
  TaskQueue<Task> queue(n_tasks, task);
  Helpers helpers(n_workers - 1, [&]() { queue.help(); });
  queue.work();
  helpers.join();
  queue.rethrow();
}

// Tells tasks that nobody waits for them any more.
class Cancellation {
 public:
  struct Cancelled {};

  void set() { set_.store(true, std::memory_order_relaxed); }
  void check() const {
    if (set_.load(std::memory_order_relaxed)) throw Cancelled{};
  }

 private:
  std::atomic<bool> set_{false};
};

// The same for tasks that take long: the calling thread does none of them, but calls
// check() some fifty times a second. If that throws, the tasks are cancelled, and what
// it threw goes on when they have ended.
template <class Task, class Check>
void parallel_for_watched(Index n_tasks, int n_threads, Cancellation& cancellation,
                          const Task& task, const Check& check) {
  constexpr std::chrono::milliseconds nap(20);
  TaskQueue<Task> queue(n_tasks, task);
  std::mutex mutex;
  std::condition_variable changed;
  int ended = 0;
  Helpers helpers(static_cast<int>(std::min<Index>(n_threads, n_tasks)), [&]() {
    queue.help();
    const std::lock_guard<std::mutex> lock(mutex);
    ++ended;
    changed.notify_one();
  });
  if (helpers.none()) queue.work();
  try {
    check();
    std::unique_lock<std::mutex> lock(mutex);
    while (!changed.wait_for(lock, nap, [&]() { return ended == helpers.count(); })) {
      lock.unlock();
      check();
      lock.lock();
    }
  } catch (...) {
    queue.stop();
    cancellation.set();
    helpers.join();
    throw;
  }
  helpers.join();
  queue.rethrow();
}

}  // namespace gaussmix

#endif
