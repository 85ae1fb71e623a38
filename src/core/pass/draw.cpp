#include "draw.h"

#include <algorithm>

#include "../ground/kernels.h"
#include "../ground/parallel.h"
#include "../ground/random.h"
#include "../ground/room.h"
#include "../nouns/factor.h"
#include "../nouns/shape.h"
#include "../rows/block.h"
#include "choice.h"

namespace gaussmix {

namespace {

// Roots of the covariances as the kernels take them: packed, or one scale per column.
std::vector<Vector> roots_of(const Covariances& covariances, Index d, Status& status) {
  std::vector<Vector> roots;
  Factor root;
  for (const Matrix& value : covariances.values) {
    if (!find_root(covariances.shape, value, root)) {
      status = {Trouble::singular, static_cast<Index>(roots.size())};
      return roots;
    }
    if (covariances.shape != Shape::full) {
      roots.push_back(variances_of(covariances.shape, root.values, d));
      continue;
    }
    roots.emplace_back(triangle_size(d));
    kernels().pack_factor(root.values.data(), d, roots.back().data());
  }
  return roots;
}

// Makes blocks of rows, one after the other.
class Drawer {
 public:
  Drawer(const Parameters& parameters, const std::vector<Vector>& roots,
         const Choice& choice, std::uint64_t seed)
      : parameters_(parameters), roots_(roots), choice_(choice), seed_(seed) {}

  void draw(Index block, Index rows_of_block, const DrawnRows& drawn) {
    const Index first = block * rows_of_block;
    rows_ = std::min(rows_of_block, drawn.n_rows - first);
    stride_ = column_stride(rows_) + row_multiple;
    std::uint64_t streams[stream_words];
    seed_streams(seed_, static_cast<std::uint64_t>(block), streams);
    draw_components(streams, drawn.components + first);
    draw_normals(streams);
    place();
    const int* places = places_.data();
    for (Index j = 0; j < parameters_.dimension(); ++j) {
      const double* from = placed_.data() + j * stride_;
      double* to = drawn.columns[static_cast<std::size_t>(j)] + first;
      for (Index i = 0; i < rows_; ++i) to[i] = from[places[i]];
    }
  }

 private:
  // Components of the rows, and the place of each row when those of a component stand
  // together.
  void draw_components(std::uint64_t (&streams)[stream_words], int* components) {
    uniforms_.reserve(padded_rows(rows_));
    kernels_.draw_uniforms(streams, padded_rows(rows_), uniforms_.data());
    ends_.assign(static_cast<std::size_t>(parameters_.n_components()), 0);
    for (Index i = 0; i < rows_; ++i) {
      const int k = choice_(uniforms_[i]);
      components[i] = k + 1;
      ++ends_[static_cast<std::size_t>(k)];
    }
    int before = 0;
    for (int& end : ends_) {
      const int count = end;
      end = before;
      before += count;
    }
    places_.resize(static_cast<std::size_t>(rows_));
    for (Index i = 0; i < rows_; ++i) {
      places_[static_cast<std::size_t>(i)] =
          ends_[static_cast<std::size_t>(components[i] - 1)]++;
    }
  }

  // As many as there are places. They are independent and of one distribution, so it
  // does not matter which row gets which.
  void draw_normals(std::uint64_t (&streams)[stream_words]) {
    const Index d = parameters_.dimension();
    normals_.reserve(stride_ * d);
    for (Index j = 0; j < d; ++j) {
      double* column = normals_.data() + j * stride_;
      kernels_.draw_normals(streams, padded_rows(rows_), column);
      // Kernels read on behind the last row.
      std::fill(column + padded_rows(rows_), column + stride_, 0.0);
    }
  }

  void place() {
    const Index d = parameters_.dimension();
    placed_.reserve(stride_ * d);
    Index first = 0;
    for (Index k = 0; k < parameters_.n_components(); ++k) {
      const Index end = ends_[static_cast<std::size_t>(k)];
      if (end == first) continue;
      // What is written behind the rows of one component, those of the next replace.
      const BlockView view{normals_.data() + first, stride_, end - first, d};
      const double* mean = parameters_.means.col(k).data();
      const double* root =
          roots_[parameters_.covariances.shared ? 0 : static_cast<std::size_t>(k)].data();
      if (parameters_.covariances.shape == Shape::full) {
        kernels_.place_full(view, mean, root, placed_.data() + first);
      } else {
        kernels_.place_diagonal(view, mean, root, placed_.data() + first);
      }
      first = end;
    }
  }

  const Parameters& parameters_;
  const std::vector<Vector>& roots_;
  const Choice& choice_;
  const std::uint64_t seed_;
  const Kernels& kernels_ = kernels();
  Index rows_ = 0;
  Index stride_ = 0;
  Room uniforms_;
  Room normals_;
  Room placed_;
  std::vector<int> ends_;    // of the places of each component
  std::vector<int> places_;  // of each row
};

}  // namespace

Index drawn_rows_of_block(Index n_columns) {
  constexpr Index cells = 16384;
  return std::clamp<Index>(cells / n_columns / row_multiple * row_multiple, 64, 4096);
}

Status draw_rows(const Parameters& parameters, std::uint64_t seed, int n_threads,
                 const DrawnRows& drawn) {
  Status status;
  const Index d = parameters.dimension();
  const std::vector<Vector> roots = roots_of(parameters.covariances, d, status);
  if (!status.ok()) return status;
  const Choice choice(parameters.weights);
  const Index rows = drawn_rows_of_block(d);
  const Index blocks = (drawn.n_rows + rows - 1) / rows;
  // Enough tasks for threads to end together.
  const Index tasks = std::min<Index>(blocks, 64);
  parallel_for(tasks, n_threads, [&](Index task) {
    Drawer drawer(parameters, roots, choice, seed);
    for (Index b = blocks * task / tasks; b < blocks * (task + 1) / tasks; ++b) {
      drawer.draw(b, rows, drawn);
    }
  });
  return status;
}

}  // namespace gaussmix
