#include <Rcpp.h>

#include <algorithm>
#include <thread>

// [[Rcpp::export(rng = false)]]
int available_cores() {
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}
