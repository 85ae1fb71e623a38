#ifndef GAUSSMIX_CORE_GROUND_PARALLEL_H
#define GAUSSMIX_CORE_GROUND_PARALLEL_H

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

#include "types.h"

namespace gaussmix {

// Runs task(0), ..., task(n_tasks - 1) on short-lived threads, the calling
// thread among them. Tasks must write to places of their own; which thread runs
// which task is not fixed. The exception of the lowest failing task is rethrown
// here after all threads have ended.
template <class Task>
void parallel_for(Index n_tasks, int n_threads, const Task& task) {
  const int n_workers =
      static_cast<int>(std::min<Index>(std::max(n_threads, 1), n_tasks));
  if (n_workers <= 1) {
    for (Index i = 0; i < n_tasks; ++i) task(i);
    return;
  }

  std::atomic<Index> next{0};
  std::atomic<bool> failed{false};
  std::vector<std::exception_ptr> errors(static_cast<std::size_t>(n_tasks));
  const auto work = [&]() {
    while (!failed.load(std::memory_order_relaxed)) {
      const Index i = next.fetch_add(1);
      if (i >= n_tasks) return;
      try {
        task(i);
      } catch (...) {
        errors[static_cast<std::size_t>(i)] = std::current_exception();
        failed.store(true, std::memory_order_relaxed);
      }
    }
  };

  std::vector<std::thread> helpers;
  helpers.reserve(static_cast<std::size_t>(n_workers - 1));
  for (int t = 1; t < n_workers; ++t) {
    try {
      helpers.emplace_back(work);
    } catch (const std::exception&) {
      // No more threads or no memory for one: those that run do all the work. To
      // leave here would end the process, for threads that run must be joined.
      break;
    }
  }
  work();
  for (std::thread& helper : helpers) helper.join();
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
}

}  // namespace gaussmix

#endif
