#include "draw-fill.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "../ground/linalg.h"
#include "../ground/parallel.h"
#include "../ground/random.h"
#include "../nouns/marginal.h"
#include "../nouns/moments.h"
#include "../nouns/shape.h"
#include "../pass/incomplete-pass.h"

namespace gaussmix {

namespace {

// Means and variances of what is seen of each column; a variance of one where all values are
// the same.
Parameters independent_columns(const IncompleteRows& rows) {
  const Index d = rows.n_columns();
  Parameters one{Vector::Ones(1), Matrix::Zero(d, 1), {Shape::diagonal, true, {}}};
  Vector variances = Vector::Ones(d);
  for (Index j = 0; j < d; ++j) {
    const Array values = rows.seen_values(j);
    if (values.size() == 0) continue;
    one.means(j) = values.mean();
    const double variance = (values - one.means(j)).square().mean();
    if (variance > 0.0) variances[j] = variance;
  }
  one.covariances.values.push_back(variances);
  return one;
}

// One Gaussian with correlations, where there are rows enough for them.
Parameters one_gaussian(const IncompleteRows& rows, const Execution& execution) {
  constexpr int most = 30;
  constexpr double precision = 1e-4;  // of the log-likelihood of a row
  constexpr double ridge = 1e-6;
  Parameters one = independent_columns(rows);
  const double d = static_cast<double>(rows.n_columns());
  if (rows.count().positive < 2.0 * (d + 1.0)) return one;
  const Vector least = ridge * one.covariances.of(0);
  const IncompletePass pass(rows, execution);
  double before = -INFINITY;
  for (int i = 0; i < most; ++i) {
    Status status;
    const Plan plan = make_plan(one, status);
    if (!status.ok()) return independent_columns(rows);
    const Statistics statistics = pass.e_step(plan, {Scatter::full, true});
    const double gain = statistics.log_likelihood - before;
    if (gain < precision * statistics.total_weight) break;
    before = statistics.log_likelihood;
    Moments moments = moments_of(statistics);
    Matrix covariance = moments.scatters[0] / statistics.total_weight;
    add_variances(Shape::full, least, covariance);
    one.means = std::move(moments.means);
    one.covariances = {Shape::full, true, {std::move(covariance)}};
  }
  return one;
}

// Where the fillings of each row begin.
std::vector<Index> places_of_fillings(const IncompleteRows& rows, Index& n_holes) {
  std::vector<Index> places(static_cast<std::size_t>(rows.n_rows()), 0);
  for (const Pattern& pattern : rows.patterns().all()) {
    for (Index i = 0; i < pattern.count; ++i)
      places[static_cast<std::size_t>(rows.patterns().row(pattern.first + i))] =
          static_cast<Index>(pattern.missing.size());
  }
  n_holes = 0;
  for (Index& place : places) n_holes += std::exchange(place, n_holes);
  return places;
}

}  // namespace

void fill_by_draws(IncompleteRows& rows, std::uint64_t seed, const Execution& execution) {
  Status status;
  const Plan plan = make_plan(one_gaussian(rows, execution), status);
  const Marginals marginals(plan);
  Index n_holes = 0;
  const std::vector<Index> places = places_of_fillings(rows, n_holes);
  std::vector<double> fillings(static_cast<std::size_t>(n_holes));
  const std::vector<Pattern>& patterns = rows.patterns().all();
  parallel_for(static_cast<Index>(patterns.size()), execution.n_threads, [&](Index p) {
    const Pattern& pattern = patterns[static_cast<std::size_t>(p)];
    if (pattern.missing.empty()) return;
    const Marginal marginal = marginals.of(pattern.seen, pattern.missing);
    const Vector centre = rows_at(plan.centres, pattern.missing);
    Block block;
    for (Index i = 0; i < pattern.count; ++i) {
      rows.read(pattern, i, 1, block);
      Random random(seed, static_cast<std::uint64_t>(block.number(0)));
      const Vector drawn = marginal.draw(0, block.row(0), centre, random);
      const std::size_t place =
          static_cast<std::size_t>(places[static_cast<std::size_t>(block.number(0))]);
      std::copy_n(drawn.data(), drawn.size(), fillings.data() + place);
    }
  });
  rows.fill(std::move(fillings), places);
}

}  // namespace gaussmix
