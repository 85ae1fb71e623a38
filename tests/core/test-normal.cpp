// The random numbers of the kernels: which they are, and their laws.

#include <catch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/ground/instruction-set.h"
#include "core/ground/random.h"
#include "sets.h"

using namespace gaussmix;

namespace {

using State = std::array<std::uint64_t, 4>;

// xoshiro256++ once more, for one stream; test-random.cpp has known answers.
std::uint64_t next_bits(State& s) {
  const auto rotate = [](std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); };
  const std::uint64_t result = rotate(s[0] + s[3], 23) + s[0];
  const std::uint64_t shifted = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate(s[3], 45);
  return result;
}

struct Streams {
  std::uint64_t words[stream_words];

  Streams(std::uint64_t seed, std::uint64_t stream) { seed_streams(seed, stream, words); }

  State state(int s) const {
    State state;
    for (int w = 0; w < 4; ++w)
      state[static_cast<std::size_t>(w)] = words[w * n_streams + s];
    return state;
  }

  void set(int s, const State& state) {
    for (int w = 0; w < 4; ++w)
      words[w * n_streams + s] = state[static_cast<std::size_t>(w)];
  }

  std::vector<double> uniforms(std::ptrdiff_t count) {
    std::vector<double> values(static_cast<std::size_t>(count));
    kernels().draw_uniforms(words, count, values.data());
    return values;
  }

  std::vector<double> normals(std::ptrdiff_t count) {
    std::vector<double> values(static_cast<std::size_t>(count));
    kernels().draw_normals(words, count, values.data());
    return values;
  }
};

double uniform_of(std::uint64_t bits) {
  return std::ldexp(static_cast<double>(2 * (bits >> 12) + 1), -53);
}

double normal_below(double z) { return 0.5 * std::erfc(-z * std::sqrt(0.5)); }

// The largest distance of an empirical distribution from probabilities, times sqrt(n).
// Beyond 2.6 once in 400,000 times (Kolmogorov: 2 exp(-2 x^2)).
double kolmogorov(std::vector<double> probabilities) {
  std::sort(probabilities.begin(), probabilities.end());
  const double n = static_cast<double>(probabilities.size());
  double worst = 0.0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double at = static_cast<double>(i);
    worst =
        std::max({worst, probabilities[i] - at / n, (at + 1.0) / n - probabilities[i]});
  }
  return worst * std::sqrt(n);
}

// The correlation of two sets of n numbers of known mean and variance, times sqrt(n):
// about normal.
template <class Left, class Right>
double correlation(std::size_t n, double mean, double variance, const Left& left,
                   const Right& right) {
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) sum += (left(i) - mean) * (right(i) - mean);
  return sum / variance / std::sqrt(static_cast<double>(n));
}

}  // namespace

TEST_CASE("streams of kernels are those of the generator, one after the other",
          "[normal]") {
  for (const std::uint64_t stream : {0ULL, 1ULL, ~0ULL}) {
    const Streams streams(42, stream);
    // The first begins where Random does.
    Random random(42, stream);
    State first = streams.state(0);
    for (int i = 0; i < 5; ++i) CHECK(next_bits(first) == random.bits());
    std::uint64_t mix = stream;
    std::uint64_t state = 42 ^ splitmix64(mix);
    for (int s = 0; s < n_streams; ++s) {
      for (const std::uint64_t word : streams.state(s)) CHECK(word == splitmix64(state));
    }
  }
}

TEST_CASE("uniform numbers are bitwise those of their streams", "[normal]") {
  for_each_instruction_set([] {
    Streams streams(7, 3);
    std::array<State, n_streams> states;
    for (int s = 0; s < n_streams; ++s)
      states[static_cast<std::size_t>(s)] = streams.state(s);
    for (const std::ptrdiff_t count : {0, 32, 96, 4096}) {
      std::size_t at = 0;
      int different = 0;
      for (const double u : streams.uniforms(count)) {
        different += u != uniform_of(next_bits(states[at++ % n_streams]));
      }
      CHECK(different == 0);
    }
  });
}

