#ifndef GAUSSMIX_CORE_PASS_IN_ORDER_H
#define GAUSSMIX_CORE_PASS_IN_ORDER_H

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "../ground/types.h"

namespace gaussmix {

// Merges parts in the order of their numbers as they come in, so that no more of them
// are kept than have overtaken another. The whole must live as long.
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

}  // namespace gaussmix

#endif
