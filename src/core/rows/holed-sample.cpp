#include "holed-sample.h"

#include <cmath>
#include <utility>
#include <vector>

namespace gaussmix {

namespace {

Matrix cells_of(const IncompleteRows& from, const Sample& sample) {
  Matrix cells(sample.n_rows(), sample.n_columns());
  for (Index j = 0; j < cells.cols(); ++j) {
    for (Index i = 0; i < cells.rows(); ++i) cells(i, j) = from.cell(sample.number(i), j);
  }
  return cells;
}

}  // namespace

HoledSample::HoledSample(const IncompleteRows& from, const Sample& sample)
    : cells_(cells_of(from, sample)),
      rows_(incomplete_rows(cells_.data(), cells_.rows(), cells_.cols(),
                            sample.weights().data(), {})) {
  std::vector<double> fillings;
  std::vector<Index> places;
  for (Index i = 0; i < cells_.rows(); ++i) {
    places.push_back(static_cast<Index>(fillings.size()));
    for (Index j = 0; j < cells_.cols(); ++j) {
      if (std::isnan(cells_(i, j))) fillings.push_back(sample.cells()(i, j));
    }
  }
  rows_.fill(std::move(fillings), places);
}

}  // namespace gaussmix
