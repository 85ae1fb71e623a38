#ifndef GAUSSMIX_CORE_KERNELS_NORMAL_H
#define GAUSSMIX_CORE_KERNELS_NORMAL_H

#include "../ground/kernels.h"
#include "lanes.h"

namespace gaussmix {
namespace {

typedef std::uint64_t WordCells
    __attribute__((vector_size(8 * GAUSSMIX_LANES), aligned(8), may_alias));

GAUSSMIX_INLINE Words rotate(Words x, int k) { return (x << k) | (x >> (64 - k)); }

// As many streams side by side as a vector has lanes, from stream `first` on. The
// others have kernels run over them in turn: what comes out does not depend on how
// many fit.
struct Streams {
  Words state[4];

  GAUSSMIX_INLINE void take(const std::uint64_t* words, int first) {
    GAUSSMIX_UNROLL
    for (int w = 0; w < 4; ++w) {
      state[w] = *reinterpret_cast<const WordCells*>(words + w * n_streams + first);
    }
  }

  GAUSSMIX_INLINE void give_back(std::uint64_t* words, int first) const {
    GAUSSMIX_UNROLL
    for (int w = 0; w < 4; ++w) {
      *reinterpret_cast<WordCells*>(words + w * n_streams + first) = state[w];
    }
  }

  // xoshiro256++, as Random has it for one stream.
  GAUSSMIX_INLINE Words bits() {
    const Words result = rotate(state[0] + state[3], 23) + state[0];
    const Words shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 45);
    return result;
  }
};

// The upper 52 bits as the fraction of a number in [1, 2).
GAUSSMIX_INLINE Lanes one_to_two(Words bits) {
  return (Lanes)((bits >> 12) | 0x3ff0000000000000);
}

// In (0, 1), odd multiples of 2^-53: neither end is possible, and 1 - u is as likely
// as u. The difference is exact.
GAUSSMIX_INLINE Lanes uniform(Words bits) {
  return one_to_two(bits) - 0x1.fffffffffffffp-1;
}

// sin(pi v) = v p(v^2) and cos(pi v) = q(v^2) for |v| <= 1/2. The polynomials meet
// these functions of v^2 at the nine Chebyshev nodes of [0, 1/4]; their coefficients,
// once rounded, leave both off by 1e-16 at most.
GAUSSMIX_INLINE Lanes sine_of_turn(Lanes v, Lanes t) {
  const Lanes t2 = t * t;
  const Lanes t4 = t2 * t2;
  const Lanes low = (0x1.921fb54442d18p+1 - 0x1.4abbce625be52p+2 * t) +
                    t2 * (0x1.466bc6775aa7dp+1 - 0x1.32d2cce627c86p-1 * t);
  const Lanes high = (0x1.5078348551854p-4 - 0x1.e3074dfaf87afp-8 * t) +
                     t2 * (0x1.e8f3675ee37ddp-12 - 0x1.6f7acdb8f6580p-16 * t);
  return v * (low + t4 * (high + t4 * 0x1.9d462020fcc78p-21));
}

GAUSSMIX_INLINE Lanes cosine_of_turn(Lanes t) {
  const Lanes t2 = t * t;
  const Lanes t4 = t2 * t2;
  const Lanes low = (1.0 - 0x1.3bd3cc9be45dbp+2 * t) +
                    t2 * (0x1.03c1f081b5992p+2 - 0x1.55d3c7e3bfbf5p+0 * t);
  const Lanes high = (0x1.e1f506813a321p-3 - 0x1.a6d1efc8c38bep-6 * t) +
                     t2 * (0x1.f9d254582ac30p-10 - 0x1.b6957b54dd389p-14 * t);
  return low + t4 * (high + t4 * 0x1.1678f9078a9b3p-18);
}

void draw_uniforms(std::uint64_t* streams, std::ptrdiff_t count, double* values) {
  for (int first = 0; first < n_streams; first += lanes) {
    Streams mine;
    mine.take(streams, first);
    for (std::ptrdiff_t i = first; i < count; i += n_streams) {
      store(values + i, uniform(mine.bits()));
    }
    mine.give_back(streams, first);
  }
}

// Box and Muller (1958): a radius and an angle, which is that of a half circle and a
// sign of the cosine from a bit that the angle leaves over.
void draw_normals(std::uint64_t* streams, std::ptrdiff_t count, double* values) {
  for (int first = 0; first < n_streams; first += lanes) {
    Streams mine;
    mine.take(streams, first);
    for (std::ptrdiff_t i = first; i < count; i += 2 * n_streams) {
      const Lanes radius = square_root(-2.0 * logarithm(uniform(mine.bits())));
      const Words bits = mine.bits();
      const Lanes v = one_to_two(bits) - 1.5;
      const Lanes t = v * v;
      const Words cosine = (Words)(radius * cosine_of_turn(t)) ^ (bits << 63);
      store(values + i, (Lanes)cosine);
      store(values + i + n_streams, radius * sine_of_turn(v, t));
    }
    mine.give_back(streams, first);
  }
}

}  // namespace
}  // namespace gaussmix

#endif
