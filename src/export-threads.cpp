#include <Rcpp/Lightest>

#include <algorithm>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

// The cores that this process may run on.
// [[Rcpp::export(rng = false)]]
int available_cores() {
#if defined(__linux__)
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
    return std::max(1, CPU_COUNT(&allowed));
  }
#endif
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}
