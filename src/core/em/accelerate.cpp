#include "accelerate.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace gaussmix {

namespace {

// How many steps are remembered of so many coordinates.
Index depth_for(Index size) {
  constexpr double most_numbers = 1 << 18;
  constexpr Index most_steps = 20;
  const double affordable = most_numbers / static_cast<double>(size);
  return std::clamp<Index>(static_cast<Index>(affordable), 1, most_steps);
}

// EM's step in coordinates around the point. False where there are none.
bool step_of_em(const MixtureEstimator& estimator, const Parameters& point,
                const Vector& counts, const Parameters& image, MixtureChart& chart,
                Vector& step) {
  chart = estimator.chart(point, counts);
  return chart.valid() && chart.to_coordinates(image, step) && step.allFinite();
}

bool is_finite(const Parameters& p) {
  const auto finite = [](const Matrix& value) { return value.allFinite(); };
  const std::vector<Matrix>& covariances = p.covariances.values;
  return p.weights.allFinite() && p.means.allFinite() &&
         std::all_of(covariances.begin(), covariances.end(), finite);
}

}  // namespace

Accelerator::Advice Accelerator::advise(const MixtureEstimator& estimator,
                                        const Parameters& point, const Vector& counts,
                                        const Parameters& image) {
  Advice advice;
  const bool begun = secants_.has_value();
  if (!begun && (plain_steps_ < wait || !(gain_ <= near * counts.sum()))) return advice;
  if (!look(estimator, point, counts, image)) {
    forget();
    return advice;
  }
  step_ = gradient_;
  if (secants_->empty()) return advice;
  const Vector way = secants_->way(gradient_);
  const double upwards = gradient_.dot(way);
  if (!(upwards > 0.0 && std::isfinite(upwards))) {
    secants_->forget();
    return advice;
  }
  predicted_ = expected_ = 0.5 * upwards;
  const double least = secants_->least_curvature();
  if (least > 0.0) {
    // No less than if the slowest direction were all that is left. About a saddle nobody knows.
    expected_ = std::max(expected_, 0.5 * gradient_.squaredNorm() / least);
    advice.left = expected_;
  }
  step_ = way;
  advice.leap = after_step();
  return advice;
}

// A leap that was cut short by what is believed gains up to twice as much as predicted, one too
// long less.
bool Accelerator::accepts(double gain) {
  constexpr double least = 1e-4;
  constexpr double too_short = 1.2;
  constexpr double too_long = 0.7;
  const double share = gain / predicted_;
  if (share > too_short) flattest_ = std::max(flattest_ / 2.0, least);
  if (share < too_long) flattest_ = std::min(flattest_ * 2.0, cautious);
  return gain >= 0.0 && gain <= most * expected_;
}

// Of a component of next to no rows little is known, and ways may lead to no numbers.
std::optional<Parameters> Accelerator::after_step() const {
  Parameters there = chart_.from_coordinates(step_);
  if (!is_finite(there)) return std::nullopt;
  return there;
}

bool Accelerator::look(const MixtureEstimator& estimator, const Parameters& point,
                       const Vector& counts, const Parameters& image) {
  const Vector before = std::move(gradient_);
  if (!step_of_em(estimator, point, counts, image, chart_, gradient_)) return false;
  if (!secants_) {
    secants_.emplace(depth_for(chart_.size()));
  } else if (before.size() == gradient_.size()) {
    secants_->remember(step_, before - gradient_, flattest_);
  }
  return true;
}

std::optional<Parameters> Accelerator::shorter_leap(const MixtureEstimator& estimator,
                                                    const Parameters& point,
                                                    const Vector& counts,
                                                    const Parameters& image) {
  if (refusals_++ > 0) return std::nullopt;
  // To where the slope along the leap would be none, if it fell evenly.
  constexpr double least = 0.1;
  constexpr double unknown = 0.25;
  constexpr double most_of_it = 0.6;
  const double slope = gradient_.dot(step_);
  double share = unknown;
  MixtureChart chart;
  Vector gradient;
  if (step_of_em(estimator, point, counts, image, chart, gradient)) {
    const double beyond = gradient.dot(step_);
    if (beyond < 0.0) share = std::clamp(slope / (slope - beyond), least, most_of_it);
  }
  step_ *= share;
  predicted_ *= share * (2.0 - share);
  return after_step();
}

void Accelerator::forget() {
  secants_.reset();
  chart_ = MixtureChart();
  gradient_.resize(0);
  step_.resize(0);
  refusals_ = 0;
  flattest_ = cautious;
}

}  // namespace gaussmix
