#ifndef GAUSSMIX_CORE_STARTS_SAMPLE_METRICS_H
#define GAUSSMIX_CORE_STARTS_SAMPLE_METRICS_H

#include "../ground/execution.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../rows/sample.h"

namespace gaussmix {

// Mean and variances of a sample, and the metrics in which its rows have distances.
struct SampleMetrics {
  Vector mean;
  Vector variances;
  Whitening standardised;
  // The standardised one if the covariance is singular.
  Whitening whitened;
  Whitening half_whitened;  // that one, too, of many columns
};

// A covariance of no more rows than columns is singular, whatever they are: all metrics are
// the standardised one, and nothing of the size of a covariance is made.
SampleMetrics metrics_of(const Sample& sample, const Execution& execution,
                         bool whiten = true);

}  // namespace gaussmix

#endif
