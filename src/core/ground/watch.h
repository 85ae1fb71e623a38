#ifndef GAUSSMIX_CORE_GROUND_WATCH_H
#define GAUSSMIX_CORE_GROUND_WATCH_H

#include <chrono>
#include <cstddef>
#include <functional>

namespace gaussmix {

// Whether the work of a thread is still wanted. Who begins it says how to find out; loops
// that may take long, however deep down, look up now and then, and what the check throws
// ends them. It is asked some fifty times a second at most.
class Watch {
 public:
  // The check must outlive the watch.
  explicit Watch(const std::function<void()>& check) : check_(check), outer_(current()) {
    current() = this;
  }
  ~Watch() { current() = outer_; }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // Of this thread; without a watch nothing happens.
  static void look() {
    if (current()) current()->look_if_due();
  }

  // For loops over the columns of matrices, or over blocks times these: with few columns to
  // look would take a good part of their time.
  static void look_if_many(std::ptrdiff_t columns) {
    constexpr std::ptrdiff_t many = 256;
    if (columns >= many) look();
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds pause{20};

  static Watch*& current() {
    static thread_local Watch* innermost = nullptr;
    return innermost;
  }

  void look_if_due() {
    const Clock::time_point now = Clock::now();
    if (now < due_) return;
    due_ = now + pause;
    check_();
  }

  const std::function<void()>& check_;
  Watch* outer_;
  Clock::time_point due_ = Clock::now() + pause;
};

}  // namespace gaussmix

#endif
