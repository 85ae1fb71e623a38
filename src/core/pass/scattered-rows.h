#ifndef GAUSSMIX_CORE_PASS_SCATTERED_ROWS_H
#define GAUSSMIX_CORE_PASS_SCATTERED_ROWS_H

#include <vector>

#include "../ground/kernels.h"
#include "../ground/room.h"
#include "../ground/types.h"
#include "../nouns/marginal.h"
#include "../rows/incomplete-rows.h"
#include "responses.h"

namespace gaussmix {

// Rows of many patterns and what a plan makes of them. Under correlations as many columns are
// missing in each row.
struct ScatteredRows {
  BlockWithHoles holed;
  Responses responses;
  Room completed;  // of each component, the rows less its centre, with what is expected
  Room spread;     // of each component, the triangle of the covariance of what is missing

  const Block& block() const { return holed.block; }
  double* completed_of(Index k) const {
    return completed.data() + k * block().n_columns * block().stride;
  }
  double* spread_of(Index k) const {
    return spread.data() + k * n_pairs() * block().stride;
  }
  // Of missing columns, each with itself, too.
  Index n_pairs() const { return triangle_size(holed.n_missing); }
};

// The E-step of scattered rows: rows side by side, each with the precision of what it misses
// where there are correlations, which a pattern would do with the covariance of what it sees.
class ScatteredResponder {
 public:
  // Whether no column is so near to what the others make of it that a precision has too few
  // digits.
  static bool suits(const Marginals& marginals);

  // The plan must live as long.
  explicit ScatteredResponder(const Plan& plan);

  // So many rows, by their places in the order of patterns.
  void read(const IncompleteRows& from, const Index* places, Index count, Index n_missing,
            ScatteredRows& rows) const;

  // False if some row is so far from all components that it must be looked at by itself.
  bool respond(ScatteredRows& rows) const;

 private:
  bool correlated() const { return plan_.whitening.shape() == Shape::full; }
  void complete_correlated(ScatteredRows& rows) const;
  void complete_independent(ScatteredRows& rows) const;

  const Plan& plan_;
  const Kernels& kernels_;
  std::vector<Matrix> precisions_;  // of full factors
  // Of independent columns (d x K), and what each adds to the log density where it is missing.
  Matrix scales_;
  Matrix of_missing_;
};

}  // namespace gaussmix

#endif
