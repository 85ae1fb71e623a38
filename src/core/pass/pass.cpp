#include "pass.h"

#include "../nouns/moments.h"

namespace gaussmix {

Statistics sum_statistics(const Observations& observations, const Responder& responder,
                          ScatterRequest request, const Matrix& origins, int n_threads) {
  StatisticsSink sink(request, origins);
  run_pass(observations, responder, n_threads, sink);
  Statistics statistics = sink.statistics();
  statistics.least_share = responder.least_share();
  return statistics;
}

Statistics settled_statistics(const Observations& observations, const Responder& responder,
                              ScatterRequest request, const Matrix& origins,
                              int n_threads) {
  Statistics statistics =
      sum_statistics(observations, responder, request, origins, n_threads);
  if (!means_moved_far(statistics)) return statistics;
  return sum_statistics(observations, responder, request, moments_of(statistics).means,
                        n_threads);
}

}  // namespace gaussmix