TEST_CASE("normal numbers are those of Box and Muller to the last digits", "[normal]") {
  for_each_instruction_set([] {
    Streams streams(19, 8);
    std::array<State, n_streams> states;
    for (int s = 0; s < n_streams; ++s)
      states[static_cast<std::size_t>(s)] = streams.state(s);
    const std::vector<double> normals = streams.normals(32000);
    const long double pi = 3.14159265358979323846264338327950288L;
    long double worst = 0.0L;
    for (std::size_t i = 0; i < normals.size(); i += 2 * n_streams) {
      for (std::size_t s = 0; s < n_streams; ++s) {
        const long double u = uniform_of(next_bits(states[s]));
        const std::uint64_t bits = next_bits(states[s]);
        const long double radius = std::sqrt(-2.0L * std::log(u));
        const long double angle =
            pi * (std::ldexp(static_cast<long double>(bits >> 12), -52) - 0.5L);
        const long double sign = bits % 2 == 0 ? 1.0L : -1.0L;
        const long double cosine = sign * radius * std::cos(angle);
        const long double sine = radius * std::sin(angle);
        worst = std::max(worst, std::abs(normals[i + s] - cosine) / radius);
        worst = std::max(worst, std::abs(normals[i + n_streams + s] - sine) / radius);
      }
    }
    CHECK(worst < 5e-16L);
  });
}

TEST_CASE("the largest and smallest radius are finite and not zero", "[normal]") {
  for_each_instruction_set([] {
    Streams streams(1, 1);
    // The first bits of these streams are all zero and all one.
    for (int s = 0; s < n_streams; ++s) {
      const std::uint64_t other = streams.words[n_streams + s];
      streams.set(s, {0, other, ~other, s % 2 == 0 ? 0 : ~0ULL});
    }
    Streams copy = streams;
    const std::vector<double> u = copy.uniforms(32);
    CHECK(u[0] == 0x1p-53);
    CHECK(u[1] == 1.0 - 0x1p-53);
    const std::vector<double> z = streams.normals(32);
    for (std::size_t s = 0; s < n_streams; ++s) {
      // sqrt(2 * 53 log 2) and sqrt(2^-52).
      const double radius = s % 2 == 0 ? 8.571674348652905 : 0x1p-26;
      CHECK(std::hypot(z[s], z[s + n_streams]) == Approx(radius).epsilon(1e-14));
    }
  });
}

TEST_CASE("streams go on where they stopped", "[normal]") {
  for_each_instruction_set([] {
    Streams whole(3, 4);
    Streams parts(3, 4);
    const std::vector<double> all = whole.normals(1024);
    std::vector<double> pieces;
    for (const std::ptrdiff_t count : {32, 64, 928}) {
      const std::vector<double> some = parts.normals(count);
      pieces.insert(pieces.end(), some.begin(), some.end());
    }
    CHECK(pieces == all);
    CHECK(parts.uniforms(32) == whole.uniforms(32));
  });
}

TEST_CASE("uniform numbers fill (0, 1)", "[normal]") {
  Streams streams(5, 0);
  const std::vector<double> u = streams.uniforms(1 << 20);
  const double n = static_cast<double>(u.size());
  CHECK(kolmogorov(u) < 2.6);
  // Chi-squared of 1000 bins: mean 999, standard deviation sqrt(2 * 999) = 44.7.
  std::vector<double> counts(1000);
  for (const double x : u) ++counts[static_cast<std::size_t>(1000.0 * x)];
  double chi = 0.0;
  for (const double count : counts)
    chi += (count - n / 1000) * (count - n / 1000) / (n / 1000);
  CHECK(std::abs(chi - 999.0) < 5.0 * 44.7);
}

