#include "ml.h"

#include <cstddef>
#include <utility>

#include "../nouns/moments.h"

namespace gaussmix {

MaximumLikelihood::MaximumLikelihood(const CovarianceStructure& structure,
                                     const Vector& ridge,
                                     const std::vector<bool>& constant_columns,
                                     bool own_ridge)
    : structure_(structure),
      ridge_(ridge),
      collapse_(ridge, constant_columns),
      own_ridge_(own_ridge) {}

Plan MaximumLikelihood::plan(const Parameters& parameters, double, Status& status,
                             int n_threads) const {
  return make_plan(parameters, status, n_threads);
}

Parameters MaximumLikelihood::update(const Statistics& statistics,
                                     const Parameters& previous) const {
  const Vector& counts = statistics.counts;
  Vector divisors = counts;
  for (Index k = 0; k < divisors.size() && !structure_.shared; ++k) {
    if (statistics.is_empty(k)) divisors[k] = 1.0;
  }
  Moments moments = moments_of(statistics);
  Parameters next{counts / counts.sum(), std::move(moments.means), {}};
  next.covariances = structure_.solve(std::move(moments), divisors, previous.covariances);
  add_variances(ridge_, next.covariances);
  for (Index k = 0; k < divisors.size(); ++k) {
    if (!statistics.is_empty(k)) continue;
    next.means.col(k) = previous.means.col(k);
    if (!structure_.shared) {
      next.covariances.values[static_cast<std::size_t>(k)] = previous.covariances.of(k);
    }
  }
  return next;
}

MixtureChart MaximumLikelihood::chart(const Parameters& reference,
                                      const Vector& counts) const {
  return MixtureChart(reference, counts);
}

Standing MaximumLikelihood::standing(const Parameters& parameters, const Vector& counts,
                                     const RowCount& rows,
                                     const std::vector<bool>& held) const {
  return find_standing(parameters, counts, rows, held, collapse_);
}

std::optional<Spread> MaximumLikelihood::spread(const Pass& pass) const {
  if (structure_.shared) return std::nullopt;
  Spread spread = spread_of(pass, structure_.shape, own_ridge_ ? ridge_ : Vector());
  return spread.flat ? std::nullopt : std::optional<Spread>(std::move(spread));
}

}  // namespace gaussmix
