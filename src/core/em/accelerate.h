#ifndef GAUSSMIX_CORE_EM_ACCELERATE_H
#define GAUSSMIX_CORE_EM_ACCELERATE_H

#include <cmath>
#include <optional>

#include "../estimators/estimator.h"
#include "../estimators/mixture-chart.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "anderson.h"

namespace gaussmix {

// Watches a run of EM, says how much its objective is still expected to gain, and, once
// it has come near a maximum, where to leap instead of making the next step. The run
// evaluates a leap and tells whether it was a gain; after one that was not, the next are
// plain steps, the more of them the oftener that happens.
//
// With coordinates in which squared lengths are information (an estimator's chart), the
// gradient of the objective at a point is the residual of the map there, so that half
// the product of the residual and the way to the maximum is the gain that is left.
class Accelerator {
 public:
  // Before a leap, the gain of a plain step must be as small as this, per observation:
  // farther out EM decides which maximum it goes to.
  static constexpr double near = 1e-3;
  // A leap may gain so many times what was expected; more is another maximum.
  static constexpr double most = 4.0;

  struct Advice {
    double left = INFINITY;  // what the objective can still gain, as expected
    std::optional<Parameters> leap;
  };

  // `counts` are the numbers of observations that the components are expected to have.
  Advice advise(const MixtureEstimator& estimator, const Parameters& point,
                const Vector& counts, const Parameters& image);

  // Whether a leap's gain is one.
  bool accepts(double gain) const { return gain >= 0.0 && gain <= most * expected_; }

  void made_step(double gain) {
    gain_ = gain;
    ++plain_steps_;
  }
  void made_leap() { refusals_ = 0; }
  void was_refused();
  // What is remembered can be large.
  void forget() {
    chart_.reset();
    memory_.reset();
  }

 private:
  void begin(const MixtureEstimator& estimator, const Parameters& point,
             const Vector& counts);

  std::optional<MixtureChart> chart_;
  std::optional<Anderson> memory_;
  Index wait_ = 3;  // plain steps before the first leap
  Index plain_steps_ = 0;
  Index refusals_ = 0;
  double gain_ = INFINITY;  // of the last plain step
  double expected_ = 0.0;   // of the last leap
};

}  // namespace gaussmix

#endif
