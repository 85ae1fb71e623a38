#ifndef GAUSSMIX_CORE_PASS_COMPLETED_SUM_H
#define GAUSSMIX_CORE_PASS_COMPLETED_SUM_H

#include <optional>
#include <vector>

#include "../ground/types.h"
#include "../nouns/marginal.h"
#include "../nouns/statistics.h"
#include "../rows/patterns.h"
#include "component-lanes.h"
#include "scattered-rows.h"

namespace gaussmix {

// Statistics of rows with holes as a plan expects them to be of whole rows: sums that patterns have
// of the columns that they see, completed by the regressions of the others on these (Little and
// Rubin 2019, Statistical Analysis with Missing Data, section 11.2; Ghahramani and Jordan 1994). The
// plan and the origins must outlive it.
class CompletedSum {
 public:
  CompletedSum(const Plan& plan, ScatterRequest request, const Matrix& origins);

  // What is to be asked of a pattern's rows.
  ScatterRequest request() const { return sum_.request; }

  CompletedSum fresh() const { return {plan_, wanted_, origins_}; }
  double bytes() const;
  void merge(const CompletedSum& other);

  void add(const Pattern& pattern, const Marginal& marginal, const Statistics& of_seen);

  void add(ScatteredRows& rows);
  void add(PatternLanes& pattern);

  Statistics statistics() const;

 private:
  void add_component(const Pattern& pattern, const Marginal& marginal,
                     const Statistics& of_seen, Index k);
  void add_scatter(const Pattern& pattern, const Regression& regression,
                   const Matrix& of_seen, Matrix& scatter) const;
  void add_moments(const ScatteredRows& rows, Index k, const double* weighted,
                   double* room);
  void add_holes(const ScatteredRows& rows, const double* weighted);
  void add_variances(const ScatteredRows& rows, Index k, const double* weighted);
  Matrix holes_of(Index k) const;
  double least_pair_count(Index k) const;
  void add_spread(const Pattern& pattern, const Regression& regression, double count,
                  const Vector& sums, const Vector& expected, const Vector& shift,
                  Matrix& scatter) const;

  const Plan& plan_;
  ScatterRequest wanted_;
  const Matrix& origins_;
  Statistics sum_;
  std::vector<Matrix>
      holes_;      // of each component, what of its rows miss two columns, or one
  Matrix packed_;  // of scattered rows, triangles by rows, a column each
  std::optional<LaneSums> lanes_;  // of patterns with the components side by side
};

}  // namespace gaussmix

#endif
