// The random generator: known answers and moments.

#include <catch.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/ground/random.h"

using gaussmix::Random;
using gaussmix::splitmix64;

// The answers come from these lines of Python, whose integers do not overflow.
// The first three of splitmix64 from 1234567 and of next([1, 2, 3, 4]) = 41943041,
// 58720359, 3588806011781223 agree with the published ones.
//
//   M = 2**64 - 1
//   def splitmix(s):
//       s = (s + 0x9e3779b97f4a7c15) & M
//       z = ((s ^ (s >> 30)) * 0xbf58476d1ce4e5b9) & M
//       z = ((z ^ (z >> 27)) * 0x94d049bb133111eb) & M
//       return s, z ^ (z >> 31)
//   def rotl(x, k): return ((x << k) | (x >> (64 - k))) & M
//   def seeded(seed, stream):
//       state, s = seed ^ splitmix(stream)[1], []
//       for _ in range(4):
//           state, word = splitmix(state); s.append(word)
//       return s
//   def next(s):
//       r = (rotl((s[0] + s[3]) & M, 23) + s[0]) & M
//       t = (s[1] << 17) & M
//       s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]
//       s[2] ^= t; s[3] = rotl(s[3], 45)
//       return r

TEST_CASE("splitmix64 gives the known answers", "[random]") {
  std::uint64_t state = 0;
  CHECK(splitmix64(state) == 0xe220a8397b1dcdafULL);
  CHECK(splitmix64(state) == 0x6e789e6aa1b965f4ULL);
  CHECK(splitmix64(state) == 0x6c45d188009454fULL);
  state = 1234567;
  CHECK(splitmix64(state) == 6457827717110365317ULL);
  CHECK(splitmix64(state) == 3203168211198807973ULL);
  CHECK(splitmix64(state) == 9817491932198370423ULL);
}

TEST_CASE("xoshiro256++ gives the known answers", "[random]") {
  struct Answer {
    std::uint64_t seed, stream;
    std::array<std::uint64_t, 4> bits;
  };
  const std::vector<Answer> answers = {
      {0,
       0,
       {0x84f09bf307c1073a, 0xc82ffb597ceee51b, 0xadf96905c5df4417, 0xe9d9a8489d042c93}},
      {42,
       0,
       {0x5b5e4a1bffcbb2f3, 0xdad6b47570f6111d, 0xaa41d8357b710b2f, 0xf02f3789cdc59c40}},
      {42,
       1,
       {0x4d508bae6104bff7, 0x534b2b63a88304f1, 0x3ac1b4daf5b49882, 0x34ba4dc49afa3b91}},
      {~0ULL,
       1ULL << 63,
       {0xa69aae59048ab9c2, 0x907a5d3950569583, 0x942643a1dec7008f, 0x227b4e163167877b}}};
  for (const Answer& answer : answers) {
    Random random(answer.seed, answer.stream);
    for (const std::uint64_t bits : answer.bits) CHECK(random.bits() == bits);
    // A uniform number is the upper 53 bits over 2^53.
    Random again(answer.seed, answer.stream);
    for (const std::uint64_t bits : answer.bits) {
      CHECK(again.uniform() == std::ldexp(static_cast<double>(bits >> 11), -53));
    }
  }
}

TEST_CASE("uniform numbers fill [0, 1)", "[random]") {
  Random random(7, 0);
  const int n = 1000000;
  std::array<int, 20> bins{};
  double sum = 0.0;
  for (int i = 0; i < n; ++i) {
    const double u = random.uniform();
    if (!(u >= 0.0 && u < 1.0)) FAIL("outside of [0, 1): " << u);
    sum += u;
    ++bins[static_cast<std::size_t>(u * 20.0)];
  }
  // Five standard errors: sqrt(1 / 12 / n), and sqrt(n / 20 * 19 / 20) for a bin.
  CHECK(std::abs(sum / n - 0.5) < 5.0 * std::sqrt(1.0 / 12.0 / n));
  for (const int count : bins)
    CHECK(std::abs(count - n / 20) < 5.0 * std::sqrt(n * 0.0475));
}

TEST_CASE("streams of one seed differ, as do seeds of one stream", "[random]") {
  CHECK(Random(1, 0).bits() == Random(1, 0).bits());
  CHECK(Random(1, 0).bits() != Random(1, 1).bits());
  CHECK(Random(1, 0).bits() != Random(2, 0).bits());
  // Neighbouring streams do not correlate.
  const int n = 100000;
  Random a(5, 0);
  Random b(5, 1);
  double sum = 0.0;
  for (int i = 0; i < n; ++i) sum += (a.uniform() - 0.5) * (b.uniform() - 0.5);
  CHECK(std::abs(sum / n) < 5.0 / 12.0 / std::sqrt(n));
}
