#ifndef GAUSSMIX_CORE_PASS_CHOICE_H
#define GAUSSMIX_CORE_PASS_CHOICE_H

#include <cmath>
#include <cstddef>
#include <vector>

#include "../ground/types.h"

namespace gaussmix {

// One of several indices by their weights, which need not sum to one, from a uniform
// number: that of the first cumulative weight above it, where a guide says from which
// index on to look (Chen and Asau 1974, doi 10.1080/05695557408974949).
class Choice {
 public:
  explicit Choice(const Vector& weights) {
    double sum = 0.0;
    for (Index k = 0; k < weights.size(); ++k) cumulative_.push_back(sum += weights[k]);
    sum_ = sum;
    below_sum_ = std::nextafter(sum, 0.0);
    cumulative_.back() = HUGE_VAL;
    // A power of two: which interval a number lies in is then exact.
    std::size_t intervals = 256;
    while (intervals < 16 * cumulative_.size()) intervals *= 2;
    intervals_ = static_cast<double>(intervals);
    guide_.reserve(intervals);
    int index = 0;
    for (std::size_t i = 0; i < intervals; ++i) {
      index = first_above(static_cast<double>(i) / intervals_, index);
      guide_.push_back(index);
    }
  }

  int operator()(double uniform) const {
    return first_above(uniform, guide_[static_cast<std::size_t>(uniform * intervals_)]);
  }

 private:
  // The product can round up to the sum itself. Below the sum, the first cumulative
  // weight above belongs to an index of positive weight.
  int first_above(double uniform, int from) const {
    const double product = uniform * sum_;
    const double mass = product < below_sum_ ? product : below_sum_;
    while (cumulative_[static_cast<std::size_t>(from)] <= mass) ++from;
    return from;
  }

  std::vector<double> cumulative_;
  double sum_ = 0.0;
  double below_sum_ = 0.0;
  double intervals_ = 0.0;
  std::vector<int> guide_;
};

}  // namespace gaussmix

#endif
