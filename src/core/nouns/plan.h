#ifndef GAUSSMIX_CORE_NOUNS_PLAN_H
#define GAUSSMIX_CORE_NOUNS_PLAN_H

#include <vector>

#include "../ground/types.h"
#include "factor.h"
#include "parameters.h"
#include "status.h"

namespace gaussmix {

constexpr double log_two_pi = 1.8378770664093454835606594728112;

// The factors that whiten the components: one if all share it, at least one, of one shape.
struct Whitening {
  bool shared = false;
  std::vector<Factor> factors;

  Shape shape() const { return factors.front().shape; }

  const Factor& of(Index component) const {
    return factors[shared ? 0 : static_cast<std::size_t>(component)];
  }
};

// The one that leaves vectors as they are.
Whitening no_whitening();

// All that a pass over the data needs to know of a model: the log joint density
// of x and component k is log_constants[k] - |F_k (x - centre_k)|^2 / 2.
struct Plan {
  Vector log_constants;  // K
  Matrix centres;        // d x K
  Whitening whitening;

  Index n_components() const { return log_constants.size(); }
  Index dimension() const { return centres.rows(); }
};

// One component of unit variances at the origin.
Plan plan_of_one(Index d);

// The plan without its constants, whose joint densities are minus half the squared distances
// to the components.
Plan plan_of_distances(Plan plan);

// So many threads as have enough to do, each, to be worth their start.
int threads_worth_whitening(Shape shape, Index d, std::size_t copies, int n_threads);

// The plan of a mixture with the given log weights; the trouble of the first
// component whose covariance cannot be factored goes to status. The number of threads
// changes nothing but the time.
Plan make_plan(const Vector& log_weights, const Matrix& means,
               const Covariances& covariances, Status& status, int n_threads = 1);

Plan make_plan(const Parameters& parameters, Status& status, int n_threads = 1);

}  // namespace gaussmix

#endif
