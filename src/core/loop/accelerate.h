#ifndef GAUSSMIX_CORE_LOOP_ACCELERATE_H
#define GAUSSMIX_CORE_LOOP_ACCELERATE_H

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "../ground/types.h"
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
template <class Estimator>
class Accelerator {
 public:
  using Parameters = typename Estimator::Parameters;

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
  Advice advise(const Estimator& estimator, const Parameters& point,
                const Vector& counts, const Parameters& image) {
    Advice advice;
    if (plain_steps_ < wait_ || !(gain_ <= near * counts.sum())) return advice;
    if (!chart_) begin(estimator, point, counts);
    Vector from;
    Vector to;
    if (!chart_->valid() || !chart_->to_coordinates(point, from) ||
        !chart_->to_coordinates(image, to)) {
      forget();
      return advice;
    }
    const Anderson::Guess guess = memory_->guess(from, to);
    if (!guess.known) return advice;
    const Vector residual = to - from;
    const double gain = 0.5 * residual.dot(guess.fixed_point - from);
    if (!(guess.slowest > 0.0 && gain > 0.0)) {
      // The map leads away from a saddle or to a place it has not seen yet.
      forget();
      return advice;
    }
    // No less than if the slowest direction were all that is left.
    expected_ = std::max(gain, 0.5 * residual.squaredNorm() / guess.slowest);
    advice.left = expected_;
    advice.leap = chart_->from_coordinates(guess.fixed_point);
    return advice;
  }

  // Whether a leap's gain is one.
  bool accepts(double gain) const { return gain >= 0.0 && gain <= most * expected_; }

  void made_step(double gain) {
    gain_ = gain;
    ++plain_steps_;
  }
  void made_leap() { refusals_ = 0; }
  void was_refused() {
    wait_ = std::min<Index>(Index{1} << refusals_, 16);
    ++refusals_;
    plain_steps_ = 0;
    forget();
  }
  // What is remembered can be large.
  void forget() {
    chart_.reset();
    memory_.reset();
  }

 private:
  void begin(const Estimator& estimator, const Parameters& point, const Vector& counts) {
    constexpr double most_numbers = 1 << 18;
    constexpr Index most_differences = 5;
    chart_ = estimator.chart(point, counts);
    const double affordable = most_numbers / static_cast<double>(chart_->size());
    memory_.emplace(std::clamp<Index>(static_cast<Index>(affordable), 1, most_differences));
  }

  std::optional<typename Estimator::Chart> chart_;
  std::optional<Anderson> memory_;
  Index wait_ = 3;  // plain steps before the first leap
  Index plain_steps_ = 0;
  Index refusals_ = 0;
  double gain_ = INFINITY;  // of the last plain step
  double expected_ = 0.0;   // of the last leap
};

}  // namespace gaussmix

#endif
