#include "ml.h"

#include <utility>

#include "../nouns/moments.h"

namespace gaussmix {

MaximumLikelihood::MaximumLikelihood(const Family& family, const Vector& ridge,
                                     const std::vector<bool>& constant_columns,
                                     bool own_ridge, Proportions proportions)
    : family_(family),
      ridge_(ridge),
      collapse_(ridge, constant_columns),
      own_ridge_(own_ridge),
      proportions_(proportions) {}

Plan MaximumLikelihood::plan(const Parameters& parameters, double, Status& status,
                             int n_threads) const {
  return make_plan(parameters, status, n_threads);
}

Parameters MaximumLikelihood::update(const Statistics& statistics,
                                     const Parameters& previous) const {
  return maximised(
      statistics, previous, [](Moments&, Vector&, Matrix&) {}, &Family::solve);
}

Parameters MaximumLikelihood::advance(const Statistics& statistics,
                                      const Parameters& previous) const {
  return maximised(
      statistics, previous, [](Moments&, Vector&, Matrix&) {}, &Family::advance);
}

Parameters MaximumLikelihood::changed_update(const Statistics& statistics,
                                             const Parameters& previous,
                                             const Change& change) const {
  return maximised(statistics, previous, change, &Family::advance);
}

Parameters MaximumLikelihood::maximised(const Statistics& statistics,
                                        const Parameters& previous, const Change& change,
                                        Family::Maximise maximise) const {
  Moments moments = moments_of(statistics);
  Parameters next{likeliest_weights(statistics.counts, proportions_),
                  std::move(moments.means),
                  {}};
  Vector divisors = statistics.counts;
  for (Index k = 0; k < divisors.size(); ++k) {
    if (!statistics.is_empty(k)) continue;
    next.means.col(k) = previous.means.col(k);
    if (!family_.shared) divisors[k] = 0.0;
  }
  Matrix ridge = ridge_;
  change(moments, divisors, ridge);
  next.covariances =
      (family_.*maximise)(std::move(moments), divisors, ridge, previous.covariances)
          .covariances;
  return next;
}

MixtureChart MaximumLikelihood::chart(const Parameters& reference,
                                      const Vector& counts) const {
  return MixtureChart(family_, reference, counts, proportions_);
}

Standing MaximumLikelihood::standing(const Parameters& parameters,
                                     const Statistics& statistics, const RowCount& rows,
                                     const std::vector<bool>& held) const {
  return find_standing(family_, parameters, statistics, rows, held, collapse_);
}

std::optional<Spread> MaximumLikelihood::spread(const Pass& pass) const {
  if (family_.shared) return std::nullopt;
  Spread spread = spread_of(pass, family_, own_ridge_ ? ridge_ : Vector());
  return spread.flat ? std::nullopt : std::optional<Spread>(std::move(spread));
}

}  // namespace gaussmix
