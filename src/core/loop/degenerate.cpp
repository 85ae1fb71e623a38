#include "degenerate.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "../estimators/collapse.h"
#include "../estimators/penalty.h"
#include "../nouns/moments.h"
#include "../nouns/shape.h"
#include "../pass/seed.h"
#include "start-set.h"

namespace gaussmix {

namespace {

// How many rows are the same as the one that lies next to a place, rounding errors apart.
Index identical_rows(const Observations& observations, const Vector& place,
                     const Vector& range) {
  constexpr double rounding = 1e-9;
  Index nearest = 0;
  double least = INFINITY;
  for (Index i = 0; i < observations.n_rows; ++i) {
    if (!(observations.weight(i) > 0.0)) continue;
    const double distance =
        ((row_of(observations, i) - place).array() / range.array()).square().sum();
    if (distance < least) {
      least = distance;
      nearest = i;
    }
  }
  const Vector same = row_of(observations, nearest);
  Index n = 0;
  for (Index i = 0; i < observations.n_rows; ++i) {
    if (!(observations.weight(i) > 0.0)) continue;
    n +=
        ((row_of(observations, i) - same).array().abs() <= rounding * range.array()).all();
  }
  return n;
}

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
    const Observations& observations, const RowCount& rows, const EmRun& run,
    const std::vector<Index>& components) {
  std::vector<DegenerateComponent> result;
  if (components.empty()) return result;
  const Vector deviations = total_variances(observations, 1)
                                .cwiseSqrt()
                                .cwiseMax(std::numeric_limits<double>::min());
  for (const Index k : components) {
    const Index identical =
        identical_rows(observations, run.parameters.means.col(k), deviations);
    const double own = rows.of(run.statistics().counts[k]);
    const bool all = static_cast<double>(identical) > 0.5 * own;
    result.push_back({k, all ? identical : 0});
  }
  return result;
}

HeldByPrior held_by_prior(const Observations& observations, const Model& model,
                          const MixtureEstimator& estimator, const RowCount& rows,
                          const EmRun& run, const EmOptions& em) {
  constexpr double no_width = 1e-8;
  constexpr double narrow = 0.05;
  HeldByPrior held;
  const Shape shape = model.structure.shape;
  if (model.method.kind != Method::Kind::maximum_posterior || model.structure.shared) {
    return held;
  }
  // A run that has ended may have let go of its scatters.
  Statistics made;
  if (run.statistics().scatters.empty()) {
    Status status;
    made = evaluate(observations, run.total_weight, estimator, em, run.parameters, status)
               .statistics;
  }
  const Statistics& statistics = made.scatters.empty() ? run.statistics() : made;
  if (statistics.scatters.empty()) return held;
  const Moments moments = moments_of(statistics);
  const std::vector<Index> flat = narrow_components(shape, moments, no_width);
  held.components = describe_components(observations, rows, run,
                                        narrow_components(shape, moments, narrow));
  const auto is_sound = [&](const DegenerateComponent& c) {
    return c.identical == 0 &&
           std::find(flat.begin(), flat.end(), c.component) == flat.end();
  };
  held.components.erase(
      std::remove_if(held.components.begin(), held.components.end(), is_sound),
      held.components.end());
  if (held.components.empty()) return held;
  const Spread spread =
      spread_of(observations, shape, Vector(), em.n_threads, em.check_interrupt);
  // Where all rows lie in a plane no mixture has a penalised likelihood.
  if (spread.flat) return {};
  held.penalised_log_likelihood =
      penalised_log_likelihood(spread, run.parameters, statistics);
  return held;
}

}  // namespace gaussmix
