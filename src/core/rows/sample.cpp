#include "sample.h"

#include <utility>

#include "memory-reader.h"
#include "observations.h"

namespace gaussmix {

Sample::Sample(Matrix cells, Vector weights, Index drawn_from)
    : Rows(RowCount(cells.rows(), weights.data()), cells.cols(), {}),
      cells_(std::move(cells)),
      weights_(std::move(weights)),
      drawn_from_(drawn_from) {}

std::unique_ptr<RowReader> Sample::reader() const {
  return std::make_unique<MemoryReader>(*this, cells_.data(), weights_.data());
}

Sample Sample::sample(Index m, Random& random) const {
  return Observations(cells_.data(), n_rows(), n_columns(), weights_.data(), origin())
      .sample(m, random);
}

}  // namespace gaussmix
