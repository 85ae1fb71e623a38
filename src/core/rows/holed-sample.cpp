#include "holed-sample.h"

#include <cmath>
#include <utility>
#include <vector>

namespace gaussmix {

namespace {

Matrix seen_cells(const Sample& sample) {
  Matrix cells = sample.cells();
  for (Index j = 0; j < cells.cols(); ++j) {
    for (Index i = 0; i < cells.rows(); ++i) {
      if (!sample.sees(i, j)) cells(i, j) = NAN;
    }
  }
  return cells;
}

}  // namespace

HoledSample::HoledSample(const Sample& sample)
    : cells_(seen_cells(sample)),
      rows_(incomplete_rows(cells_.data(), cells_.rows(), cells_.cols(),
                            sample.weights().data(), {})) {
  std::vector<double> fillings;
  std::vector<Index> places;
  for (Index i = 0; i < cells_.rows(); ++i) {
    places.push_back(static_cast<Index>(fillings.size()));
    for (Index j = 0; j < cells_.cols(); ++j) {
      if (!sample.sees(i, j)) fillings.push_back(sample.cells()(i, j));
    }
  }
  rows_.fill(std::move(fillings), places);
}

}  // namespace gaussmix
