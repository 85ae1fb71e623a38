#include "incomplete-pass.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "../ground/parallel.h"
#include "../nouns/marginal.h"
#include "../nouns/moments.h"
#include "completed-sum.h"
#include "desk.h"
#include "in-order.h"
#include "rounding.h"
#include "soft-responder.h"
#include "statistics-sink.h"

namespace gaussmix {

namespace {

// The sums that the rows of one pattern have of what they see.
class PatternSum {
 public:
  PatternSum(const Pattern& pattern, const Marginals& marginals, ScatterRequest request,
             const Matrix& origins)
      : pattern_(pattern),
        marginal_(marginals.of(pattern.seen, pattern.missing)),
        origins_(static_cast<Index>(pattern.seen.size()), origins.cols()),
        responder_(marginal_.plan),
        sink_(request, origins_) {
    for (Index j = 0; j < origins_.rows(); ++j)
      origins_.row(j) = origins.row(pattern.seen[static_cast<std::size_t>(j)]);
  }
  PatternSum(const PatternSum&) = delete;
  PatternSum& operator=(const PatternSum&) = delete;

  const Pattern& pattern() const { return pattern_; }

  void take(const IncompleteRows& rows, Index from, Index count, Desk& desk) {
    rows.read(pattern_, from, count, desk.block);
    responder_.respond(desk.block, desk.responses);
    sink_.receive(desk.block, desk.responses);
  }

  void complete(CompletedSum& sum) const {
    sum.add(pattern_, marginal_, sink_.statistics());
  }

 private:
  const Pattern& pattern_;
  const Marginal marginal_;
  Matrix origins_;
  SoftResponder responder_;
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

// A part may begin and end within a pattern: what it has of that is completed there, as sums are
// linear in the rows.
Statistics IncompletePass::completed(const Plan& plan, ScatterRequest request,
                                     const Matrix& origins) const {
  const Marginals marginals(plan);
  CompletedSum sum(plan, request, origins);
  const Index n = static_cast<Index>(stretches_.size());
  const Index parts = n_partials(n, sum.bytes());
  InOrder<CompletedSum> whole(sum, parts);
  Desks desks;
  const bool worth = worth_threads(plan.n_components());
  parallel_for(parts, worth ? n_threads() : 1, [&](Index p) {
    CompletedSum part = whole.fresh();
    std::unique_ptr<Desk> desk = desks.take();
    std::optional<PatternSum> of_pattern;
    for (Index s = n * p / parts; s < n * (p + 1) / parts; ++s) {
      Watch::look();
      const Stretch& stretch = stretches_[static_cast<std::size_t>(s)];
      if (!of_pattern || &of_pattern->pattern() != stretch.pattern) {
        if (of_pattern) of_pattern->complete(part);
        of_pattern.emplace(*stretch.pattern, marginals, part.request(), origins);
      }
      of_pattern->take(rows_, stretch.from, stretch.count, *desk);
    }
    if (of_pattern) of_pattern->complete(part);
    desks.give_back(std::move(desk));
    whole.add(p, std::move(part));
  });
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
