#include "accelerate.h"

#include <algorithm>

namespace gaussmix {

Accelerator::Advice Accelerator::advise(const MixtureEstimator& estimator,
                                        const Parameters& point, const Vector& counts,
                                        const Parameters& image) {
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

void Accelerator::was_refused() {
  wait_ = std::min<Index>(Index{1} << refusals_, 16);
  ++refusals_;
  plain_steps_ = 0;
  forget();
}

void Accelerator::begin(const MixtureEstimator& estimator, const Parameters& point,
                        const Vector& counts) {
  constexpr double most_numbers = 1 << 18;
  constexpr Index most_differences = 5;
  chart_ = estimator.chart(point, counts);
  if (!chart_->valid()) return;
  const double affordable = most_numbers / static_cast<double>(chart_->size());
  memory_.emplace(std::clamp<Index>(static_cast<Index>(affordable), 1, most_differences));
}

}  // namespace gaussmix
