#ifndef GAUSSMIX_CORE_ROWS_ROWS_H
#define GAUSSMIX_CORE_ROWS_ROWS_H

#include <algorithm>
#include <memory>
#include <utility>

#include "../ground/random.h"
#include "../ground/types.h"
#include "../ground/watch.h"
#include "block.h"
#include "row-count.h"

namespace gaussmix {

class Sample;

// Gives blocks of rows to one thread.
class RowReader {
 public:
  virtual ~RowReader() = default;
  // Blocks count from 0; those of a part are asked for one after the other.
  virtual void read(Index number, Columns columns, Block& block) = 0;
};

// Where rows come from. Who sums them asks for blocks, of which block_rows() says how many rows
// each has, and knows neither where these lie nor in what pieces.
class Rows {
 public:
  virtual ~Rows() = default;

  Index n_rows() const { return count_.all; }
  Index n_columns() const { return n_columns_; }
  Index n_blocks() const { return gaussmix::n_blocks(n_rows(), n_columns()); }
  const RowCount& count() const { return count_; }

  // What is subtracted from every column on the way into the core: inside, coordinates are
  // relative to it, so data far from zero lose no digits.
  const Vector& origin() const { return origin_; }

  // Whether some values are not those of the data, but what holes are filled with; and whether
  // one is.
  virtual bool has_holes() const { return false; }
  virtual bool sees(Index /*row*/, Index /*column*/) const { return true; }

  // Each thread has readers of its own, which must not outlive the rows.
  virtual std::unique_ptr<RowReader> reader() const = 0;

  // All rows of positive weight if there are no more than m, else m of them drawn
  // without replacement in one sequential scan (Knuth, TAOCP 2, algorithm 3.4.2S).
  virtual Sample sample(Index m, Random& random) const = 0;

  // The place of a block among the rows, and room for it.
  void prepare(Index number, Columns columns, Block& block) const {
    const Index most = block_rows(n_columns());
    const Index first = number * most;
    block.prepare(first, std::min(most, n_rows() - first), n_columns(),
                  std::min(most, n_rows()), columns);
  }

 protected:
  // An origin without numbers is zero.
  Rows(const RowCount& count, Index n_columns, Vector origin)
      : count_(count), n_columns_(n_columns), origin_(std::move(origin)) {
    if (origin_.size() == 0) origin_.setZero(n_columns);
  }
  Rows(const Rows&) = default;
  Rows(Rows&&) = default;
  Rows& operator=(const Rows&) = default;
  Rows& operator=(Rows&&) = default;

 private:
  RowCount count_;
  Index n_columns_;
  Vector origin_;
};

// Calls look(block) for one block of rows after the other, all on this thread.
template <class Look>
void for_each_block(const Rows& rows, Columns columns, const Look& look) {
  const std::unique_ptr<RowReader> reader = rows.reader();
  Block block;
  for (Index b = 0; b < rows.n_blocks(); ++b) {
    if (b > 0) Watch::look();
    reader->read(b, columns, block);
    look(block);
  }
}

}  // namespace gaussmix

#endif
