#ifndef GAUSSMIX_TESTS_DRAWS_H
#define GAUSSMIX_TESTS_DRAWS_H

// Draws that own their memory.

#include <cstdint>
#include <vector>

#include "core/pass/draw.h"
#include "problem.h"

struct Draws {
  Matrix values;
  std::vector<int> components;  // 1, ..., K
  gaussmix::Status status;
};

// What is not written stays NaN, or -1.
inline Draws draw(const gaussmix::Parameters& parameters, Index n, std::uint64_t seed,
                  int n_threads = 1) {
  Draws draws{Matrix::Constant(n, parameters.dimension(), NAN),
              std::vector<int>(static_cast<std::size_t>(n), -1),
              {}};
  gaussmix::DrawnRows drawn{n, {}, draws.components.data()};
  for (Index j = 0; j < parameters.dimension(); ++j) {
    drawn.columns.push_back(draws.values.data() + n * j);
  }
  draws.status = gaussmix::draw_rows(parameters, seed, n_threads, drawn);
  return draws;
}

#endif
