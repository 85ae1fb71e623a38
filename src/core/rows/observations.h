#ifndef GAUSSMIX_CORE_ROWS_OBSERVATIONS_H
#define GAUSSMIX_CORE_ROWS_OBSERVATIONS_H

#include <memory>

#include "../ground/random.h"
#include "../ground/types.h"
#include "rows.h"
#include "sample.h"

namespace gaussmix {

// Rows in memory that belong to somebody else and must live as long: n x d, column-major.
class Observations final : public Rows {
 public:
  // `weights` are null where every weight is one.
  Observations(const double* values, Index n_rows, Index n_columns, const double* weights,
               Vector origin);

  const double* values() const { return values_; }
  const double* weights() const { return weights_; }

  std::unique_ptr<RowReader> reader() const override;

  Sample sample(Index m, Random& random) const override;

 private:
  const double* values_;
  const double* weights_;
};

}  // namespace gaussmix

#endif
