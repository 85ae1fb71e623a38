#ifndef GAUSSMIX_CORE_PASS_DRAW_H
#define GAUSSMIX_CORE_PASS_DRAW_H

#include <cstdint>
#include <vector>

#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../nouns/status.h"

namespace gaussmix {

// Rows that are made at once; random streams are tied to them. More than a pass takes,
// so that those of one component fill vectors.
Index drawn_rows_of_block(Index n_columns);

// Where draws go, memory of the caller: n rows, each column contiguous, and the numbers 1, ..., K of the
// components that they come from.
struct DrawnRows {
  Index n_rows;
  std::vector<double*> columns;
  int* components;
};

// Independent draws. Rows come in blocks with random streams of their own, so the
// result is the same for any number of threads.
Status draw_rows(const Parameters& parameters, std::uint64_t seed, int n_threads,
                 const DrawnRows& drawn);

}  // namespace gaussmix

#endif
