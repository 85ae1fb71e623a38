#ifndef GAUSSMIX_CORE_KERNELS_REGRESS_H
#define GAUSSMIX_CORE_KERNELS_REGRESS_H

#include "../ground/kernels.h"
#include "lanes.h"
#include "triangles.h"

namespace gaussmix {
namespace {

GAUSSMIX_INLINE void add_to(double* to, Lanes value) { store(to, load(to) + value); }

// Column `from` of triangles goes behind column `to`; rotations of neighbouring rows make
// triangles of them again, and the sum of products of columns stays what it is.
GAUSSMIX_INLINE void move_behind(std::ptrdiff_t from, std::ptrdiff_t to, std::ptrdiff_t d,
                                 std::ptrdiff_t width, double* moved, double* triangles) {
  for (std::ptrdiff_t r = from; r < d; ++r) {
    double* row = triangles + entry(r, 0) * width;
    const std::ptrdiff_t last = r < to ? r : to;
    const Lanes first = load(row + from * width);
    store(moved + r * lanes, first);
    for (std::ptrdiff_t j = from; j < last; ++j)
      store(row + j * width, load(row + (j + 1) * width));
    store(row + last * width, r < to ? Lanes{} : first);
  }
  Lanes above = load(moved + from * lanes);
  for (std::ptrdiff_t r = from; r < to; ++r) {
    const Lanes below = load(moved + (r + 1) * lanes);
    const Lanes length = square_root(above * above + below * below);
    const Lanes c = below / length;
    const Lanes s = above / length;
    double* upper = triangles + entry(r, 0) * width;
    double* lower = triangles + entry(r + 1, 0) * width;
    for (std::ptrdiff_t j = 0; j <= r; ++j) {
      const Lanes x = load(upper + j * width);
      const Lanes y = load(lower + j * width);
      store(upper + j * width, s * y - c * x);
      store(lower + j * width, s * x + c * y);
    }
    above = length;
  }
  store(triangles + entry(to, to) * width, above);
}

// With F = [A 0; B D]: D^-1, then - D^-1 B and D^-1 D'^-1.
GAUSSMIX_INLINE void solve_regression(const PatternView& pattern, const double* triangles,
                                      double* inverse, double* slopes, double* spread) {
  const std::ptrdiff_t q = pattern.n_seen;
  const std::ptrdiff_t m = pattern.n_missing;
  const std::ptrdiff_t width = pattern.width;
  for (std::ptrdiff_t a = 0; a < m; ++a) {
    const double* row = triangles + entry(q + a, q) * width;
    const Lanes reciprocal = 1.0 / load(row + a * width);
    for (std::ptrdiff_t b = 0; b < a; ++b)
      store(inverse + entry(a, b) * lanes, load(row + b * width) * reciprocal);
    store(inverse + entry(a, a) * lanes, reciprocal);
  }
  // D is its diagonal times a triangle with ones.
  invert_unit(m, inverse);
  for (std::ptrdiff_t a = 1; a < m; ++a) {
    for (std::ptrdiff_t b = 0; b < a; ++b) {
      double* of_pair = inverse + entry(a, b) * lanes;
      store(of_pair, load(of_pair) * load(inverse + entry(b, b) * lanes));
    }
  }
  for (std::ptrdiff_t a = 0; a < m; ++a) {
    for (std::ptrdiff_t j = 0; j < q; ++j) {
      Lanes sum = {};
      for (std::ptrdiff_t c = 0; c <= a; ++c)
        sum -= load(inverse + entry(a, c) * lanes) *
               load(triangles + entry(q + c, j) * width);
      store(slopes + (a * q + j) * width, sum);
    }
    for (std::ptrdiff_t b = 0; b <= a; ++b) {
      Lanes sum = {};
      for (std::ptrdiff_t c = 0; c <= b; ++c)
        sum += load(inverse + entry(a, c) * lanes) * load(inverse + entry(b, c) * lanes);
      store(spread + entry(a, b) * width, sum);
    }
  }
}

void regress(const PatternView& pattern, double* room, double* triangles,
             double* log_determinants, double* slopes, double* spread) {
  const std::ptrdiff_t q = pattern.n_seen;
  const std::ptrdiff_t m = pattern.n_missing;
  for (std::ptrdiff_t v = 0; v < pattern.width; v += lanes) {
    for (std::ptrdiff_t a = m - 1; a >= 0; --a) {
      if (pattern.missing[a] < q + a)
        move_behind(pattern.missing[a], q + a, q + m, pattern.width, room, triangles + v);
    }
    Product determinant = {splat(1.0), {}};
    for (std::ptrdiff_t j = 0; j < q; ++j)
      determinant = times(determinant, load(triangles + entry(j, j) * pattern.width + v));
    store(log_determinants + v, logarithm(determinant));
    solve_regression(pattern, triangles + v, room, slopes + v, spread + v);
  }
}

// What a regression expects of missing column a: of the rows' sum, and of its products with
// what is seen of them.
GAUSSMIX_INLINE void expect_column(const PatternView& pattern, const double* slopes,
                                   const SumsView& seen, double* expected,
                                   double* products) {
  const std::ptrdiff_t q = pattern.n_seen;
  const std::ptrdiff_t width = pattern.width;
  Lanes sum = {};
  for (std::ptrdiff_t l = 0; l < q; ++l)
    sum += load(slopes + l * width) * load(seen.sums + l * width);
  store(expected, sum);
  for (std::ptrdiff_t j = 0; j < q; ++j) {
    Lanes product = {};
    for (std::ptrdiff_t l = 0; l < q; ++l)
      product += load(slopes + l * width) * load(seen.products + pair(l, j) * width);
    store(products + j * lanes, product);
  }
}

// The centre less the origin in missing column a, less what the seen ones make of that.
GAUSSMIX_INLINE Lanes shift_of(const PatternView& pattern, const double* slopes,
                               const double* from_origin, std::ptrdiff_t a) {
  Lanes shift = load(from_origin + pattern.missing[a] * pattern.width);
  for (std::ptrdiff_t l = 0; l < pattern.n_seen; ++l)
    shift -= load(slopes + l * pattern.width) *
             load(from_origin + pattern.seen[l] * pattern.width);
  return shift;
}

GAUSSMIX_INLINE void complete_lanes(const PatternView& pattern, const double* slopes,
                                    const double* spread, const double* from_origin,
                                    const SumsView& of_seen, double* room,
                                    const CompletedView& to) {
  const std::ptrdiff_t q = pattern.n_seen;
  const std::ptrdiff_t m = pattern.n_missing;
  const std::ptrdiff_t width = pattern.width;
  double* expected = room;
  double* shifts = expected + m * lanes;
  double* products = shifts + m * lanes;
  const Lanes count = load(of_seen.counts);
  for (std::ptrdiff_t i = 0; i < q; ++i) {
    add_to(to.sums + pattern.seen[i] * width, load(of_seen.sums + i * width));
    for (std::ptrdiff_t j = 0; j <= i; ++j)
      add_to(to.products + entry(pattern.seen[i], pattern.seen[j]) * width,
             load(of_seen.products + entry(i, j) * width));
  }
  for (std::ptrdiff_t a = 0; a < m; ++a) {
    const std::ptrdiff_t column = pattern.missing[a];
    const double* slope = slopes + a * q * width;
    expect_column(pattern, slope, of_seen, expected + a * lanes, products);
    const Lanes shift = from_origin ? shift_of(pattern, slope, from_origin, a) : Lanes{};
    store(shifts + a * lanes, shift);
    const Lanes sum = load(expected + a * lanes);
    add_to(to.sums + column * width, sum + count * shift);
    for (std::ptrdiff_t j = 0; j < q; ++j)
      add_to(to.products + pair(column, pattern.seen[j]) * width,
             load(products + j * lanes) + shift * load(of_seen.sums + j * width));
    for (std::ptrdiff_t b = 0; b <= a; ++b) {
      const Lanes other = load(shifts + b * lanes);
      Lanes product = count * (load(spread + entry(a, b) * width) + shift * other) +
                      sum * other + shift * load(expected + b * lanes);
      for (std::ptrdiff_t j = 0; j < q; ++j)
        product += load(products + j * lanes) * load(slopes + (b * q + j) * width);
      const std::ptrdiff_t both = entry(column, pattern.missing[b]) * width;
      add_to(to.products + both, product);
      add_to(to.holes + both, count);
    }
  }
}

void complete_sums(const PatternView& pattern, const double* slopes, const double* spread,
                   const double* from_origin, const SumsView& of_seen, double* room,
                   const CompletedView& to) {
  for (std::ptrdiff_t v = 0; v < pattern.width; v += lanes)
    complete_lanes(pattern, slopes + v, spread + v,
                   from_origin ? from_origin + v : nullptr,
                   {of_seen.counts + v, of_seen.sums + v, of_seen.products + v}, room,
                   {to.sums + v, to.products + v, to.holes + v});
}

}  // namespace
}  // namespace gaussmix

#endif
