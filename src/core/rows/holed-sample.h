#ifndef GAUSSMIX_CORE_ROWS_HOLED_SAMPLE_H
#define GAUSSMIX_CORE_ROWS_HOLED_SAMPLE_H

#include "../ground/types.h"
#include "incomplete-rows.h"
#include "sample.h"

namespace gaussmix {

// The rows of a sample with the holes that they have, of which the sample says what they are
// filled with.
class HoledSample {
 public:
  explicit HoledSample(const Sample& sample);
  HoledSample(const HoledSample&) = delete;
  HoledSample& operator=(const HoledSample&) = delete;

  const IncompleteRows& rows() const { return rows_; }

 private:
  Matrix cells_;
  IncompleteRows rows_;
};

}  // namespace gaussmix

#endif
