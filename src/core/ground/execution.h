#ifndef GAUSSMIX_CORE_GROUND_EXECUTION_H
#define GAUSSMIX_CORE_GROUND_EXECUTION_H

#include <functional>

namespace gaussmix {

// With how many threads work is done, and how it is ended from outside.
struct Execution {
  int n_threads = 1;
  // Called between passes; may throw to end the work.
  std::function<void()> check_interrupt = []() {};
};

}  // namespace gaussmix

#endif
