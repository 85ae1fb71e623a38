#ifndef GAUSSMIX_CORE_GROUND_ROOM_H
#define GAUSSMIX_CORE_GROUND_ROOM_H

#include <cstdint>

#include "types.h"

namespace gaussmix {

// Memory for numbers that begins where a cache line does, so that no vector of the
// kernels lies across two lines. What stood in it is lost when it grows.
class Room {
 public:
  void reserve(Index size) {
    // Not by resize(): where there is no memory it would be left with what it freed.
    if (memory_.size() < size + line) memory_ = Vector(size + line);
  }

  Index size() const { return memory_.size(); }

  double* data() const {
    constexpr std::uintptr_t bytes = line * sizeof(double);
    const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
    return reinterpret_cast<double*>((address + bytes - 1) / bytes * bytes);
  }

  double& operator[](Index i) const { return data()[i]; }

 private:
  static constexpr Index line = 8;

  Vector memory_;
};

}  // namespace gaussmix

#endif
