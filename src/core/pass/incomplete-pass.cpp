#include "incomplete-pass.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "../ground/linalg.h"
#include "../nouns/moments.h"
#include "../rows/holed-sample.h"
#include "completed-sum.h"
#include "rounding.h"
#include "row-sinks.h"
#include "seen-sums.h"
#include "statistics-sink.h"

namespace gaussmix {

namespace {

// What the sums of a pattern are made by.
struct PatternSource {
  PatternSource(const Plan& plan, const Matrix& origins_)
      : marginals(plan), origins(origins_) {}

  Marginals marginals;
  const Matrix& origins;
};

// The sums that the rows of one pattern after another have of what they see.
class PatternSum {
 public:
  using Source = PatternSource;

  PatternSum(const PatternSource& source, ScatterRequest request)
      : source_(source), request_(request) {}
  PatternSum(const PatternSum&) = delete;
  PatternSum& operator=(const PatternSum&) = delete;

  void begin(const Pattern& pattern) {
    sink_.reset();
    responder_.emplace(pattern, source_.marginals);
    origins_ = rows_at(source_.origins, pattern.seen);
    sink_.emplace(request_, origins_);
  }

  const Pattern& pattern() const { return responder_->pattern(); }

  void take(const IncompleteRows& rows, Index from, Index count, Desk& desk) {
    responder_->respond(rows, from, count, desk);
    sink_->receive(desk.block, desk.responses);
  }

  void add_to(CompletedSum& sum) const {
    sum.add(pattern(), responder_->marginal(), sink_->statistics());
  }

 private:
  const PatternSource& source_;
  const ScatterRequest request_;
  std::optional<PatternResponder> responder_;
  Matrix origins_;
  std::optional<StatisticsSink> sink_;
};

// The same with the components side by side.
class PatternSumInLanes : public PatternLanes {
 public:
  using Source = ComponentLanes;
  using PatternLanes::PatternLanes;

  void add_to(CompletedSum& sum) { sum.add(*this); }
};

}  // namespace

// What the E-step does with patterns and crowds. What a part has of a pattern is completed
// there, as sums are linear in the rows.
template <class Sums>
class IncompletePass::ToSums {
 public:
  using Sink = CompletedSum;
  using OfPattern = Sums;
  static constexpr bool takes_crowds = true;

  ToSums(const IncompleteRows& rows, const Plan& plan, const Matrix& origins)
      : marginals(plan), rows_(rows), source_(plan, origins) {}

  void begin(const Pattern& pattern, const CompletedSum& part,
             std::unique_ptr<Sums>& of_pattern) const {
    if (!of_pattern) of_pattern = std::make_unique<Sums>(source_, part.request());
    of_pattern->begin(pattern);
  }
  void take(Sums& of_pattern, const Stretch& stretch, Desk& desk, CompletedSum&) const {
    of_pattern.take(rows_, stretch.from, stretch.count, desk);
  }
  void end(Sums& of_pattern, CompletedSum& part) const { of_pattern.add_to(part); }
  void take(ScatteredRows& crowd, CompletedSum& part) const { part.add(crowd); }

  const Marginals marginals;

 private:
  const IncompleteRows& rows_;
  const typename Sums::Source source_;
};

namespace {

// It comes with its rows.
class PassOverHoledSample final : private HoledSample, public IncompletePass {
 public:
  PassOverHoledSample(const Sample& sample, const Execution& execution)
      : HoledSample(sample), IncompletePass(HoledSample::rows(), execution) {}

