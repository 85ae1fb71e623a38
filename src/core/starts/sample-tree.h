#ifndef GAUSSMIX_CORE_STARTS_SAMPLE_TREE_H
#define GAUSSMIX_CORE_STARTS_SAMPLE_TREE_H

#include "../ground/execution.h"
#include "../ground/random.h"
#include "../nouns/plan.h"
#include "../rows/sample.h"
#include "ward.h"

namespace gaussmix {

// The tree of a sample, of some of its rows where it has many.
struct SampleTree {
  Sample rows;
  WardTree tree;
};

SampleTree tree_of(const Sample& sample, const Whitening& metric, Random random,
                   const Execution& execution);

}  // namespace gaussmix

#endif
