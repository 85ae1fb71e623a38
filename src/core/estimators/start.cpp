#include "start.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "../ground/linalg.h"
#include "../nouns/moments.h"
#include "../pass/local-pass.h"
#include "../pass/seed.h"
#include "kmeans.h"
#include "../pass/given-responder.h"
#include "../pass/hard-responder.h"

namespace gaussmix {

namespace {

// The inverse of the root of a correlation matrix is a metric between those of standardised
// and of whitened columns: that of principal components divided by the fourth roots of
// their variances, in which mclust starts (Scrucca and Raftery 2015,
// doi 10.1007/s11634-015-0220-z, section 3.2).
Matrix half_way_to_identity(const Matrix& covariance) {
  const Vector scale = covariance.diagonal().array().sqrt();
  const Matrix correlation =
      scale.cwiseInverse().asDiagonal() * covariance * scale.cwiseInverse().asDiagonal();
  return scale.asDiagonal() * symmetric_root(correlation) * scale.asDiagonal();
}

}  // namespace

std::unique_ptr<Responder> Start::responder() const {
  if (is_about_sample()) {
    return std::make_unique<LabelResponder>(labels.data(), plan.n_components());
  }
  if (kind == StartKind::random_responsibilities) {
    return std::make_unique<RandomResponder>(seed, plan.n_components());
  }
  return std::make_unique<HardResponder>(plan);
}

Vector pooled_variances(const Statistics& statistics) {
  const Moments moments = moments_of(statistics);
  const Matrix& scatter = moments.scatters[0];
  return (statistics.request.scatter == Scatter::full ? Vector(scatter.diagonal())
                                                      : Vector(scatter.col(0))) /
         statistics.total_weight;
}

SampleMetrics metrics_of(const Sample& sample, const Execution& execution, bool whiten) {
  const bool with_covariance = whiten && sample.n_rows() > sample.n_columns();
  const Scatter scatter = with_covariance ? Scatter::full : Scatter::diagonal;
  Moments moments =
      moments_of(total_statistics(LocalPass(sample, execution), {scatter, false}));
  SampleMetrics metrics;
  metrics.mean = moments.means.col(0);
  Matrix covariance = std::move(moments.scatters[0]);
  covariance /= moments.counts[0];
  const Array variances =
      with_covariance ? Array(covariance.diagonal()) : Array(covariance.col(0));
  // A column that is constant in the sample has no say in distances, and the
  // rounding of its mean is no variance.
  const Array rounding =
      (8.0 * std::numeric_limits<double>::epsilon() * metrics.mean.array().abs()).square();
  metrics.variances = (variances > rounding).select(variances, 0.0);
  const Matrix scales = (metrics.variances.array() > 0.0)
                            .select(metrics.variances.array().sqrt().inverse(), 0.0);
  metrics.standardised = {true, {{Shape::diagonal, scales}}};
  metrics.whitened = metrics.standardised;
  metrics.half_whitened = metrics.standardised;
  Matrix lower;
  if (with_covariance && (metrics.variances.array() > 0.0).all() &&
      cholesky(covariance, lower)) {
    metrics.whitened = {true, {{Shape::full, inverse_of_lower(lower)}}};
    // Of more columns the eigenvalues would take longer than a user who interrupts waits.
    constexpr Index most_columns = 200;
    if (covariance.cols() <= most_columns &&
        cholesky(half_way_to_identity(covariance), lower)) {
      metrics.half_whitened = {true, {{Shape::full, inverse_of_lower(lower)}}};
    }
  }
  return metrics;
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
  start.within = pooled_variances(
      LocalPass(sample, execution)
          .settled(HardResponder(plan), {Scatter::diagonal, true}, plan.centres));
  return start;
}

SampleTree tree_of(const Sample& sample, const Whitening& metric, Random random,
                   const Execution& execution) {
  constexpr Index most_rows = 1000;
  Sample rows = sample.sample(most_rows, random);
  const Matrix points = metric.of(0).times_columns(rows.cells().transpose());
  WardTree tree(points, rows.weights(), execution);
  return {std::move(rows), std::move(tree)};
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
  start.within = pooled_variances(
      LocalPass(sample, execution)
          .settled(*start.responder(), {Scatter::diagonal, true}, start.plan.centres));
  return start;
}

Vector reference_variances(const std::vector<Vector>& within, const Vector& total) {
  // Below this share of the total variance, a variance is rounding.
  const double eps = std::numeric_limits<double>::epsilon();
  const Array floor = 64.0 * eps * eps * total.array();
  std::size_t tightest = 0;
  double least = INFINITY;
  for (std::size_t s = 0; s < within.size(); ++s) {
    double size = 0.0;
    for (Index j = 0; j < total.size(); ++j) {
      if (total[j] > 0.0) size += std::log(std::max(within[s][j], floor[j]) / total[j]);
    }
    if (size < least) {
      least = size;
      tightest = s;
    }
  }
  const Array chosen = within[tightest].array();
  return (chosen > floor).select(chosen, total.array());
}

}  // namespace gaussmix
