#ifndef GAUSSMIX_CORE_PASS_INCOMPLETE_PASS_H
#define GAUSSMIX_CORE_PASS_INCOMPLETE_PASS_H

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "../ground/parallel.h"
#include "../nouns/marginal.h"
#include "../rows/incomplete-rows.h"
#include "desk.h"
#include "in-order.h"
#include "local-pass.h"
#include "scattered-rows.h"
#include "soft-responder.h"

namespace gaussmix {

// What a plan says of the rows of one pattern, by what they see.
class PatternResponder {
 public:
  PatternResponder(const Pattern& pattern, Marginal marginal)
      : pattern_(pattern), marginal_(std::move(marginal)), responder_(marginal_.plan) {}
  PatternResponder(const Pattern& pattern, const Marginals& marginals)
      : PatternResponder(pattern, marginals.of(pattern.seen, pattern.missing)) {}
  PatternResponder(const PatternResponder&) = delete;
  PatternResponder& operator=(const PatternResponder&) = delete;

  const Pattern& pattern() const { return pattern_; }
  const Marginal& marginal() const { return marginal_; }

  // So many rows, from so far behind the pattern's first, to the desk.
  void respond(const IncompleteRows& rows, Index from, Index count, Desk& desk) const {
    rows.read(pattern_, from, count, desk.block);
    responder_.respond(desk.block, desk.responses);
  }

 private:
  const Pattern& pattern_;
  const Marginal marginal_;
  const SoftResponder responder_;
};

// A pass over rows with holes. The E-step is that of the likelihood of what is seen, values
// being missing at random (Rubin 1976, doi 10.1093/biomet/63.3.581): responsibilities of what
// is seen of a row, and statistics completed by what a plan expects of the rest. Other sums are
// over filled rows.
class IncompletePass : public LocalPass {
 public:
  // The rows must live as long.
  explicit IncompletePass(const IncompleteRows& rows, Execution execution = {});

  Statistics e_step(const Plan& plan, ScatterRequest request) const override;

  // Whatever a sink of rows makes of the responses, as they are of what is seen; nothing of
  // rows in no pattern.
  template <class Sink>
  void run_soft(const Plan& plan, Sink& sink) const {
    over_patterns(ToSink<Sink>{{rows_, Marginals(plan)}}, sink);
  }

  // The same of squared distances, see plan_of_distances().
  template <class Sink>
  void run_distances(const Plan& plan, Sink& sink) const {
    over_patterns(DistancesToSink<Sink>{{rows_, Marginals(plan)}}, sink);
  }

  // The same for a sink that also asks what the plan says of the columns that are missing.
  template <class Sink>
  void run_patterns(const Plan& plan, Sink& sink) const {
    over_patterns(PatternsToSink<Sink>{{rows_, Marginals(plan)}}, sink);
  }

  using LocalPass::variances_within;
  Vector variances_within(const Plan& plan) const override;

  // Zero for rows in no pattern.
  Array log_densities(const Plan& plan) const override;

  // What is missing in these rows is missing in the sample, unless nearly each has other holes.
  std::unique_ptr<Pass> over(const Sample& sample) const override;

  Vector rounding_variances() const override;

  std::unique_ptr<Pass> by_one_thread(
      const std::function<void()>& check_interrupt) const override;

 private:
  // So many rows of one pattern, from so far behind its first.
  struct Stretch {
    const Pattern* pattern;
    Index from;
    Index count;
  };

  // Rows of patterns that few rows have.
  struct Crowd {
    Index n_missing;  // of each; 0 where that differs
    Index first;      // in the division's scattered rows
    Index count;
  };

  // All rows in two parts: patterns that many rows have, and the rows of the others.
  struct Division {
    std::vector<Stretch> common;
    std::vector<Index> scattered;  // places in the order of patterns
    std::vector<Crowd> crowds;
  };

  void divide(Index enough, bool by_missing, Division& division) const;
  const Division& division_for(const Plan& plan) const {
    return plan.whitening.shape() == Shape::full ? correlated_ : independent_;
  }
  void add_stretches(const Pattern& pattern, std::vector<Stretch>& stretches) const;

  // One row, by its place in the order of patterns.
  Stretch alone(Index place) const;

  // What is done with patterns where a sink takes the responses.
  template <class Sink_>
  struct PatternTask {
    using Sink = Sink_;
    using OfPattern = PatternResponder;
    static constexpr bool takes_crowds = false;

    const IncompleteRows& rows;
    const Marginals marginals;

    void begin(const Pattern& pattern, const Sink&,
               std::unique_ptr<OfPattern>& of_pattern) const {
      of_pattern = std::make_unique<OfPattern>(pattern, marginals);
    }
    void take(OfPattern& of_pattern, const Stretch& stretch, Desk& desk,
              Sink& part) const {
      of_pattern.respond(rows, stretch.from, stretch.count, desk);
      part.receive(desk.block, desk.responses);
    }
    void end(const OfPattern&, Sink&) const {}
  };

