#include "patterns.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "../ground/watch.h"

namespace gaussmix {

namespace {

// Which cells of each row are there, a bit a column, in words; those of a row lie together.
class Masks {
 public:
  Masks(const double* cells, Index n_rows, Index n_columns)
      : words_((n_columns + bits - 1) / bits),
        of_rows_(static_cast<std::size_t>(n_rows * words_), 0),
        seen_(static_cast<std::size_t>(n_rows), 0) {
    for (Index j = 0; j < n_columns; ++j) {
      Watch::look_if_many(n_rows);
      const std::uint64_t bit = std::uint64_t{1} << (j % bits);
      for (Index i = 0; i < n_rows; ++i) {
        if (std::isnan(cells[i + j * n_rows])) continue;
        word(i, j / bits) |= bit;
        ++seen_[static_cast<std::size_t>(i)];
      }
    }
  }

  bool sees(Index row, Index column) const {
    return (word(row, column / bits) >> (column % bits)) & 1;
  }

  bool is_empty(Index row) const { return n_seen(row) == 0; }

  // Rows that see more columns come first; of those that see as many the one that sees the first
  // column in which they differ.
  bool before(Index a, Index b) const {
    if (n_seen(a) != n_seen(b)) return n_seen(a) > n_seen(b);
    return std::lexicographical_compare(begin(b), begin(b) + words_, begin(a),
                                        begin(a) + words_);
  }

 private:
  static constexpr Index bits = 64;

  const std::uint64_t* begin(Index row) const { return of_rows_.data() + row * words_; }
  std::uint64_t word(Index row, Index w) const { return begin(row)[w]; }
  std::uint64_t& word(Index row, Index w) {
    return of_rows_[static_cast<std::size_t>(row * words_ + w)];
  }

  Index n_seen(Index row) const { return seen_[static_cast<std::size_t>(row)]; }

  Index words_;
  std::vector<std::uint64_t> of_rows_;
  std::vector<std::int32_t> seen_;  // how many columns
};

}  // namespace

Patterns::Patterns(const double* cells, Index n_rows, Index n_columns,
                   const double* weights) {
  const Masks masks(cells, n_rows, n_columns);
  for (Index i = 0; i < n_rows; ++i) {
    if ((!weights || weights[i] > 0.0) && !masks.is_empty(i)) order_.push_back(i);
  }
  std::stable_sort(order_.begin(), order_.end(),
                   [&](Index a, Index b) { return masks.before(a, b); });
  for (std::size_t i = 0; i < order_.size(); ++i) {
    if (i > 0 && !masks.before(order_[i - 1], order_[i])) {
      ++all_.back().count;
      continue;
    }
    Pattern pattern;
    for (Index j = 0; j < n_columns; ++j)
      (masks.sees(order_[i], j) ? pattern.seen : pattern.missing).push_back(j);
    pattern.first = static_cast<Index>(i);
    pattern.count = 1;
    all_.push_back(std::move(pattern));
  }
}

}  // namespace gaussmix
