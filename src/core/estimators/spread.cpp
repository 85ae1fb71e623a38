#include "spread.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "../nouns/factor.h"
#include "../nouns/moments.h"
#include "../nouns/plan.h"
#include "../nouns/shape.h"
#include "../nouns/statistics.h"
#include "../pass/pass.h"
#include "../pass/respond.h"

namespace gaussmix {

namespace {

// The covariance of all rows, as far as the shape holds it.
Matrix total_covariance(const Observations& observations, Shape shape, int n_threads) {
  const Plan one = plan_of_one(observations.n_columns);
  const Moments moments =
      moments_of(settled_statistics(observations, HardResponder(one),
                                    {scatter_of(shape), true}, one.centres, n_threads));
  return shaped(shape, moments.scatters[0] / moments.counts[0]);
}

// The values of a column in the rows that have weight, in their order.
Array seen_values(const Observations& observations, Index column) {
  const double* values = observations.values + column * observations.n_rows;
  Array seen(observations.n_rows);
  Index n = 0;
  for (Index i = 0; i < observations.n_rows; ++i) {
    if (observations.weight(i) > 0.0) seen[n++] = values[i];
  }
  seen.conservativeResize(n);
  return seen;
}

Vector rounding_of(const Observations& observations,
                   const std::function<void()>& check_interrupt) {
  Vector rounding(observations.n_columns);
  for (Index j = 0; j < observations.n_columns; ++j) {
    check_interrupt();
    Array values = seen_values(observations, j);
    rounding[j] = rounding_variance(values);
  }
  return rounding;
}

}  // namespace

RowCount::RowCount(const Observations& observations)
    : rows(static_cast<double>(observations.n_rows)), mean_weight(1.0) {
  if (!observations.weights) return;
  Index n = 0;
  for (Index i = 0; i < observations.n_rows; ++i) n += observations.weights[i] > 0.0;
  rows = static_cast<double>(n);
  mean_weight = observations.total_weight() / rows;
}

double Spread::pull() const { return count.mean_weight / std::sqrt(count.rows); }

double rounding_variance(Array& values) {
  constexpr double noise = 1e-9;
  std::sort(values.data(), values.data() + values.size());
  const Index n = values.size();
  if (n < 2) return 0.0;
  const double least = noise * (values[n - 1] - values[0]);
  double smallest = INFINITY;
  for (Index i = 1; i < n; ++i) {
    const double gap = values[i] - values[i - 1];
    if (gap > least) smallest = std::min(smallest, gap);
  }
  return std::isfinite(smallest) ? smallest * smallest / 12.0 : 0.0;
}

Spread spread_of(const Observations& observations, Shape shape, const Vector& ridge,
                 int n_threads, const std::function<void()>& check_interrupt) {
  Spread spread{RowCount(observations), shape, {}, {}, 0.0, false, ridge.size() > 0};
  Vector hidden = rounding_of(observations, check_interrupt);
  spread.total = total_covariance(observations, shape, n_threads);
  if (spread.has_ridge) {
    hidden += ridge;
    add_variances(shape, ridge, spread.total);
  }
  spread.rounding = shaped(shape, hidden);
  spread.log_det = log_determinant_of(shape, observations.n_columns, spread.total);
  spread.flat = std::isnan(spread.log_det);
  return spread;
}

}  // namespace gaussmix
