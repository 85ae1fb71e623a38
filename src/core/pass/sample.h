#ifndef GAUSSMIX_CORE_PASS_SAMPLE_H
#define GAUSSMIX_CORE_PASS_SAMPLE_H

#include <algorithm>

#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/observations.h"

namespace gaussmix {

// A bounded number of rows, copied, relative to the origin of their data. Starts
// are searched for on it, so that they need no memory that grows with n.
struct Sample {
  Matrix cells;          // m x d
  Vector weights;        // m
  Index drawn_from = 0;  // rows of positive weight

  Observations view() const {
    return {cells.data(), cells.rows(), cells.cols(), weights.data(),
            Vector::Zero(cells.cols())};
  }
};

// Four megabytes of rows, but enough for the components.
inline Index sample_rows(Index n_columns, Index n_components) {
  constexpr Index cells = 524288;
  return std::max<Index>(std::min<Index>(cells / n_columns, 16384), 20 * n_components);
}

// All rows of positive weight if there are no more than m, else m of them drawn
// without replacement in one sequential scan (Knuth, TAOCP 2, algorithm 3.4.2S).
Sample draw_sample(const Observations& observations, Index m, Random& random);

// Which share of the rows of positive weight would tell as much if all weighed the same
// (Kish 1965, Survey Sampling, section 11.7). Where a few rows have most of the weight, a
// sample says little about them all.
double effective_share(const Observations& observations);

}  // namespace gaussmix

#endif
