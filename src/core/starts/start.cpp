#include "start.h"

#include "../ground/random.h"
#include "../nouns/moments.h"
#include "../pass/given-responder.h"
#include "../pass/hard-responder.h"
#include "../pass/local-pass.h"
#include "kmeans.h"
#include "seed.h"

namespace gaussmix {

std::unique_ptr<Responder> Start::responder() const {
  if (is_about_sample()) {
    return std::make_unique<LabelResponder>(labels.data(), plan.n_components());
  }
  if (kind == StartKind::random_responsibilities) {
    return std::make_unique<RandomResponder>(seed, plan.n_components());
  }
  return std::make_unique<HardResponder>(plan);
}

Start make_start(StartKind kind, const Sample& sample, const SampleMetrics& metrics,
                 Index n_components, std::uint64_t seed, std::uint64_t stream,
                 Index kmeans_max_iter, const Execution& execution) {
  Random random(seed, stream);
  Start start{kind, random.bits(), {}, metrics.variances};
  Plan& plan = start.plan;
  plan.log_constants = Vector::Zero(n_components);
  plan.whitening =
      kind == StartKind::kmeans_whitened ? metrics.whitened : metrics.standardised;
  switch (kind) {
    case StartKind::random_responsibilities:
      plan.centres = metrics.mean.replicate(1, n_components);
      return start;
    case StartKind::random_rows:
      plan.centres = seed_by_rows(sample, n_components, random);
      break;
    default:
      plan.centres =
          seed_by_distance(sample, plan.whitening, n_components, random, execution);
  }
  if (kind == StartKind::kmeans || kind == StartKind::kmeans_whitened) {
    lloyd(sample, kmeans_max_iter, execution, plan);
  }
  start.within =
      LocalPass(sample, execution).variances_within(HardResponder(plan), plan.centres);
  return start;
}

Start make_ward_start(const Sample& sample, const SampleMetrics& metrics,
                      const SampleTree& tree, Index n_components,
                      const Execution& execution) {
  Start start{StartKind::ward, 0, {}, metrics.variances, tree.tree.cut(n_components)};
  start.plan = {Vector::Zero(n_components), Matrix::Zero(sample.n_columns(), n_components),
                metrics.half_whitened};
  start.plan.centres =
      moments_of(LocalPass(tree.rows, execution)
                     .sum(*start.responder(), {Scatter::none, false}, start.plan.centres))
          .means;
  if (tree.rows.n_rows() < sample.n_rows()) start.labels.clear();
  start.within =
      LocalPass(sample, execution).variances_within(*start.responder(), start.plan.centres);
  return start;
}

}  // namespace gaussmix
