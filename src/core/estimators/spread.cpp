#include "spread.h"

#include <cmath>

#include "../nouns/factor.h"
#include "../nouns/moments.h"
#include "../nouns/plan.h"
#include "../nouns/shape.h"

namespace gaussmix {

namespace {

// The covariance of all rows, as far as the shape holds it.
Matrix total_covariance(const Pass& pass, Shape shape) {
  const Moments moments = moments_of(total_statistics(pass, {scatter_of(shape), true}));
  return shaped(shape, moments.scatters[0] / moments.counts[0]);
}

}  // namespace

double Spread::pull() const { return count.mean_weight / std::sqrt(count.positive); }

Spread spread_of(const Pass& pass, const Family& family, const Vector& ridge) {
  const Shape shape = family.shape;
  Spread spread{pass.count(), &family, shape, {}, {}, 0.0, false, ridge.size() > 0};
  Vector hidden = pass.rounding_variances();
  spread.total = total_covariance(pass, shape);
  if (spread.has_ridge) {
    hidden += ridge;
    add_variances(shape, ridge, spread.total);
  }
  spread.rounding = shaped(shape, hidden);
  spread.log_det = log_determinant_of(shape, pass.n_columns(), spread.total);
  spread.flat = std::isnan(spread.log_det);
  return spread;
}

}  // namespace gaussmix
