#include "penalty.h"

#include <cmath>
#include <cstddef>

#include "../nouns/factor.h"
#include "../nouns/moments.h"
#include "../nouns/shape.h"

namespace gaussmix {

namespace {

// What the log-likelihood loses and gains when one covariance becomes its C'.
double change_by_penalty(const Spread& spread, double count, const Matrix& covariance,
                         const Matrix& scatter, const Matrix& scatter_about_mean,
                         Index d) {
  Factor factor, penalised_factor;
  double half = 0.0, penalised_half = 0.0;
  const Matrix penalised = penalised_covariance(spread, count, scatter);
  if (!whiten(spread.shape, d, covariance, factor, half) ||
      !whiten(spread.shape, d, penalised, penalised_factor, penalised_half)) {
    return -INFINITY;
  }
  return 0.5 * (-2.0 * count * half + factor.trace(scatter_about_mean, d) +
                2.0 * (count + spread.pull()) * penalised_half +
                spread.pull() * spread.log_det - count * static_cast<double>(d));
}

}  // namespace

Matrix pulled_scatter(const Spread& spread, double count, const Matrix& scatter) {
  Matrix pulled = scatter + spread.pull() * spread.total;
  add_variances(spread.shape, count * spread.rounding.col(0), pulled);
  return pulled;
}

Matrix penalised_covariance(const Spread& spread, double count, const Matrix& scatter) {
  return pulled_scatter(spread, count, scatter) / (count + spread.pull());
}

double penalised_log_likelihood(const Spread& spread, const Parameters& parameters,
                                const Statistics& statistics) {
  const Shape shape = spread.shape;
  const Moments moments = moments_of(statistics);
  double sum = statistics.log_likelihood;
  for (Index k = 0; k < parameters.n_components(); ++k) {
    const Matrix scatter = shaped(shape, moments.scatters[static_cast<std::size_t>(k)]);
    Matrix about_mean = scatter;
    add_square(shape, moments.counts[k], moments.means.col(k) - parameters.means.col(k),
               about_mean);
    sum += change_by_penalty(spread, moments.counts[k], parameters.covariances.of(k),
                             scatter, about_mean, parameters.dimension());
  }
  return sum;
}

}  // namespace gaussmix
