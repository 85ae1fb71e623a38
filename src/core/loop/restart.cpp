#include "restart.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace gaussmix {

Restart describe(Index start, const MixtureEstimator& estimator, const EmRun& run) {
  Restart restart;
  restart.start = start;
  restart.n_components = run.parameters.n_components();
  restart.objective = run.objective();
  restart.iterations = run.iterations();
  restart.converged = run.converged;
  restart.status = run.status;
  if (run.status.ok()) {
    restart.status = estimator.collapse(run.parameters, run.statistics().counts);
  }
  return restart;
}

bool better(const Restart& a, const Restart& b) {
  const auto rank = [](const Restart& r) {
    return r.status.ok() ? 0 : (r.status.trouble == Trouble::singular ? 2 : 1);
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return a.objective > b.objective;
}

bool contains_near(const std::vector<double>& values, double value, double tolerance) {
  for (const double other : values) {
    if (std::abs(value - other) <= tolerance) return true;
  }
  return false;
}

std::vector<Index> best_first(const std::vector<Restart>& restarts) {
  std::vector<Index> order(restarts.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return better(restarts[static_cast<std::size_t>(a)],
                  restarts[static_cast<std::size_t>(b)]);
  });
  return order;
}

}  // namespace gaussmix
