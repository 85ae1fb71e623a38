#ifndef GAUSSMIX_CORE_PASS_RUN_H
#define GAUSSMIX_CORE_PASS_RUN_H

#include <algorithm>
#include <memory>
#include <utility>

#include "../ground/parallel.h"
#include "../ground/types.h"
#include "../ground/watch.h"
#include "../rows/block.h"
#include "../rows/rows.h"
#include "desk.h"
#include "in-order.h"
#include "responder.h"

namespace gaussmix {

// How many partial sums a pass keeps: fixed by the problem so that the order of
// additions, hence every bit of the result, is the same for any thread count; fewer
// where one is large, as to add it up takes time.
inline Index n_partials(Index n_blocks_, double bytes_of_one) {
  constexpr double budget = 4.0 * 1024 * 1024;
  const double affordable = std::clamp(budget / std::max(bytes_of_one, 1.0), 16.0, 64.0);
  return std::clamp<Index>(n_blocks_, 1, static_cast<Index>(affordable));
}

// Below this many cells times components a thread costs more than it saves.
inline bool worth_threads(Index n_rows, Index n_columns, Index n_components) {
  return static_cast<double>(n_rows) * static_cast<double>(n_columns) *
             static_cast<double>(n_components) >
         1e5;
}

// A sink is where responses go, any class with these functions: receive() takes a block and what a
// responder made of it, fresh() is an empty sink for a partial sum, merge() adds that of the next
// partial sum, bytes() is what one costs, and columns() how it takes those of blocks. Sums are
// those of StatisticsSink; sinks of rows write to memory of the caller.

// Feeds the blocks first, ..., last - 1 through a responder into a sink.
template <class Sink>
void run_over_blocks(const Rows& rows, const Responder& responder, Index first, Index last,
                     Desk& desk, Sink& sink) {
  const std::unique_ptr<RowReader> reader = rows.reader();
  const bool close =
      responder.columns() == Columns::close && sink.columns() == Columns::close;
  for (Index b = first; b < last; ++b) {
    if (b > first) Watch::look();
    reader->read(b, close ? Columns::close : Columns::apart, desk.block);
    responder.respond(desk.block, desk.responses);
    sink.receive(desk.block, desk.responses);
  }
}

// One pass over rows that this process reads. The result does not depend on the number of
// threads.
template <class Sink>
void run_over_rows(const Rows& rows, const Responder& responder, int n_threads,
                   Sink& sink) {
  const Index blocks = rows.n_blocks();
  const Index partials = n_partials(blocks, sink.bytes());
  if (partials == 1) {
    // Small data are passed over thousands of times, and to find memory would take a good
    // part of the time.
    static thread_local Desk desk;
    run_over_blocks(rows, responder, 0, blocks, desk, sink);
    constexpr Index most_kept = 1 << 15;
    if (desk.size() > most_kept) desk = Desk();
    return;
  }
  const bool worth =
      worth_threads(rows.n_rows(), rows.n_columns(), responder.n_components());
  InOrder<Sink> whole(sink, partials);
  Pool<Desk> desks;
  parallel_for(partials, worth ? n_threads : 1, [&](Index p) {
    Sink part = whole.fresh();
    std::unique_ptr<Desk> desk = desks.take();
    run_over_blocks(rows, responder, blocks * p / partials, blocks * (p + 1) / partials,
                    *desk, part);
    desks.give_back(std::move(desk));
    whole.add(p, std::move(part));
  });
}

}  // namespace gaussmix

#endif