  Index n_patterns() const {
    return static_cast<Index>(HoledSample::rows().patterns().all().size());
  }
};

}  // namespace

IncompletePass::IncompletePass(const IncompleteRows& rows, Execution execution)
    : LocalPass(rows, std::move(execution)), rows_(rows) {
  for (const Pattern& pattern : rows.patterns().all()) add_stretches(pattern, stretches_);
  // A pattern is worth what is done once for it if so many rows have it: fewer where that is
  // done for all components at once, and more where it is the columns alone that are left out.
  const bool in_lanes = n_columns() <= ComponentLanes::most_columns;
  divide(in_lanes ? n_columns() / 2 : 2 * n_columns(), true, correlated_);
  divide(256, false, independent_);
}

void IncompletePass::divide(Index enough, bool by_missing, Division& division) const {
  const Index most = block_rows(n_columns());
  const Patterns& patterns = rows_.patterns();
  std::vector<std::vector<Index>> groups(static_cast<std::size_t>(n_columns()));
  for (const Pattern& pattern : patterns.all()) {
    if (pattern.count >= enough || pattern.missing.empty()) {
      add_stretches(pattern, division.common);
      continue;
    }
    std::vector<Index>& places = groups[by_missing ? pattern.missing.size() : 0];
    for (Index i = 0; i < pattern.count; ++i) places.push_back(pattern.first + i);
  }
  for (std::size_t m = 0; m < groups.size(); ++m) {
    std::vector<Index>& places = groups[m];
    // In the order of the rows they are read faster.
    std::sort(places.begin(), places.end(),
              [&](Index a, Index b) { return patterns.row(a) < patterns.row(b); });
    const Index n = static_cast<Index>(places.size());
    const Index before = static_cast<Index>(division.scattered.size());
    for (Index from = 0; from < n; from += most)
      division.crowds.push_back(
          {static_cast<Index>(m), before + from, std::min(most, n - from)});
    division.scattered.insert(division.scattered.end(), places.begin(), places.end());
  }
}

void IncompletePass::add_stretches(const Pattern& pattern,
                                   std::vector<Stretch>& stretches) const {
  const Index most = block_rows(n_columns());
  for (Index from = 0; from < pattern.count; from += most)
    stretches.push_back({&pattern, from, std::min(most, pattern.count - from)});
}

IncompletePass::Stretch IncompletePass::alone(Index place) const {
  const std::vector<Pattern>& all = rows_.patterns().all();
  const auto after = std::upper_bound(
      all.begin(), all.end(), place,
      [](Index at, const Pattern& pattern) { return at < pattern.first; });
  const Pattern& pattern = *(after - 1);
  return {&pattern, place - pattern.first, 1};
}

Statistics IncompletePass::e_step(const Plan& plan, ScatterRequest request) const {
  check_interrupt();
  Statistics statistics = completed(plan, request, plan.centres);
  if (!means_moved_far(statistics)) return statistics;
  return completed(plan, request, moments_of(statistics).means);
}

Statistics IncompletePass::completed(const Plan& plan, ScatterRequest request,
                                     const Matrix& origins) const {
  CompletedSum sum(plan, request, origins);
  if (ComponentLanes::suits(plan) && request.scatter != Scatter::none) {
    over_patterns(ToSums<PatternSumInLanes>(rows_, plan, origins), sum);
  } else {
    over_patterns(ToSums<PatternSum>(rows_, plan, origins), sum);
  }
  return sum.statistics();
}

Vector IncompletePass::variances_within(const Plan& plan) const {
  check_interrupt();
  SeenSums sums(rows_, plan.centres);
  run_patterns(plan, sums);
  return sums.variances();
}

Array IncompletePass::log_densities(const Plan& plan) const {
  Array values = Array::Zero(rows_.n_rows());
  LogDensitySink sink(values.data());
  run_soft(plan, sink);
  return values;
}

std::unique_ptr<Pass> IncompletePass::over(const Sample& sample) const {
  // Where hardly two rows have a pattern in common a pass costs several times as much as one over
  // filled rows, and who asks for samples makes hundreds.
  constexpr Index apart = 2;
  auto holed = std::make_unique<PassOverHoledSample>(sample, execution());
  if (holed->n_patterns() * apart > sample.n_rows()) return LocalPass::over(sample);
  return holed;
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
