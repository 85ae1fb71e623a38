#include "incomplete-rows.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace gaussmix {

namespace {

// Goes through the rows in their order, and gives each its fillings.
class Filler {
 public:
  explicit Filler(const IncompleteRows& rows) : rows_(rows), row_(rows.n_columns()) {}

  // A row that is not before the last one; zeros where it has no weight.
  const Vector& row(Index number) {
    const Index block = number / block_rows(row_.size());
    if (block * block_rows(row_.size()) > next_ && !rows_.fillings().empty()) {
      next_ = block * block_rows(row_.size());
      hole_ = rows_.first_filling(block);
    }
    while (next_ < number) take(next_++);
    take(next_++);
    return row_;
  }

 private:
  void take(Index number) {
    row_.setZero();
    if (!(rows_.weight(number) > 0.0)) return;
    for (Index j = 0; j < row_.size(); ++j) {
      row_[j] = rows_.cell(number, j);
      if (std::isnan(row_[j])) row_[j] = filling();
    }
  }

  double filling() {
    if (hole_ >= rows_.fillings().size()) throw std::logic_error("a hole without filling");
    return rows_.fillings()[hole_++];
  }

  const IncompleteRows& rows_;
  Vector row_;
  Index next_ = 0;
  std::size_t hole_ = 0;
};

class FilledReader final : public RowReader {
 public:
  explicit FilledReader(const IncompleteRows& rows) : rows_(rows), filler_(rows) {}

  void read(Index number, Columns columns, Block& block) override {
    rows_.prepare(number, columns, block);
    for (Index i = 0; i < block.count; ++i) {
      const Vector& row = filler_.row(block.first + i);
      for (Index j = 0; j < block.n_columns; ++j) block.column(j)[i] = row[j];
      block.weights()[i] = rows_.weight(block.first + i);
    }
    block.fill_up();
  }

 private:
  const IncompleteRows& rows_;
  Filler filler_;
};

}  // namespace

IncompleteRows::IncompleteRows(const double* cells, Patterns patterns, Vector weights,
                               Vector origin)
    : Rows(RowCount(weights.size(), weights.data()), origin.size(), origin),
      cells_(cells),
      patterns_(std::move(patterns)),
      weights_(std::move(weights)),
      all_columns_(static_cast<std::size_t>(n_columns())) {
  std::iota(all_columns_.begin(), all_columns_.end(), Index{0});
}

bool IncompleteRows::sees(Index row, Index column) const {
  return !std::isnan(cells_[row + column * n_rows()]);
}

void IncompleteRows::fill(std::vector<double> fillings, const std::vector<Index>& places) {
  fillings_ = std::move(fillings);
  first_fillings_.clear();
  for (Index row = 0; row < n_rows(); row += block_rows(n_columns()))
    first_fillings_.push_back(
        static_cast<std::size_t>(places[static_cast<std::size_t>(row)]));
}

void IncompleteRows::read(const Pattern& pattern, Index from, Index count,
                          Block& block) const {
  const Index* numbers = patterns_.rows_from(pattern.first + from);
  block.prepare(numbers[0], count, static_cast<Index>(pattern.seen.size()), count,
                Columns::apart);
  block.numbers.assign(numbers, numbers + count);
  load(pattern.seen, numbers, pattern.count - from - count, block);
}

void IncompleteRows::read(const Index* places, Index count, Block& block) const {
  block.prepare(0, count, n_columns(), count, Columns::apart);
  for (Index i = 0; i < count; ++i) block.numbers.push_back(patterns_.row(places[i]));
  block.first = *std::min_element(block.numbers.begin(), block.numbers.end());
  load(all_columns_, block.numbers.data(), 0, block);
}

void IncompleteRows::load(const std::vector<Index>& columns, const Index* numbers,
                          Index more, Block& block) const {
  const Kernels& kernel = kernels();
  kernel.load_rows(block.count, numbers, more, weights_.data(), 0.0, block.weights());
  for (Index j = 0; j < block.n_columns; ++j) {
    const Index column = columns[static_cast<std::size_t>(j)];
    kernel.load_rows(block.count, numbers, more, cells_ + column * n_rows(),
                     origin()[column], block.column(j));
  }
  block.fill_up();
}

void IncompleteRows::read(const Index* places, Index count, Index n_missing,
                          BlockWithHoles& to) const {
  read(places, count, to.block);
  // Of rows that fill the block up the first columns will do.
  const Index stride = to.block.stride;
  to.n_missing = n_missing;
  to.missing.resize(static_cast<std::size_t>((n_missing + 1) * stride));
  for (Index c = 0; c < n_missing; ++c) {
    for (Index i = count; i < stride; ++i)
      to.missing[static_cast<std::size_t>(i + c * stride)] = static_cast<std::int32_t>(c);
  }
  kernels().find_missing(to.block.view(), count, to.missing.data());
}

Array IncompleteRows::seen_values(Index column) const {
  Array values(patterns_.n_rows());
  Index n = 0;
  for (Index i = 0; i < patterns_.n_rows(); ++i) {
    const double value = cell(patterns_.row(i), column);
    if (!std::isnan(value)) values[n++] = value;
  }
  return values.head(n);
}

std::unique_ptr<RowReader> IncompleteRows::reader() const {
  return std::make_unique<FilledReader>(*this);
}

Sample IncompleteRows::sample(Index m, Random& random) const {
  Filler filler(*this);
  Sample drawn = draw_sample(
      count(), n_columns(), m, random, [&](Index i) { return weight(i); },
      [&](Index i) -> const Vector& { return filler.row(i); });
  drawn.mark_filled(*this);
  return drawn;
}

IncompleteRows incomplete_rows(const double* cells, Index n_rows, Index n_columns,
                               const double* weights, Vector origin) {
  Patterns patterns(cells, n_rows, n_columns, weights);
  Vector own = Vector::Zero(n_rows);
  for (Index i = 0; i < patterns.n_rows(); ++i) {
    const Index row = patterns.row(i);
    own[row] = weights ? weights[row] : 1.0;
  }
  if (origin.size() == 0) origin.setZero(n_columns);
  return IncompleteRows(cells, std::move(patterns), std::move(own), std::move(origin));
}

}  // namespace gaussmix