  template <class Sink>
  struct ToSink : PatternTask<Sink> {
    static constexpr bool takes_crowds = true;

    using PatternTask<Sink>::take;
    void take(ScatteredRows& crowd, Sink& part) const {
      part.receive(crowd.block(), crowd.responses);
    }
  };

  template <class Sink>
  struct DistancesToSink : PatternTask<Sink> {
    void begin(const Pattern& pattern, const Sink&,
               std::unique_ptr<PatternResponder>& of_pattern) const {
      Marginal marginal = this->marginals.of(pattern.seen, pattern.missing);
      marginal.plan = plan_of_distances(std::move(marginal.plan));
      of_pattern = std::make_unique<PatternResponder>(pattern, std::move(marginal));
    }
  };

  template <class Sink>
  struct PatternsToSink : PatternTask<Sink> {
    void take(PatternResponder& of_pattern, const Stretch& stretch, Desk& desk,
              Sink& part) const {
      of_pattern.respond(this->rows, stretch.from, stretch.count, desk);
      part.receive(of_pattern, desk.block, desk.responses);
    }
  };

  template <class Sums>
  class ToSums;

  // For each pattern begin() of the task makes something, perhaps of what the last pattern has
  // left, that take() gives its stretches to, and of which end() tells the part. A part may
  // begin and end within a pattern. Rows of patterns that few have are taken side by side where
  // that is as accurate. The result does not depend on the number of threads.
  template <class Task>
  void over_patterns(const Task& task, typename Task::Sink& sink) const {
    const Plan& plan = task.marginals.plan();
    const Division& division = division_for(plan);
    const bool by_crowds = Task::takes_crowds && !division.crowds.empty() &&
                           ScatteredResponder::suits(task.marginals);
    const std::vector<Stretch>& stretches = by_crowds ? division.common : stretches_;
    const Index n_stretches = static_cast<Index>(stretches.size());
    const Index n =
        n_stretches + (by_crowds ? static_cast<Index>(division.crowds.size()) : 0);
    const Index parts = n_partials(n, sink.bytes());
    std::unique_ptr<ScatteredResponder> responder;
    if (by_crowds) responder = std::make_unique<ScatteredResponder>(plan);
    InOrder<typename Task::Sink> whole(sink, parts);
    Pool<Desk> desks;
    Pool<ScatteredRows> scattered;
    parallel_for(
        parts, worth_threads(plan.n_components()) ? n_threads() : 1, [&](Index p) {
          typename Task::Sink part = whole.fresh();
          std::unique_ptr<Desk> desk = desks.take();
          std::unique_ptr<ScatteredRows> rows = scattered.take();
          const Index first = n * p / parts;
          const Index last = n * (p + 1) / parts;
          take_stretches(task, stretches, first, std::min(last, n_stretches), *desk, part);
          if constexpr (Task::takes_crowds) {
            for (Index s = std::max(first, n_stretches); s < last; ++s)
              take_crowd(task, *responder, division,
                         division.crowds[static_cast<std::size_t>(s - n_stretches)], *rows,
                         *desk, part);
          }
          scattered.give_back(std::move(rows));
          desks.give_back(std::move(desk));
          whole.add(p, std::move(part));
        });
  }

  template <class Task>
  void take_stretches(const Task& task, const std::vector<Stretch>& stretches, Index first,
                      Index last, Desk& desk, typename Task::Sink& part) const {
    std::unique_ptr<typename Task::OfPattern> of_pattern;
    for (Index s = first; s < last; ++s) {
      Watch::look();
      const Stretch& stretch = stretches[static_cast<std::size_t>(s)];
      if (!of_pattern || &of_pattern->pattern() != stretch.pattern) {
        if (of_pattern) task.end(*of_pattern, part);
        task.begin(*stretch.pattern, part, of_pattern);
      }
      task.take(*of_pattern, stretch, desk, part);
    }
    if (of_pattern) task.end(*of_pattern, part);
  }

  // Row by row where one of them is far from all components.
  template <class Task>
  void take_crowd(const Task& task, const ScatteredResponder& responder,
                  const Division& division, const Crowd& crowd, ScatteredRows& rows,
                  Desk& desk, typename Task::Sink& part) const {
    Watch::look();
    const Index* places = division.scattered.data() + crowd.first;
    responder.read(rows_, places, crowd.count, crowd.n_missing, rows);
    if (responder.respond(rows)) {
      task.take(rows, part);
      return;
    }
    for (Index i = 0; i < crowd.count; ++i)
      take_stretches(task, {alone(places[i])}, 0, 1, desk, part);
  }

  Statistics completed(const Plan& plan, ScatterRequest request,
                       const Matrix& origins) const;

  const IncompleteRows& rows_;
  std::vector<Stretch> stretches_;
  Division correlated_;
  Division independent_;
};

}  // namespace gaussmix

#endif
