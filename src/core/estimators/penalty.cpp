#include "penalty.h"

#include <cmath>
#include <cstddef>
#include <utility>

#include "../nouns/factor.h"
#include "../nouns/moments.h"
#include "../nouns/shape.h"

namespace gaussmix {

namespace {

// count log|C| + tr(W C^-1): -Inf where C has no inverse.
double misfit(Shape shape, Index d, double count, const Matrix& covariance,
              const Matrix& scatter) {
  Factor factor;
  double half = 0.0;  // that of the inverse's root
  if (!whiten(shape, d, covariance, factor, half)) return -INFINITY;
  return -2.0 * count * half + factor.trace(scatter, d);
}

}  // namespace

Matrix pulled_scatter(const Spread& spread, double count, const Matrix& scatter) {
  Matrix pulled = scatter + spread.pull() * spread.total;
  add_variances(spread.shape, count * spread.rounding.col(0), pulled);
  return pulled;
}

Covariances penalised_covariances(const Spread& spread, const Vector& counts,
                                  std::vector<Matrix> scatters,
                                  const Covariances& previous) {
  for (std::size_t s = 0; s < scatters.size(); ++s)
    scatters[s] = pulled_scatter(spread, counts[static_cast<Index>(s)], scatters[s]);
  const Vector divisors = counts.array() + spread.pull();
  return spread.family->solve({counts, {}, std::move(scatters)}, divisors, {}, previous)
      .covariances;
}

double penalised_log_likelihood(const Spread& spread, const Parameters& parameters,
                                const Statistics& statistics) {
  const Shape shape = spread.shape;
  const Index d = parameters.dimension();
  Moments moments = moments_of(statistics);
  for (Matrix& scatter : moments.scatters) take_shape(shape, scatter);
  const Covariances penalised = penalised_covariances(
      spread, moments.counts, moments.scatters, parameters.covariances);
  double sum = statistics.log_likelihood;
  for (Index k = 0; k < parameters.n_components(); ++k) {
    const double count = moments.counts[k];
    const Matrix& scatter = moments.scatters[static_cast<std::size_t>(k)];
    Matrix about_mean = scatter;
    add_square(shape, count, moments.means.col(k) - parameters.means.col(k), about_mean);
    const double here = misfit(shape, d, count, parameters.covariances.of(k), about_mean);
    const double there = misfit(shape, d, count + spread.pull(), penalised.of(k),
                                pulled_scatter(spread, count, scatter));
    if (!std::isfinite(here) || !std::isfinite(there)) return -INFINITY;
    sum +=
        0.5 * (here - there + spread.pull() * (spread.log_det + static_cast<double>(d)));
  }
  return sum;
}

}  // namespace gaussmix
