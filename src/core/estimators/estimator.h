#ifndef GAUSSMIX_CORE_ESTIMATORS_ESTIMATOR_H
#define GAUSSMIX_CORE_ESTIMATORS_ESTIMATOR_H

#include <functional>
#include <optional>
#include <vector>

#include "../ground/types.h"
#include "../nouns/moments.h"
#include "../nouns/parameters.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "../nouns/status.h"
#include "../pass/pass.h"
#include "../rows/row-count.h"
#include "collapse.h"
#include "mixture-chart.h"
#include "proportions.h"
#include "spread.h"

namespace gaussmix {

// A way to estimate a mixture. Ways differ in the densities that a pass takes (the plan),
// in the parameters that follow from its statistics (the update), and in what is
// taken from the log-likelihood to make the objective (the penalty).
class MixtureEstimator {
 public:
  virtual ~MixtureEstimator() = default;

  virtual ScatterRequest request() const = 0;

  // Of the weights among its parameters: shares of the observations are free whatever is known.
  virtual Proportions proportions() const { return Proportions::free; }

  virtual Plan plan(const Parameters& parameters, double total_weight, Status& status,
                    int n_threads) const = 0;

  // Maximises the objective, responsibilities being given.
  virtual Parameters update(const Statistics& statistics,
                            const Parameters& previous) const = 0;

  // The same, or where a family makes that by many sweeps what one of them comes to, by which the
  // objective does not fall.
  virtual Parameters advance(const Statistics& statistics,
                             const Parameters& previous) const {
    return update(statistics, previous);
  }

  // Changes what covariances are made of: see Family::solve().
  using Change = std::function<void(Moments& moments, Vector& divisors, Matrix& ridge)>;

  // The advance in which that is changed before; only where there is a spread.
  virtual Parameters changed_update(const Statistics& statistics,
                                    const Parameters& previous, const Change&) const {
    return update(statistics, previous);
  }

  // Makes a mixture that can be estimated of one that moves have put together.
  virtual void conform(Parameters&) const {}

  virtual double penalty(const Parameters& parameters, const Plan& plan,
                         double total_weight, int n_threads) const = 0;

  // Coordinates in which EM leaps.
  virtual MixtureChart chart(const Parameters& reference, const Vector& counts) const = 0;

  // What can be wrong with it, by the statistics of a pass. A prior holds up whatever holds no
  // observations.
  virtual Standing standing(const Parameters&, const Statistics&, const RowCount&,
                            const std::vector<bool>& /*held*/) const {
    return {};
  }

  // Whether that needs the scatters, too.
  virtual bool stands_by_scatters() const { return false; }

  // What degenerate components can be drawn to; nothing where they cannot be estimated.
  virtual std::optional<Spread> spread(const Pass&) const { return std::nullopt; }
};

}  // namespace gaussmix

#endif
