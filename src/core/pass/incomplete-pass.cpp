#include "incomplete-pass.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "../ground/linalg.h"
#include "../nouns/moments.h"
#include "completed-sum.h"
#include "rounding.h"
#include "statistics-sink.h"

namespace gaussmix {

namespace {

// The sums that the rows of one pattern have of what they see.
class PatternSum {
 public:
  PatternSum(const Pattern& pattern, const Marginals& marginals, ScatterRequest request,
             const Matrix& origins)
      : responder_(pattern, marginals),
        origins_(rows_at(origins, pattern.seen)),
        sink_(request, origins_) {}
  PatternSum(const PatternSum&) = delete;
  PatternSum& operator=(const PatternSum&) = delete;

  const Pattern& pattern() const { return responder_.pattern(); }

  void take(const IncompleteRows& rows, Index from, Index count, Desk& desk) {
    responder_.respond(rows, from, count, desk);
    sink_.receive(desk.block, desk.responses);
  }

  void complete(CompletedSum& sum) const {
    sum.add(pattern(), responder_.marginal(), sink_.statistics());
  }

 private:
  PatternResponder responder_;
  const Matrix origins_;
  StatisticsSink sink_;
};

}  // namespace

IncompletePass::IncompletePass(const IncompleteRows& rows, Execution execution)
    : LocalPass(rows, std::move(execution)), rows_(rows) {
  const Index most = block_rows(rows.n_columns());
  for (const Pattern& pattern : rows.patterns().all()) {
    for (Index from = 0; from < pattern.count; from += most)
      stretches_.push_back({&pattern, from, std::min(most, pattern.count - from)});
  }
}

Statistics IncompletePass::e_step(const Plan& plan, ScatterRequest request) const {
  check_interrupt();
  Statistics statistics = completed(plan, request, plan.centres);
  if (!means_moved_far(statistics)) return statistics;
  return completed(plan, request, moments_of(statistics).means);
}

// What a part has of a pattern is completed there, as sums are linear in the rows.
Statistics IncompletePass::completed(const Plan& plan, ScatterRequest request,
                                     const Matrix& origins) const {
  const Marginals marginals(plan);
  CompletedSum sum(plan, request, origins);
  over_patterns<PatternSum>(
      plan.n_components(), sum,
      [&](const Pattern& pattern, CompletedSum& part) {
        return std::make_unique<PatternSum>(pattern, marginals, part.request(), origins);
      },
      [&](PatternSum& of_pattern, const Stretch& stretch, Desk& desk, CompletedSum&) {
        of_pattern.take(rows_, stretch.from, stretch.count, desk);
      },
      [](const PatternSum& of_pattern, CompletedSum& part) { of_pattern.complete(part); });
  return sum.statistics();
}

Vector IncompletePass::rounding_variances() const {
  Vector result(n_columns());
  parallel_for(result.size(), n_threads(), [&](Index j) {
    Array values = rows_.seen_values(j);
    result[j] = rounding_variance(values);
  });
  return result;
}

std::unique_ptr<Pass> IncompletePass::by_one_thread(
    const std::function<void()>& check_interrupt) const {
  return std::make_unique<IncompletePass>(rows_, Execution{1, check_interrupt});
}

}  // namespace gaussmix
