#ifndef GAUSSMIX_CORE_PASS_DESK_H
#define GAUSSMIX_CORE_PASS_DESK_H

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "../ground/types.h"
#include "../rows/block.h"
#include "responses.h"

namespace gaussmix {

// What blocks need on their way.
struct Desk {
  Block block;
  Responses responses;

  Index size() const {
    return block.room.size() + responses.columns.size() + responses.room.size();
  }
};

// What tasks that have ended worked with, for those that begin. Memory that went back to the
// system in between would be cleared anew for every task, page by page.
template <class T>
class Pool {
 public:
  std::unique_ptr<T> take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return std::make_unique<T>();
    std::unique_ptr<T> one = std::move(free_.back());
    free_.pop_back();
    return one;
  }

  void give_back(std::unique_ptr<T> one) {
    const std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(std::move(one));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> free_;
};

}  // namespace gaussmix

#endif
