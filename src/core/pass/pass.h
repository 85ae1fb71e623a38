#ifndef GAUSSMIX_CORE_PASS_PASS_H
#define GAUSSMIX_CORE_PASS_PASS_H

#include <functional>
#include <memory>
#include <vector>

#include "../ground/execution.h"
#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "../rows/row-count.h"
#include "../rows/sample.h"
#include "responder.h"

namespace gaussmix {

// Who sums over the data. What is above asks for sums, and knows neither rows nor who has them.
class Pass {
 public:
  virtual ~Pass() = default;

  // Facts of the data, known beforehand.
  virtual const RowCount& count() const = 0;
  virtual const Vector& origin() const = 0;  // see Rows
  Index n_columns() const { return origin().size(); }
  double total_weight() const { return count().total_weight; }

  virtual const Execution& execution() const = 0;
  int n_threads() const { return execution().n_threads; }
  void check_interrupt() const { execution().check_interrupt(); }

  // The E-step: statistics of the posterior under a plan, about its centres or, if means moved far
  // from there, about these.
  virtual Statistics e_step(const Plan& plan, ScatterRequest request) const = 0;

  // Statistics of what a responder makes of the rows, about the given origins.
  virtual Statistics sum(const Responder& responder, ScatterRequest request,
                         const Matrix& origins) const = 0;

  // The same, and once more about the new means if these lie so far from the
  // origins that scatters about them would lose digits.
  Statistics settled(const Responder& responder, ScatterRequest request,
                     const Matrix& origins) const;

  // Variances of columns within what a responder makes of the rows, pooled, about the given
  // origins; of rows with holes by what is seen of them.
  virtual Vector variances_within(const Responder& responder,
                                  const Matrix& origins) const = 0;

  // The same of the posterior under a plan.
  virtual Vector variances_within(const Plan& plan) const = 0;

  // Of each row under a plan, in the order of the rows.
  virtual Array log_densities(const Plan& plan) const = 0;

  // See Rows::sample().
  virtual Sample sample(Index m, Random& random) const = 0;

  // A pass over a sample of these rows. The sample must live as long.
  virtual std::unique_ptr<Pass> over(const Sample& sample) const = 0;

  // What the rounding of values hides of the variance of each column, see rounding.h.
  virtual Vector rounding_variances() const = 0;

  // How many rows are the same as the one next to each place, rounding errors apart, in units of
  // the columns.
  virtual std::vector<Index> identical_rows(const Matrix& places,
                                            const Vector& units) const = 0;

  // Whether a second thread saves more than it costs.
  bool worth_threads(Index n_components) const;

  // The same by the calling thread alone, which is interrupted in another way. What this pass
  // refers to must live as long.
  virtual std::unique_ptr<Pass> by_one_thread(
      const std::function<void()>& check_interrupt) const = 0;
};

// The statistics of all rows taken as one component, about the origin.
Statistics total_statistics(const Pass& pass, ScatterRequest request);

}  // namespace gaussmix

#endif
