#include "rivals.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "../nouns/plan.h"
#include "../nouns/status.h"
#include "restart.h"

namespace gaussmix {

PairedDifference paired_difference(const Array& a, const Array& b, const Array& weights,
                                   double share) {
  const Array difference = a - b;
  const double mean = (weights * difference).sum();
  const double squares = (weights * (difference - mean)).square().sum();
  return {mean, (weights * difference.square()).sum(), std::sqrt((1.0 - share) * squares)};
}

Rivals::Rivals(const Pass& pass, const Sample& sample, const MixtureEstimator& estimator,
               const RivalOptions& options)
    : sample_(pass),
      weights_(sample.weights().array() / sample.count().total_weight),
      estimator_(estimator),
      options_(options) {}

std::vector<RunEnd> Rivals::among(std::vector<RunEnd> ends) {
  std::stable_sort(ends.begin(), ends.end(), [](const RunEnd& a, const RunEnd& b) {
    return better(a.restart, b.restart);
  });
  std::vector<RunEnd> rivals;
  log_densities_.clear();
  for (RunEnd& end : ends) {
    if (rivals.size() == options_.most) break;
    Array own = log_density(end.parameters);
    if (!may_be_best(own) || !differs(own)) continue;
    log_densities_.push_back(std::move(own));
    rivals.push_back(std::move(end));
  }
  return rivals;
}

Array Rivals::log_density(const Parameters& parameters) const {
  Status status;
  const Plan plan =
      estimator_.plan(parameters, sample_.total_weight(), status, sample_.n_threads());
  if (!status.ok()) return Array::Constant(weights_.size(), -INFINITY);
  sample_.check_interrupt();
  return sample_.log_densities(plan);
}

PairedDifference Rivals::difference(const Array& a, const Array& b) const {
  return paired_difference(a, b, weights_, options_.share);
}

bool Rivals::may_be_best(const Array& own) const {
  constexpr double standard_errors = 3.0;
  if (log_densities_.empty()) return true;
  const PairedDifference below = difference(log_densities_[0], own);
  return below.mean <= standard_errors * below.standard_error;
}

bool Rivals::differs(const Array& own) const {
  for (const Array& other : log_densities_) {
    if (!(difference(other, own).mean_square > options_.apart)) return false;
  }
  return true;
}

}  // namespace gaussmix
