#include "saddle.h"

#include <cmath>
#include <utility>

#include "../ground/random.h"
#include "../nouns/shape.h"
#include "../rows/sample.h"
#include "restart.h"

namespace gaussmix {

namespace {

// Cheap, for nearly all pairs are told apart by it: whether means lie within a part of a
// standard deviation, and variances within a factor, in every column.
bool may_be_equal(const Parameters& p, Index a, Index b) {
  constexpr double of_a_deviation = 0.5;
  constexpr double factor = 2.0;
  if (!(p.weights[a] > 0.0 && p.weights[b] > 0.0)) return false;
  const auto variance = [&](Index k, Index j) {
    return variance_of(p.covariances.shape, p.covariances.of(k), j);
  };
  for (Index j = 0; j < p.dimension(); ++j) {
    const double va = variance(a, j);
    const double vb = variance(b, j);
    if (va > factor * vb || vb > factor * va) return false;
    if (std::abs(p.means(j, a) - p.means(j, b)) > of_a_deviation * std::sqrt(va))
      return false;
  }
  return true;
}

}  // namespace

std::optional<Pair> nearly_equal_pair(const Parameters& parameters, const RowCount& rows) {
  constexpr double most_lost = 0.05;  // rows
  for (Index a = 0; a < parameters.n_components(); ++a) {
    for (Index b = a + 1; b < parameters.n_components(); ++b) {
      if (!may_be_equal(parameters, a, b)) continue;
      const double cost = cost_of_merging(parameters, a, b);
      if (rows.positive * cost < most_lost) return Pair{a, b, cost};
    }
  }
  return std::nullopt;
}

bool leave_saddle(const Pass& pass, const Judge& judge, EmRun& run) {
  constexpr int most_pairs = 3;
  constexpr int tries = 12;
  constexpr double least_gain = 0.01;  // rows
  bool left = false;
  if (!nearly_equal_pair(run.parameters, judge.rows())) return left;
  Random random(0, 0);
  const Sample sample =
      pass.sample(sample_rows(pass.n_columns(), run.parameters.n_components()), random);
  RandomSwap split_again(sample, random);
  for (int i = 0; i < most_pairs && run.status.ok() && run.held.empty(); ++i) {
    const std::optional<Pair> pair = nearly_equal_pair(run.parameters, judge.rows());
    if (!pair) break;
    Parameters merged = run.parameters;
    merge(merged, pair->a, pair->b);
    double bar = run.objective() + least_gain * judge.rows().mean_weight;
    std::optional<EmRun> higher;
    for (int j = 0; j < tries; ++j) {
      EmRun tried = judge.start(split_again(merged));
      judge.finish(tried, bar, 100);
      if (!tried.status.ok()) continue;
      restore_best(tried);
      const Restart restart = judge.verdict(0, tried, -INFINITY);
      if (!restart.is_candidate() || !(restart.score > bar)) continue;
      bar = restart.score;
      higher = std::move(tried);
    }
    if (!higher) break;
    run = std::move(*higher);
    left = true;
  }
  return left;
}

}  // namespace gaussmix
