#ifndef GAUSSMIX_CORE_KERNELS_LANES_H
#define GAUSSMIX_CORE_KERNELS_LANES_H

// Vectors of doubles in the width that GAUSSMIX_LANES names, by the vector types of
// GCC and Clang. A file of kernels is compiled once for each instruction set; all
// names live in an unnamed namespace, and nothing of the standard library is called,
// so that no function compiled for one set can stand in for that of another.

#include <cstddef>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define GAUSSMIX_INLINE inline __attribute__((always_inline))
// The tiles below are arrays of registers only where their loops are unrolled.
#if defined(__clang__)
#define GAUSSMIX_UNROLL _Pragma("unroll")
#else
#define GAUSSMIX_UNROLL _Pragma("GCC unroll 32")
#endif

namespace gaussmix {
namespace {

constexpr int lanes = GAUSSMIX_LANES;

typedef double Lanes __attribute__((vector_size(8 * GAUSSMIX_LANES)));
typedef std::int64_t Bits __attribute__((vector_size(8 * GAUSSMIX_LANES)));
typedef std::uint64_t Words __attribute__((vector_size(8 * GAUSSMIX_LANES)));
typedef double Cells
    __attribute__((vector_size(8 * GAUSSMIX_LANES), aligned(8), may_alias));

GAUSSMIX_INLINE Lanes load(const double* from) {
  return *reinterpret_cast<const Cells*>(from);
}

GAUSSMIX_INLINE void store(double* to, Lanes value) {
  *reinterpret_cast<Cells*>(to) = value;
}

GAUSSMIX_INLINE Lanes splat(double value) { return value - Lanes{}; }

GAUSSMIX_INLINE Lanes larger(Lanes a, Lanes b) { return a > b ? a : b; }

GAUSSMIX_INLINE Lanes square_root(Lanes x) {
#if defined(__x86_64__) && GAUSSMIX_LANES == 8
  return (Lanes)_mm512_maskz_sqrt_pd(0xff, (__m512d)x);
#elif defined(__x86_64__) && GAUSSMIX_LANES == 4
  return (Lanes)_mm256_sqrt_pd((__m256d)x);
#elif defined(__x86_64__)
  return (Lanes)_mm_sqrt_pd((__m128d)x);
#else
  Lanes root = x;
  for (int i = 0; i < lanes; ++i) root[i] = __builtin_sqrt(x[i]);
  return root;
#endif
}

// Adding one and a half times 2^52 rounds to a whole number, which then stands in
// the low bits.
constexpr double rounds = 0x1.8p52;

// exp(x) for x <= 0; zero below -708, where the result would leave the normal
// doubles. x = n log 2 + r with |r| <= log(2) / 2, and exp(r) = 1 + r + r^2 p(r), where
// p meets (exp(r) - 1 - r) / r^2 at the ten Chebyshev nodes of that interval: off by
// 2e-17 at most, which is below rounding.
GAUSSMIX_INLINE Lanes exponential(Lanes x) {
  constexpr double log2_e = 0x1.71547652b82fep+0;
  constexpr double log_2_high = 0x1.62e42fefa3800p-1;
  constexpr double log_2_low = 0x1.ef35793c76730p-45;
  const Lanes shifted = x * log2_e + rounds;
  const Lanes n = shifted - rounds;
  const Lanes r = (x - n * log_2_high) - n * log_2_low;
  const Lanes r2 = r * r;
  const Lanes r4 = r2 * r2;
  const Lanes low = (1.0 + r) + r2 * (0x1.0000000000001p-1 + 0x1.5555555555556p-3 * r);
  const Lanes middle = (0x1.5555555553d68p-5 + 0x1.11111111109b5p-7 * r) +
                       r2 * (0x1.6c16c17889ef1p-10 + 0x1.a01a01a7c2efep-13 * r);
  const Lanes high = (0x1.a019b9149a41cp-16 + 0x1.71de0db2f6b19p-19 * r) +
                     r2 * (0x1.28917c89a43a7p-22 + 0x1.af389ecfc4b9cp-26 * r);
  const Lanes power = low + r4 * (middle + r4 * high);
  const Lanes result = (Lanes)((Words)power + ((Words)shifted << 52));
  return x < -708.0 ? Lanes{} : result;
}

// log(x) for normal x > 0: x = 2^n m with m in [sqrt(1/2), sqrt(2)), and log(m) =
// 2 artanh(s), s = (m - 1) / (m + 1), by its power series: |s| < .172, so that
// eleven terms leave 1e-18.
GAUSSMIX_INLINE Lanes logarithm(Lanes x) {
  constexpr double log_2_high = 0x1.62e42fefa3800p-1;
  constexpr double log_2_low = 0x1.ef35793c76730p-45;
  constexpr std::uint64_t sqrt_half = 0x3fe6a09e667f3bcd;
  // n + 1024, for only AVX-512 shifts negative numbers, comes to a double by way of
  // the low bits of 2^52.
  constexpr std::uint64_t shift = std::uint64_t{1024} << 52;
  constexpr std::uint64_t two_52 = 0x4330000000000000;
  const Words whole = ((Words)x + (shift - sqrt_half)) >> 52;
  const Lanes m = (Lanes)((Words)x - (whole << 52) + shift);
  const Lanes n = (Lanes)(whole | two_52) - (0x1.0p52 + 1024.0);
  const Lanes s = (m - 1.0) / (m + 1.0);
  const Lanes t = s * s;
  const Lanes t2 = t * t;
  const Lanes t4 = t2 * t2;
  const Lanes low = (2.0 / 3.0 + 2.0 / 5.0 * t) + t2 * (2.0 / 7.0 + 2.0 / 9.0 * t);
  const Lanes middle = (2.0 / 11.0 + 2.0 / 13.0 * t) + t2 * (2.0 / 15.0 + 2.0 / 17.0 * t);
  const Lanes high = (2.0 / 19.0 + 2.0 / 21.0 * t) + t2 * (2.0 / 23.0);
  const Lanes series = low + t4 * (middle + t4 * high);
  return n * log_2_high + ((s + s) + (s * t * series + n * log_2_low));
}

// A product of normal numbers > 0, in whatever units: the mantissas' and the sum of the exponents.
struct Product {
  Lanes mantissa;
  Lanes exponent;
};

GAUSSMIX_INLINE Product times(const Product& product, Lanes x) {
  constexpr std::uint64_t of_mantissa = 0x000fffffffffffff;
  constexpr std::uint64_t one = 0x3ff0000000000000;
  constexpr std::uint64_t two_52 = 0x4330000000000000;
  const Words bits = (Words)(x * product.mantissa);
  return {(Lanes)((bits & of_mantissa) | one),
          product.exponent + ((Lanes)((bits >> 52) | two_52) - (0x1.0p52 + 1023.0))};
}

GAUSSMIX_INLINE Lanes logarithm(const Product& product) {
  constexpr double log_2_high = 0x1.62e42fefa3800p-1;
  constexpr double log_2_low = 0x1.ef35793c76730p-45;
  return product.exponent * log_2_high +
         (logarithm(product.mantissa) + product.exponent * log_2_low);
}

// The lanes of a and b two by two: what is added are halves of both.
#if defined(__clang__)
#define GAUSSMIX_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define GAUSSMIX_SHUFFLE(a, b, ...) __builtin_shuffle(a, b, Bits{__VA_ARGS__})
#endif

// Sums of the lanes of `lanes` vectors, in one vector: rows and columns of a square
// change places while they are added.
GAUSSMIX_INLINE Lanes sums_of_lanes(const Lanes (&v)[lanes]) {
#if GAUSSMIX_LANES == 8
  Lanes two[4];
  Lanes four[2];
  GAUSSMIX_UNROLL
  for (int i = 0; i < 4; ++i) {
    two[i] = GAUSSMIX_SHUFFLE(v[2 * i], v[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14) +
             GAUSSMIX_SHUFFLE(v[2 * i], v[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  GAUSSMIX_UNROLL
  for (int i = 0; i < 2; ++i) {
    four[i] = GAUSSMIX_SHUFFLE(two[2 * i], two[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13) +
              GAUSSMIX_SHUFFLE(two[2 * i], two[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
  }
  return GAUSSMIX_SHUFFLE(four[0], four[1], 0, 1, 2, 3, 8, 9, 10, 11) +
         GAUSSMIX_SHUFFLE(four[0], four[1], 4, 5, 6, 7, 12, 13, 14, 15);
#elif GAUSSMIX_LANES == 4
  const Lanes a =
      GAUSSMIX_SHUFFLE(v[0], v[1], 0, 4, 2, 6) + GAUSSMIX_SHUFFLE(v[0], v[1], 1, 5, 3, 7);
  const Lanes b =
      GAUSSMIX_SHUFFLE(v[2], v[3], 0, 4, 2, 6) + GAUSSMIX_SHUFFLE(v[2], v[3], 1, 5, 3, 7);
  return GAUSSMIX_SHUFFLE(a, b, 0, 1, 4, 5) + GAUSSMIX_SHUFFLE(a, b, 2, 3, 6, 7);
#else
  return GAUSSMIX_SHUFFLE(v[0], v[1], 0, 2) + GAUSSMIX_SHUFFLE(v[0], v[1], 1, 3);
#endif
}

#if GAUSSMIX_LANES == 4
// Rows and columns of a square change places.
GAUSSMIX_INLINE void transpose(Lanes (&v)[lanes]) {
  const Lanes a = GAUSSMIX_SHUFFLE(v[0], v[1], 0, 4, 2, 6);
  const Lanes b = GAUSSMIX_SHUFFLE(v[0], v[1], 1, 5, 3, 7);
  const Lanes c = GAUSSMIX_SHUFFLE(v[2], v[3], 0, 4, 2, 6);
  const Lanes d = GAUSSMIX_SHUFFLE(v[2], v[3], 1, 5, 3, 7);
  v[0] = GAUSSMIX_SHUFFLE(a, c, 0, 1, 4, 5);
  v[1] = GAUSSMIX_SHUFFLE(b, d, 0, 1, 4, 5);
  v[2] = GAUSSMIX_SHUFFLE(a, c, 2, 3, 6, 7);
  v[3] = GAUSSMIX_SHUFFLE(b, d, 2, 3, 6, 7);
}
#endif

GAUSSMIX_INLINE double sum_of_lanes(Lanes v) {
  double sum = v[0];
  GAUSSMIX_UNROLL
  for (int i = 1; i < lanes; ++i) sum += v[i];
  return sum;
}

// What N vectors add up to, lane by lane, is added to N numbers.
template <int N>
GAUSSMIX_INLINE void add_lanes(const Lanes (&v)[N], double* to) {
  GAUSSMIX_UNROLL
  for (int first = 0; first < N; first += lanes) {
    Lanes part[lanes] = {};
    GAUSSMIX_UNROLL
    for (int i = 0; i < lanes; ++i) {
      if (first + i < N) part[i] = v[first + i];
    }
    const Lanes sums = sums_of_lanes(part);
    GAUSSMIX_UNROLL
    for (int i = 0; i < lanes; ++i) {
      if (first + i < N) to[first + i] += sums[i];
    }
  }
}

}  // namespace
}  // namespace gaussmix

#endif
