#include "sample.h"

#include <utility>

#include "memory-reader.h"
#include "observations.h"

namespace gaussmix {

Sample::Sample(Matrix cells, Vector weights, Index drawn_from, std::vector<Index> numbers)
    : Rows(RowCount(cells.rows(), weights.data()), cells.cols(), {}),
      cells_(std::move(cells)),
      weights_(std::move(weights)),
      drawn_from_(drawn_from),
      numbers_(std::move(numbers)) {}

std::unique_ptr<RowReader> Sample::reader() const {
  return std::make_unique<MemoryReader>(*this, cells_.data(), weights_.data());
}

Sample Sample::sample(Index m, Random& random) const {
  Sample drawn =
      Observations(cells_.data(), n_rows(), n_columns(), weights_.data(), origin())
          .sample(m, random);
  if (has_holes()) drawn.mark_filled(*this);
  for (Index& at : drawn.numbers_) at = number(at);
  return drawn;
}

void Sample::mark_filled(const Rows& from) {
  filled_.clear();
  for (Index j = 0; j < n_columns(); ++j) {
    for (Index i = 0; i < n_rows(); ++i) filled_.push_back(!from.sees(number(i), j));
  }
}

}  // namespace gaussmix
