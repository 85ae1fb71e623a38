#include "pass.h"

#include "../nouns/moments.h"
#include "hard-responder.h"
#include "run.h"

namespace gaussmix {

Statistics Pass::settled(const Responder& responder, ScatterRequest request,
                         const Matrix& origins) const {
  Statistics statistics = sum(responder, request, origins);
  if (!means_moved_far(statistics)) return statistics;
  return sum(responder, request, moments_of(statistics).means);
}

bool Pass::worth_threads(Index n_components) const {
  return gaussmix::worth_threads(count().all, n_columns(), n_components);
}

Statistics total_statistics(const Pass& pass, ScatterRequest request) {
  const Plan one = plan_of_one(pass.n_columns());
  return pass.settled(HardResponder(one), request, one.centres);
}

}  // namespace gaussmix
