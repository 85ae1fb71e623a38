#include "tied-family.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "../nouns/shape.h"
#include "free-chart.h"

namespace gaussmix {

namespace {

Evidence evidence_of(Shape shape, Moments&& moments, const Vector& divisors,
                     const Matrix& ridge, const Covariances& previous) {
  Evidence evidence{std::move(moments.scatters), divisors, {}};
  for (Index k = 0; k < evidence.n_components(); ++k) {
    Matrix& scatter = evidence.scatters[static_cast<std::size_t>(k)];
    if (!(divisors[k] > 0.0)) {
      scatter = previous.of(k);
      evidence.divisors[k] = 1.0;
      continue;
    }
    evidence.speaking.push_back(k);
    // What is tied is tied with the ridge.
    if (ridge.size() > 0)
      add_variances(shape, divisors[k] * ridge.col(ridge.cols() > 1 ? k : 0), scatter);
  }
  return evidence;
}

// As if so many rows had been seen of each.
Evidence evidence_of(const Covariances& seen, const Vector& weights) {
  const bool any = (weights.array() > 0.0).any();
  Evidence evidence{seen.values, weights, {}};
  for (Index k = 0; k < evidence.n_components(); ++k) {
    if (!any || weights[k] > 0.0) evidence.speaking.push_back(k);
    if (!(weights[k] > 0.0)) evidence.divisors[k] = 1.0;
    evidence.scatters[static_cast<std::size_t>(k)] *= evidence.divisors[k];
  }
  return evidence;
}

// Free coordinates of covariances of which a family makes members: beside the reference, where
// all that matters is tangential to the family, they are its own.
class RetractedChart final : public FreeChart {
 public:
  RetractedChart(const TiedFamily& family, const Covariances& reference, Index d,
                 const Vector& roots)
      : FreeChart(reference, d, roots),
        family_(family),
        weights_(roots.array().square()) {}

  void read(const double* from, Covariances& covariances) const override {
    FreeChart::read(from, covariances);
    family_.conform(covariances, weights_);
  }

 private:
  const TiedFamily& family_;
  Vector weights_;
};

}  // namespace

double Evidence::total() const {
  double sum = 0.0;
  for (const Index k : speaking) sum += divisors[k];
  return sum;
}

double TiedFamily::n_parameters(double d, double n_components) const {
  const auto times = [&](char letter) {
    return letter == 'I' ? 0.0 : letter == 'E' ? 1.0 : n_components;
  };
  return times(mclust[0]) + times(mclust[1]) * (d - 1.0) +
         times(mclust[2]) * d * (d - 1.0) / 2.0;
}

Solution TiedFamily::solution(Moments&& moments, const Vector& divisors,
                              const Matrix& ridge, const Covariances& previous,
                              Effort effort) const {
  if (!(divisors.array() > 0.0).any()) return {previous};
  return members(evidence_of(shape, std::move(moments), divisors, ridge, previous),
                 previous, effort);
}

Solution TiedFamily::solve(Moments&& moments, const Vector& divisors, const Matrix& ridge,
                           const Covariances& previous) const {
  return solution(std::move(moments), divisors, ridge, previous, Effort::whole);
}

Solution TiedFamily::advance(Moments&& moments, const Vector& divisors,
                             const Matrix& ridge, const Covariances& previous) const {
  return solution(std::move(moments), divisors, ridge, previous, Effort::one_sweep);
}

void TiedFamily::conform(Covariances& covariances, const Vector& weights) const {
  const auto is_finite = [](const Matrix& value) { return value.allFinite(); };
  // Far from all that is known ways may lead to no numbers, of which nothing can be made.
  if (!std::all_of(covariances.values.begin(), covariances.values.end(), is_finite))
    return;
  covariances = members(evidence_of(covariances, weights), covariances, Effort::one_sweep)
                    .covariances;
}

std::shared_ptr<const CovarianceChart> TiedFamily::chart(const Covariances& reference,
                                                         Index d,
                                                         const Vector& roots) const {
  return std::make_shared<RetractedChart>(*this, reference, d, roots);
}

}  // namespace gaussmix
