#ifndef GAUSSMIX_CORE_LOOP_RIVALS_H
#define GAUSSMIX_CORE_LOOP_RIVALS_H

#include <algorithm>
#include <cmath>
#include <vector>

#include "../ground/types.h"
#include "../nouns/observations.h"
#include "../nouns/status.h"
#include "../pass/pass.h"
#include "em.h"
#include "search.h"

namespace gaussmix {

// How the log densities of two optima differ over the rows of a sample.
struct PairedDifference {
  double mean;
  double mean_square;
  double standard_error;  // of the mean, as an estimate of that of all rows
};

// Weights sum to one. The rows of the sample are the given share of all: of what they are
// themselves there is no doubt.
inline PairedDifference paired_difference(const Array& a, const Array& b,
                                          const Array& weights, double share) {
  const Array difference = a - b;
  const double mean = (weights * difference).sum();
  const double squares = (weights * (difference - mean)).square().sum();
  return {mean, (weights * difference.square()).sum(), std::sqrt((1.0 - share) * squares)};
}

struct RivalOptions {
  double share = 1.0;  // of all rows that are in the sample
  // Optima of which the log densities differ by no more, in mean square, are one.
  double apart = 0.0;
  std::size_t most = 10;
};

// Optima of a sample of which any may be the best of all rows: different ones that lie no
// farther below the best than chance would have it, by the mean of the paired differences
// of their log densities against its standard error (Vuong 1989, doi 10.2307/1912557,
// section 5).
template <class Estimator>
class Rivals {
 public:
  using End = RunEnd<Estimator>;

  Rivals(const Observations& sample, const Estimator& estimator, const EmOptions& em,
         const RivalOptions& options)
      : sample_(sample),
        weights_(Eigen::Map<const Array>(sample.weights, sample.n_rows)),
        total_weight_(weights_.sum()),
        estimator_(estimator),
        em_(em),
        options_(options) {
    weights_ /= total_weight_;
  }

  // The mean square of the difference of two log densities.
  double distance(const typename Estimator::Parameters& a,
                  const typename Estimator::Parameters& b) const {
    return difference(log_density(a), log_density(b)).mean_square;
  }

  // The best first. `ends` are sound.
  std::vector<End> among(std::vector<End> ends) {
    std::stable_sort(ends.begin(), ends.end(), [](const End& a, const End& b) {
      return better(a.restart, b.restart);
    });
    std::vector<End> rivals;
    log_densities_.clear();
    for (End& end : ends) {
      if (rivals.size() == options_.most) break;
      Array own = log_density(end.parameters);
      if (!may_be_best(own) || !differs(own)) continue;
      log_densities_.push_back(std::move(own));
      rivals.push_back(std::move(end));
    }
    return rivals;
  }

 private:
  Array log_density(const typename Estimator::Parameters& parameters) const {
    Array values(sample_.n_rows);
    Status status;
    const auto plan = estimator_.plan(parameters, total_weight_, status, em_.n_threads);
    if (!status.ok()) return values.setConstant(-INFINITY);
    em_.check_interrupt();
    LogDensitySink sink(values.data());
    run_pass(sample_, SoftResponder(plan), em_.n_threads, sink);
    return values;
  }

  PairedDifference difference(const Array& a, const Array& b) const {
    return paired_difference(a, b, weights_, options_.share);
  }

  bool may_be_best(const Array& own) const {
    constexpr double standard_errors = 3.0;
    if (log_densities_.empty()) return true;
    const PairedDifference below = difference(log_densities_[0], own);
    return below.mean <= standard_errors * below.standard_error;
  }

  bool differs(const Array& own) const {
    for (const Array& other : log_densities_) {
      if (!(difference(other, own).mean_square > options_.apart)) return false;
    }
    return true;
  }

  const Observations& sample_;
  Array weights_;
  double total_weight_;
  const Estimator& estimator_;
  const EmOptions& em_;
  RivalOptions options_;
  std::vector<Array> log_densities_;  // of the rivals so far
};

}  // namespace gaussmix

#endif
