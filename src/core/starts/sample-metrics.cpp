#include "sample-metrics.h"

#include <limits>
#include <utility>

#include "../ground/linalg.h"
#include "../nouns/moments.h"
#include "../pass/local-pass.h"

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

}  // namespace gaussmix