TEST_CASE("normal numbers are normal, in each stream and both of a pair", "[normal]") {
  Streams streams(11, 2);
  const std::vector<double> z = streams.normals(1 << 20);
  const double n = static_cast<double>(z.size());
  // E z^p = 0, 1, 0, 3, 0, 15 with variances E z^2p - (E z^p)^2.
  const std::array<double, 6> means = {0, 1, 0, 3, 0, 15};
  const std::array<double, 6> variances = {1, 2, 15, 96, 945, 10170};
  std::array<double, 6> sums{};
  for (const double x : z) {
    double power = 1.0;
    for (double& sum : sums) sum += (power *= x);
  }
  for (std::size_t p = 0; p < 6; ++p) {
    CHECK(std::abs(sums[p] / n - means[p]) < 5.0 * std::sqrt(variances[p] / n));
  }
  std::vector<double> below;
  for (const double x : z) below.push_back(normal_below(x));
  CHECK(kolmogorov(below) < 2.6);
  for (std::size_t place = 0; place < 2 * n_streams; ++place) {
    std::vector<double> mine;
    for (std::size_t i = place; i < below.size(); i += 2 * n_streams)
      mine.push_back(below[i]);
    CHECK(kolmogorov(mine) < 2.6);
  }
}

TEST_CASE("tails of normal numbers are as heavy as they should be", "[normal]") {
  const double n = 2e7;
  std::array<std::array<double, 2>, 3> counts{};  // beyond 3, 4 and 5, on each side
  for (std::uint64_t block = 0; block < 20; ++block) {
    Streams streams(23, block);
    for (const double z : streams.normals(1000000)) {
      if (!(std::abs(z) < 8.6)) FAIL("not a number that can be: " << z);
      for (std::size_t t = 0; t < 3 && std::abs(z) > static_cast<double>(t + 3); ++t) {
        ++counts[t][z > 0.0];
      }
    }
  }
  for (std::size_t t = 0; t < 3; ++t) {
    const double expected = n * normal_below(-static_cast<double>(t + 3));
    for (const double count : counts[t]) {
      CAPTURE(t);
      // Beyond 5 there are 5.7 on either side: more than 23 once in 10^8 times.
      CHECK(std::abs(count - expected) < (t < 2 ? 5.0 * std::sqrt(expected) : 17.0));
    }
  }
}

TEST_CASE("streams, neighbours and blocks of random numbers do not correlate",
          "[normal]") {
  const std::size_t n = 1 << 19;
  const auto at = [](const std::vector<double>& x, std::size_t step, std::size_t first) {
    return [&x, step, first](std::size_t i) { return x[first + step * i]; };
  };
  const auto squares = [](const std::vector<double>& x, std::size_t step,
                          std::size_t first) {
    return [&x, step, first](std::size_t i) {
      return x[first + step * i] * x[first + step * i];
    };
  };
  Streams streams(31, 0);
  Streams next_block(31, 1);
  Streams next_seed(32, 0);
  const std::vector<double> z = streams.normals(n);
  const std::vector<double> block = next_block.normals(n);
  const std::vector<double> seed = next_seed.normals(n);
  double worst = 0.0;
  const auto look = [&](double value) { worst = std::max(worst, std::abs(value)); };
  // Streams, and the two numbers of a pair, with each other.
  const std::size_t step = 2 * n_streams;
  for (std::size_t a = 0; a < step; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      look(correlation(n / step, 0.0, 1.0, at(z, step, a), at(z, step, b)));
      look(correlation(n / step, 1.0, 2.0, squares(z, step, a), squares(z, step, b)));
    }
  }
  for (std::size_t lag = 1; lag <= 3 * step; ++lag) {
    look(correlation(n - lag, 0.0, 1.0, at(z, 1, 0), at(z, 1, lag)));
    look(correlation(n - lag, 1.0, 2.0, squares(z, 1, 0), squares(z, 1, lag)));
  }
  for (const std::vector<double>* other : {&block, &seed}) {
    look(correlation(n, 0.0, 1.0, at(z, 1, 0), at(*other, 1, 0)));
    look(correlation(n, 1.0, 2.0, squares(z, 1, 0), squares(*other, 1, 0)));
  }
  // 340 numbers of which each exceeds 5.5 once in 10^7 times; squares a little more.
  CHECK(worst < 5.5);
}
