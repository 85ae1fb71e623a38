#ifndef GAUSSMIX_CORE_ROWS_ROW_COUNT_H
#define GAUSSMIX_CORE_ROWS_ROW_COUNT_H

#include "../ground/types.h"

namespace gaussmix {

// How many rows there are and what they weigh: thresholds count rows, not weight.
struct RowCount {
  Index all = 0;          // those without weight, too
  double positive = 0.0;  // those of positive weight: others count for nothing
  double total_weight = 0.0;
  double mean_weight = 1.0;
  // Which share of these rows would tell as much if all weighed the same (Kish 1965, Survey
  // Sampling, section 11.7). Where a few rows have most of the weight, a sample says little
  // about them all.
  double effective_share = 1.0;

  // `weights` are null where every weight is one.
  RowCount(Index n_rows, const double* weights);

  // How many rows of the mean weight make this one.
  double of(double weight) const { return weight / mean_weight; }
};

}  // namespace gaussmix

#endif
