#ifndef GAUSSMIX_CORE_GROUND_RANDOM_H
#define GAUSSMIX_CORE_GROUND_RANDOM_H

#include <cmath>
#include <cstdint>

#include "kernels.h"

namespace gaussmix {

// One step of splitmix64 (Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195).
inline std::uint64_t splitmix64(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

// Where splitmix64 begins to make the state of a stream.
inline std::uint64_t stream_state(std::uint64_t seed, std::uint64_t stream) {
  return seed ^ splitmix64(stream);
}

// xoshiro256++ (Blackman and Vigna 2021, doi 10.1145/3460772). A seed has as many
// independent streams as are asked for; a block or a start has a stream of its
// own, so draws do not depend on which thread makes them. The standard library's
// distributions are not used: they differ between implementations.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream) {
    std::uint64_t state = stream_state(seed, stream);
    for (std::uint64_t& word : state_) word = splitmix64(state);
  }

  std::uint64_t bits() {
    const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  // In [0, 1), 53 bits.
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

 private:
  static std::uint64_t rotate(std::uint64_t x, int k) {
    return (x << k) | (x >> (64 - k));
  }

  std::uint64_t state_[4];
};

// One normal deviate: Box and Muller 1958. Kernels make many at once.
inline double normal(Random& random) {
  constexpr double two_pi = 6.283185307179586476925286766559;
  const double radius = std::sqrt(-2.0 * std::log(1.0 - random.uniform()));
  return radius * std::cos(two_pi * random.uniform());
}

// The same generator for kernels: streams that run side by side, one after the other
// from where Random would begin.
inline void seed_streams(std::uint64_t seed, std::uint64_t stream,
                         std::uint64_t (&streams)[stream_words]) {
  std::uint64_t state = stream_state(seed, stream);
  for (int s = 0; s < n_streams; ++s) {
    for (int w = 0; w < 4; ++w) streams[w * n_streams + s] = splitmix64(state);
  }
}

}  // namespace gaussmix

#endif
