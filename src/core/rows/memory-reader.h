#ifndef GAUSSMIX_CORE_ROWS_MEMORY_READER_H
#define GAUSSMIX_CORE_ROWS_MEMORY_READER_H

#include "../ground/types.h"
#include "rows.h"

namespace gaussmix {

// Reads columns that stand in memory, n_rows apart.
class MemoryReader final : public RowReader {
 public:
  // All of it must live as long. `weights` are null where every weight is one.
  MemoryReader(const Rows& rows, const double* values, const double* weights);

  void read(Index number, Columns columns, Block& block) override;

 private:
  void read_weights(Block& block) const;

  const Rows& rows_;
  const double* values_;
  const double* weights_;
};

}  // namespace gaussmix

#endif
