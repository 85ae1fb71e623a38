#ifndef GAUSSMIX_CORE_KERNELS_PANELS_H
#define GAUSSMIX_CORE_KERNELS_PANELS_H

#include "../ground/kernels.h"
#include "lanes.h"
#include "tile.h"

namespace gaussmix {
namespace {

// Products of many columns with AVX2. In its 16 registers, sums that run down the rows
// load 6 vectors for 8 products and end with one sum for each lane. Here lanes are
// columns, as where matrices are multiplied (Goto and van de Geijn 2008, doi
// 10.1145/1356052.1356053): 7 loads for 12 products, but the rows have to be turned. That
// pays from so many columns on; the 32 registers of AVX-512 leave nothing to gain.
constexpr std::ptrdiff_t columns_for_panels = 20;

// A tile of `lanes` rows by so many panels leaves registers for what is multiplied.
constexpr int product_panels = 3;

// So many rows at a time that a panel and its partners stay in the fastest cache.
constexpr std::ptrdiff_t rows_of_panels = 128;

// Columns in panels of as many as there are lanes; the rows of a panel stand one after
// the other.
struct Panels {
  const double* cells;
  std::ptrdiff_t rows;

  const double* from(std::ptrdiff_t column) const { return cells + column * rows; }
};

// C columns of the block, centred and scaled by the roots of the weights, as a panel
// that zeros fill up.
template <int C>
GAUSSMIX_INLINE void pack_panel(const BlockView& block, const double* origin,
                                const double* weighted, const double* root, double* packed,
                                double* sums) {
  Lanes sum[C] = {};
  for (std::ptrdiff_t i = 0; i < block.rows; i += lanes) {
    const Lanes w = load(weighted + i);
    const Lanes scale = load(root + i);
    Lanes cells[lanes] = {};
    GAUSSMIX_UNROLL
    for (int c = 0; c < C; ++c) {
      const Lanes x = load(block.cells + c * block.stride + i) - origin[c];
      sum[c] += x * w;
      cells[c] = x * scale;
    }
    transpose(cells);
    GAUSSMIX_UNROLL
    for (int r = 0; r < lanes; ++r) store(packed + (i + r) * lanes, cells[r]);
  }
  add_lanes(sum, sums);
}

// The products of the R columns from `top` on with those of P panels, of which the last
// holds the R columns themselves if `diagonal`.
template <int R, int P>
GAUSSMIX_INLINE void add_tile(const Panels& panels, std::ptrdiff_t top,
                              std::ptrdiff_t from, bool diagonal, double* products) {
  const double* left = panels.from(top);
  const double* right = panels.from(from);
  const std::ptrdiff_t next = lanes * panels.rows;
  Lanes sum[R][P] = {};
  for (std::ptrdiff_t i = 0; i < panels.rows; ++i) {
    Lanes x[P];
    GAUSSMIX_UNROLL
    for (int p = 0; p < P; ++p) x[p] = load(right + p * next);
    GAUSSMIX_UNROLL
    for (int r = 0; r < R; ++r) {
      GAUSSMIX_UNROLL
      for (int p = 0; p < P; ++p) sum[r][p] += x[p] * left[r];
    }
    left += lanes;
    right += lanes;
  }
  GAUSSMIX_UNROLL
  for (int r = 0; r < R; ++r) {
    double* row = products + (top + r) * (top + r + 1) / 2 + from;
    GAUSSMIX_UNROLL
    for (int p = 0; p < P; ++p) {
      if (p < P - 1 || !diagonal)
        store(row + p * lanes, load(row + p * lanes) + sum[r][p]);
    }
    if (!diagonal) continue;
    GAUSSMIX_UNROLL
    for (int c = 0; c <= r; ++c) row[(P - 1) * lanes + c] += sum[r][P - 1][c];
  }
}

// R rows of the triangle of products, from row `top` on.
template <int R>
GAUSSMIX_INLINE void add_rows_of_panels(const Panels& panels, std::ptrdiff_t top,
                                        double* products) {
  constexpr std::ptrdiff_t width = product_panels * lanes;
  std::ptrdiff_t from = 0;
  for (; from + width <= top; from += width) {
    add_tile<R, product_panels>(panels, top, from, false, products);
  }
  last_tile<product_panels>((top - from) / lanes + 1, [&](auto count) {
    add_tile<R, decltype(count)::value>(panels, top, from, true, products);
  });
}

// For each panel of columns, from the first on; each knows its width when compiled.
template <class Action>
GAUSSMIX_INLINE void for_each_panel(std::ptrdiff_t columns, const Action& action) {
  std::ptrdiff_t first = 0;
  for (; first + lanes <= columns; first += lanes) action(first, Constant<lanes>{});
  last_tile<lanes - 1>(columns - first, [&](auto width) { action(first, width); });
}

void add_products_of_panels(const BlockView& block, const double* origin,
                            const double* weighted, double* room, double* sums,
                            double* products) {
  for (std::ptrdiff_t first = 0; first < block.rows; first += rows_of_panels) {
    const std::ptrdiff_t left = block.rows - first;
    const std::ptrdiff_t rows = left < rows_of_panels ? left : rows_of_panels;
    const double* weights = weighted + first;
    double* root = room;
    for (std::ptrdiff_t i = 0; i < rows; i += lanes) {
      store(root + i, square_root(load(weights + i)));
    }
    double* packed = room + rows;
    for_each_panel(block.columns, [&](std::ptrdiff_t j, auto width) {
      const BlockView part{block.cells + j * block.stride + first, block.stride, rows,
                           block.columns};
      pack_panel<decltype(width)::value>(part, origin + j, weights, root,
                                         packed + j * rows, sums + j);
    });
    const Panels panels{packed, rows};
    for_each_panel(block.columns, [&](std::ptrdiff_t top, auto width) {
      add_rows_of_panels<decltype(width)::value>(panels, top, products);
    });
  }
}

}  // namespace
}  // namespace gaussmix

#endif
