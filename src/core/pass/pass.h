#ifndef GAUSSMIX_CORE_PASS_PASS_H
#define GAUSSMIX_CORE_PASS_PASS_H

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "../ground/parallel.h"
#include "../ground/types.h"
#include "../ground/watch.h"
#include "../nouns/observations.h"
#include "../nouns/statistics.h"
#include "blocks.h"
#include "respond.h"
#include "sink.h"

namespace gaussmix {

// What blocks need on their way.
struct Desk {
  Block block;
  Responses responses;

  Index size() const {
    return block.room.size() + responses.columns.size() + responses.room.size();
  }
};

// Desks of tasks that have ended, for those that begin. Memory that went back to the
// system in between would be cleared anew for every task, page by page.
class Desks {
 public:
  std::unique_ptr<Desk> take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return std::make_unique<Desk>();
    std::unique_ptr<Desk> desk = std::move(free_.back());
    free_.pop_back();
    return desk;
  }

  void give_back(std::unique_ptr<Desk> desk) {
    const std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(std::move(desk));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Desk>> free_;
};

// Feeds the blocks first, ..., last - 1 through a responder into a sink.
template <class Sink>
void pass_over_blocks(const Observations& observations, const Responder& responder,
                      Index first, Index last, Desk& desk, Sink& sink) {
  const Index rows = block_rows(observations.n_columns);
  const bool close =
      responder.columns() == Columns::close && sink.columns() == Columns::close;
  for (Index b = first; b < last; ++b) {
    if (b > first) Watch::look();
    load_block(observations, b * rows, desk.block,
               close ? Columns::close : Columns::apart);
    responder.respond(desk.block, desk.responses);
    sink.receive(desk.block, desk.responses);
  }
}

// Below this many cells times components a thread costs more than it saves.
inline bool worth_threads(const Observations& observations, Index n_components) {
  return static_cast<double>(observations.n_rows) *
             static_cast<double>(observations.n_columns) *
             static_cast<double>(n_components) >
         1e5;
}

// Merges parts in the order of their numbers as they come in, so that no more of them
// are kept than have overtaken another.
template <class Sink>
class InOrder {
 public:
  InOrder(Sink& whole, Index n_parts)
      : whole_(whole),
        empty_(whole.fresh()),
        waiting_(static_cast<std::size_t>(n_parts)) {}

  Sink fresh() const { return empty_.fresh(); }

  void add(Index number, Sink&& part) {
    const std::lock_guard<std::mutex> lock(mutex_);
    waiting_[static_cast<std::size_t>(number)] = std::make_unique<Sink>(std::move(part));
    for (; next_ < waiting_.size() && waiting_[next_]; ++next_) {
      whole_.merge(*waiting_[next_]);
      waiting_[next_].reset();
    }
  }

 private:
  Sink& whole_;
  const Sink empty_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Sink>> waiting_;
  std::size_t next_ = 0;
};

// One pass over the data. The result does not depend on the number of threads.
template <class Sink>
void run_pass(const Observations& observations, const Responder& responder, int n_threads,
              Sink& sink) {
  const Index blocks = n_blocks(observations.n_rows, observations.n_columns);
  const Index partials = n_partials(blocks, sink.bytes());
  if (partials == 1) {
    // Small data are passed over thousands of times, and to find memory would take a good
    // part of the time.
    static thread_local Desk desk;
    pass_over_blocks(observations, responder, 0, blocks, desk, sink);
    constexpr Index most_kept = 1 << 15;
    if (desk.size() > most_kept) desk = Desk();
    return;
  }
  const int threads =
      worth_threads(observations, responder.n_components()) ? n_threads : 1;
  InOrder<Sink> whole(sink, partials);
  Desks desks;
  parallel_for(partials, threads, [&](Index p) {
    Sink part = whole.fresh();
    std::unique_ptr<Desk> desk = desks.take();
    pass_over_blocks(observations, responder, blocks * p / partials,
                     blocks * (p + 1) / partials, *desk, part);
    desks.give_back(std::move(desk));
    whole.add(p, std::move(part));
  });
}

// The statistics of a pass about the given origins.
Statistics sum_statistics(const Observations& observations, const Responder& responder,
                          ScatterRequest request, const Matrix& origins, int n_threads);

// The same, and once more about the new means if these lie so far from the
// origins that scatters about them would lose digits.
Statistics settled_statistics(const Observations& observations, const Responder& responder,
                              ScatterRequest request, const Matrix& origins,
                              int n_threads);

}  // namespace gaussmix

#endif
