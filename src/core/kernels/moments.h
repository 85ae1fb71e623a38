#ifndef GAUSSMIX_CORE_KERNELS_MOMENTS_H
#define GAUSSMIX_CORE_KERNELS_MOMENTS_H

#include "../ground/kernels.h"
#include "lanes.h"
#include "tile.h"
#if GAUSSMIX_LANES == 4
#include "panels.h"
#endif

namespace gaussmix {
namespace {

double weigh(std::ptrdiff_t rows, const double* responsibilities, const double* weights,
             double* weighted) {
  Lanes sum[2] = {};
  for (std::ptrdiff_t i = 0; i < rows; i += 2 * lanes) {
    GAUSSMIX_UNROLL
    for (int v = 0; v < 2; ++v) {
      const std::ptrdiff_t at = i + v * lanes;
      const Lanes w = load(weights + at);
      const Lanes part = w == 0.0 ? Lanes{} : w * load(responsibilities + at);
      store(weighted + at, part);
      sum[v] += part;
    }
  }
  return sum_of_lanes(sum[0] + sum[1]);
}

double weighted_sum(std::ptrdiff_t rows, const double* weights, const double* values) {
  Lanes sum[2] = {};
  for (std::ptrdiff_t i = 0; i < rows; i += 2 * lanes) {
    GAUSSMIX_UNROLL
    for (int v = 0; v < 2; ++v) {
      const Lanes w = load(weights + i + v * lanes);
      const Lanes value = load(values + i + v * lanes);
      sum[v] += w == 0.0 ? Lanes{} : w * value;
    }
  }
  return sum_of_lanes(sum[0] + sum[1]);
}

void add_sums(const BlockView& block, const double* origin, const double* weighted,
              double* sums) {
  for (std::ptrdiff_t j = 0; j < block.columns; ++j) {
    const double* column = block.cells + j * block.stride;
    Lanes sum[4] = {};
    for (std::ptrdiff_t i = 0; i < block.rows; i += 4 * lanes) {
      GAUSSMIX_UNROLL
      for (int v = 0; v < 4; ++v) {
        const std::ptrdiff_t at = i + v * lanes;
        sum[v] += (load(column + at) - origin[j]) * load(weighted + at);
      }
    }
    sums[j] += sum_of_lanes((sum[0] + sum[1]) + (sum[2] + sum[3]));
  }
}

void add_squares(const BlockView& block, const double* origin, const double* weighted,
                 double* sums, double* squares) {
  for (std::ptrdiff_t j = 0; j < block.columns; ++j) {
    const double* column = block.cells + j * block.stride;
    Lanes sum[2] = {};
    Lanes square[2] = {};
    for (std::ptrdiff_t i = 0; i < block.rows; i += 2 * lanes) {
      GAUSSMIX_UNROLL
      for (int v = 0; v < 2; ++v) {
        const std::ptrdiff_t at = i + v * lanes;
        const Lanes x = load(column + at) - origin[j];
        const Lanes part = x * load(weighted + at);
        sum[v] += part;
        square[v] += part * x;
      }
    }
    sums[j] += sum_of_lanes(sum[0] + sum[1]);
    squares[j] += sum_of_lanes(square[0] + square[1]);
  }
}

// Columns of which products are summed down the rows: their own, if they have been
// scaled by the roots of the weights, or else products with a weight.
struct CentredColumns {
  const double* cells;
  std::ptrdiff_t stride;
  std::ptrdiff_t rows;
  const double* weighted;
};

// Above this many columns the roots cost less than to weigh each product.
constexpr std::ptrdiff_t columns_for_roots = 12;

CentredColumns centre_columns(const BlockView& block, const double* origin,
                              const double* weighted, bool roots, double* room,
                              double* sums) {
  double* root = room;
  double* cells = room + block.stride;
  if (roots) {
    for (std::ptrdiff_t i = 0; i < block.rows; i += lanes) {
      store(root + i, square_root(load(weighted + i)));
    }
  }
  for (std::ptrdiff_t j = 0; j < block.columns; ++j) {
    const double* column = block.cells + j * block.stride;
    double* to = cells + j * block.stride;
    Lanes sum[2] = {};
    for (std::ptrdiff_t i = 0; i < block.rows; i += 2 * lanes) {
      GAUSSMIX_UNROLL
      for (int v = 0; v < 2; ++v) {
        const std::ptrdiff_t at = i + v * lanes;
        const Lanes x = load(column + at) - origin[j];
        sum[v] += x * load(weighted + at);
        store(to + at, roots ? x * load(root + at) : x);
      }
    }
    sums[j] += sum_of_lanes(sum[0] + sum[1]);
  }
  return {cells, block.stride, block.rows, weighted};
}

// The products of R columns from `top` on and C columns from `from` on.
template <int R, int C, bool Roots>
GAUSSMIX_INLINE void add_rectangle(const CentredColumns& of, std::ptrdiff_t top,
                                   std::ptrdiff_t from, double* products) {
  const double* left = of.cells + top * of.stride;
  const double* right = of.cells + from * of.stride;
  Lanes sum[R * C] = {};
  for (std::ptrdiff_t i = 0; i < of.rows; i += lanes) {
    Lanes a[R];
    GAUSSMIX_UNROLL
    for (int r = 0; r < R; ++r) a[r] = load(left + r * of.stride + i);
    GAUSSMIX_UNROLL
    for (int c = 0; c < C; ++c) {
      Lanes b = load(right + c * of.stride + i);
      if constexpr (!Roots) b *= load(of.weighted + i);
      GAUSSMIX_UNROLL
      for (int r = 0; r < R; ++r) sum[r * C + c] += a[r] * b;
    }
  }
  double total[R * C] = {};
  add_lanes(sum, total);
  GAUSSMIX_UNROLL
  for (int r = 0; r < R; ++r) {
    double* row = products + (top + r) * (top + r + 1) / 2 + from;
    GAUSSMIX_UNROLL
    for (int c = 0; c < C; ++c) row[c] += total[r * C + c];
  }
}

// The products of R columns from `top` on with those up to themselves.
template <int R, bool Roots>
GAUSSMIX_INLINE void add_triangle(const CentredColumns& of, std::ptrdiff_t top,
                                  double* products) {
  const double* cells = of.cells + top * of.stride;
  Lanes sum[R * (R + 1) / 2] = {};
  for (std::ptrdiff_t i = 0; i < of.rows; i += lanes) {
    Lanes a[R];
    GAUSSMIX_UNROLL
    for (int r = 0; r < R; ++r) a[r] = load(cells + r * of.stride + i);
    GAUSSMIX_UNROLL
    for (int c = 0; c < R; ++c) {
      Lanes b = a[c];
      if constexpr (!Roots) b *= load(of.weighted + i);
      GAUSSMIX_UNROLL
      for (int r = c; r < R; ++r) sum[r * (r + 1) / 2 + c] += a[r] * b;
    }
  }
  double total[R * (R + 1) / 2] = {};
  add_lanes(sum, total);
  GAUSSMIX_UNROLL
  for (int r = 0; r < R; ++r) {
    double* row = products + (top + r) * (top + r + 1) / 2 + top;
    GAUSSMIX_UNROLL
    for (int c = 0; c <= r; ++c) row[c] += total[r * (r + 1) / 2 + c];
  }
}

// All products of C columns, so few that their sums fit the registers: nothing is
// stored on the way.
template <int C>
GAUSSMIX_INLINE void add_products_of_few(const BlockView& block, const double* origin,
                                         const double* weighted, double* sums,
                                         double* products) {
  Lanes sum[C] = {};
  Lanes product[C * (C + 1) / 2] = {};
  for (std::ptrdiff_t i = 0; i < block.rows; i += lanes) {
    const Lanes w = load(weighted + i);
    Lanes x[C];
    GAUSSMIX_UNROLL
    for (int c = 0; c < C; ++c)
      x[c] = load(block.cells + c * block.stride + i) - origin[c];
    GAUSSMIX_UNROLL
    for (int c = 0; c < C; ++c) {
      const Lanes part = x[c] * w;
      sum[c] += part;
      GAUSSMIX_UNROLL
      for (int r = c; r < C; ++r) product[r * (r + 1) / 2 + c] += x[r] * part;
    }
  }
  add_lanes(sum, sums);
  add_lanes(product, products);
}

// R rows of the triangle of products, from row `top` on.
template <int R, bool Roots>
GAUSSMIX_INLINE void add_rows(const CentredColumns& of, std::ptrdiff_t top,
                              double* products) {
  constexpr int narrow = product_rows % product_columns;
  std::ptrdiff_t from = 0;
  for (; from + product_columns <= top; from += product_columns) {
    add_rectangle<R, product_columns, Roots>(of, top, from, products);
  }
  if constexpr (narrow > 0) {
    if (from < top) add_rectangle<R, narrow, Roots>(of, top, from, products);
  }
  add_triangle<R, Roots>(of, top, products);
}

template <bool Roots>
void add_products_of_many(const BlockView& block, const double* origin,
                          const double* weighted, double* room, double* sums,
                          double* products) {
  const CentredColumns of = centre_columns(block, origin, weighted, Roots, room, sums);
  std::ptrdiff_t top = 0;
  for (; top + product_rows <= block.columns; top += product_rows) {
    add_rows<product_rows, Roots>(of, top, products);
  }
  last_tile<product_rows - 1>(block.columns - top, [&](auto count) {
    add_rows<decltype(count)::value, Roots>(of, top, products);
  });
}

void add_products(const BlockView& block, const double* origin, const double* weighted,
                  double* room, double* sums, double* products) {
  if (block.columns < product_rows) {
    last_tile<product_rows - 1>(block.columns, [&](auto count) {
      add_products_of_few<decltype(count)::value>(block, origin, weighted, sums, products);
    });
#if GAUSSMIX_LANES == 4
  } else if (block.columns >= columns_for_panels) {
    add_products_of_panels(block, origin, weighted, room, sums, products);
#endif
  } else if (block.columns <= columns_for_roots) {
    add_products_of_many<false>(block, origin, weighted, room, sums, products);
  } else {
    add_products_of_many<true>(block, origin, weighted, room, sums, products);
  }
}

// A group of rows in C columns.
template <int C>
GAUSSMIX_INLINE void subtract_columns(const BlockView& block, std::ptrdiff_t components,
                                      const double* responsibilities,
                                      const double* centres, std::ptrdiff_t first,
                                      double* result) {
  Lanes rest[C][vectors];
  GAUSSMIX_UNROLL
  for (int c = 0; c < C; ++c) {
    GAUSSMIX_UNROLL
    for (int v = 0; v < vectors; ++v) {
      rest[c][v] = load(block.cells + c * block.stride + first + v * lanes);
    }
  }
  for (std::ptrdiff_t k = 0; k < components; ++k) {
    const double* z = responsibilities + k * block.stride + first;
    const double* centre = centres + k * block.columns;
    GAUSSMIX_UNROLL
    for (int c = 0; c < C; ++c) {
      GAUSSMIX_UNROLL
      for (int v = 0; v < vectors; ++v) rest[c][v] -= load(z + v * lanes) * centre[c];
    }
  }
  GAUSSMIX_UNROLL
  for (int c = 0; c < C; ++c) {
    GAUSSMIX_UNROLL
    for (int v = 0; v < vectors; ++v) {
      store(result + c * block.stride + first + v * lanes, rest[c][v]);
    }
  }
}

void subtract_mixture(const BlockView& block, std::ptrdiff_t components,
                      const double* responsibilities, const double* centres,
                      double* result) {
  const auto columns = [&](std::ptrdiff_t j, auto count) {
    const BlockView part{block.cells + j * block.stride, block.stride, block.rows,
                         block.columns};
    for (std::ptrdiff_t first = 0; first < block.rows; first += group) {
      subtract_columns<decltype(count)::value>(part, components, responsibilities,
                                               centres + j, first,
                                               result + j * block.stride);
    }
  };
  std::ptrdiff_t j = 0;
  for (; j + product_rows <= block.columns; j += product_rows) {
    columns(j, Constant<product_rows>{});
  }
  last_tile<product_rows - 1>(block.columns - j, [&](auto count) { columns(j, count); });
}

}  // namespace
}  // namespace gaussmix

#endif
