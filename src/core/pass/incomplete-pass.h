#ifndef GAUSSMIX_CORE_PASS_INCOMPLETE_PASS_H
#define GAUSSMIX_CORE_PASS_INCOMPLETE_PASS_H

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
#include "soft-responder.h"

namespace gaussmix {

// What a plan says of the rows of one pattern, by what they see.
class PatternResponder {
 public:
  PatternResponder(const Pattern& pattern, const Marginals& marginals)
      : pattern_(pattern),
        marginal_(marginals.of(pattern.seen, pattern.missing)),
        responder_(marginal_.plan) {}
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

// A pass over rows with holes. The E-step is that of the likelihood of what is seen, values being
// missing at random (Rubin 1976, doi 10.1093/biomet/63.3.581): responsibilities of what is seen of a
// row, and statistics completed by what a plan expects of the rest. Other sums are over filled rows.
class IncompletePass final : public LocalPass {
 public:
  // The rows must live as long.
  explicit IncompletePass(const IncompleteRows& rows, Execution execution = {});

  Statistics e_step(const Plan& plan, ScatterRequest request) const override;

  // Whatever a sink of rows makes of the responses, as they are of what is seen; nothing of rows
  // in no pattern.
  template <class Sink>
  void run_soft(const Plan& plan, Sink& sink) const {
    const Marginals marginals(plan);
    over_patterns<PatternResponder>(
        plan.n_components(), sink,
        [&](const Pattern& pattern, Sink&) {
          return std::make_unique<PatternResponder>(pattern, marginals);
        },
        [&](PatternResponder& of_pattern, const Stretch& stretch, Desk& desk, Sink& part) {
          of_pattern.respond(rows_, stretch.from, stretch.count, desk);
          part.receive(desk.block, desk.responses);
        },
        [](const PatternResponder&, Sink&) {});
  }

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

  // For each pattern begin(pattern, part) makes something that take() gives its stretches to, and
  // of which end() tells the part. A part may begin and end within a pattern. The result does not
  // depend on the number of threads.
  template <class OfPattern, class Sink, class Begin, class Take, class End>
  void over_patterns(Index n_components, Sink& sink, const Begin& begin, const Take& take,
                     const End& end) const {
    const Index n = static_cast<Index>(stretches_.size());
    const Index parts = n_partials(n, sink.bytes());
    InOrder<Sink> whole(sink, parts);
    Desks desks;
    parallel_for(parts, worth_threads(n_components) ? n_threads() : 1, [&](Index p) {
      Sink part = whole.fresh();
      std::unique_ptr<Desk> desk = desks.take();
      std::unique_ptr<OfPattern> of_pattern;
      for (Index s = n * p / parts; s < n * (p + 1) / parts; ++s) {
        Watch::look();
        const Stretch& stretch = stretches_[static_cast<std::size_t>(s)];
        if (!of_pattern || &of_pattern->pattern() != stretch.pattern) {
          if (of_pattern) end(*of_pattern, part);
          of_pattern = begin(*stretch.pattern, part);
        }
        take(*of_pattern, stretch, *desk, part);
      }
      if (of_pattern) end(*of_pattern, part);
      desks.give_back(std::move(desk));
      whole.add(p, std::move(part));
    });
  }

  Statistics completed(const Plan& plan, ScatterRequest request,
                       const Matrix& origins) const;

  const IncompleteRows& rows_;
  std::vector<Stretch> stretches_;
};

}  // namespace gaussmix

#endif
