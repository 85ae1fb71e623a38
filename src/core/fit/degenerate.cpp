#include "degenerate.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "../estimators/collapse.h"
#include "../estimators/penalty.h"
#include "../estimators/spread.h"
#include "../nouns/moments.h"
#include "../nouns/shape.h"
#include "../starts/pooled-variances.h"

namespace gaussmix {

namespace {

// Those whose scatter, in some direction, is less than so many times that of all rows, which is
// the scatters together with those of the means.
std::vector<Index> narrow_components(Shape shape, const Moments& moments, double times) {
  const double n = moments.counts.sum();
  const Vector centre = moments.means * moments.counts / n;
  std::vector<Matrix> within;
  Matrix total = shaped(shape, moments.scatters[0]) * 0.0;
  for (Index k = 0; k < moments.counts.size(); ++k) {
    within.push_back(shaped(shape, moments.scatters[static_cast<std::size_t>(k)]));
    total += within.back();
    add_square(shape, moments.counts[k], moments.means.col(k) - centre, total);
  }
  std::vector<Index> result;
  for (Index k = 0; k < moments.counts.size(); ++k) {
    if (is_empty(moments.counts[k], n)) continue;
    const Matrix own = within[static_cast<std::size_t>(k)] / moments.counts[k];
    if (is_narrower(shape, own, total / n, times)) result.push_back(k);
  }
  return result;
}

}  // namespace

std::vector<DegenerateComponent> describe_components(
    const Pass& pass, const EmRun& run, const std::vector<Index>& components) {
  std::vector<DegenerateComponent> result;
  if (components.empty()) return result;
  const Vector deviations =
      total_variances(pass).cwiseSqrt().cwiseMax(std::numeric_limits<double>::min());
  Matrix places(pass.n_columns(), static_cast<Index>(components.size()));
  for (std::size_t i = 0; i < components.size(); ++i) {
    places.col(static_cast<Index>(i)) = run.parameters.means.col(components[i]);
  }
  const std::vector<Index> identical = pass.identical_rows(places, deviations);
  for (std::size_t i = 0; i < components.size(); ++i) {
    const double own = pass.count().of(run.statistics().counts[components[i]]);
    const bool all = static_cast<double>(identical[i]) > 0.5 * own;
    result.push_back({components[i], all ? identical[i] : 0});
  }
  return result;
}

HeldByPrior held_by_prior(const Pass& pass, const Model& model,
                          const MixtureEstimator& estimator, const EmRun& run) {
  constexpr double no_width = 1e-8;
  constexpr double narrow = 0.05;
  HeldByPrior held;
  const Shape shape = model.family.shape;
  if (model.method.kind != Method::Kind::maximum_posterior || model.family.shared) {
    return held;
  }
  // A run that has ended may have let go of its scatters.
  Statistics made;
  if (run.statistics().scatters.empty()) {
    Status status;
    made = evaluate(pass, estimator, run.parameters, status).statistics;
  }
  const Statistics& statistics = made.scatters.empty() ? run.statistics() : made;
  if (statistics.scatters.empty()) return held;
  const Moments moments = moments_of(statistics);
  const std::vector<Index> flat = narrow_components(shape, moments, no_width);
  held.components =
      describe_components(pass, run, narrow_components(shape, moments, narrow));
  const auto is_sound = [&](const DegenerateComponent& c) {
    return c.identical == 0 &&
           std::find(flat.begin(), flat.end(), c.component) == flat.end();
  };
  held.components.erase(
      std::remove_if(held.components.begin(), held.components.end(), is_sound),
      held.components.end());
  if (held.components.empty()) return held;
  const Spread spread = spread_of(pass, model.family, Vector());
  // Where all rows lie in a plane no mixture has a penalised likelihood.
  if (spread.flat) return {};
  held.penalised_log_likelihood =
      penalised_log_likelihood(spread, run.parameters, statistics);
  return held;
}

}  // namespace gaussmix
