#ifndef GAUSSMIX_CORE_COVARIANCE_COVARIANCE_CHART_H
#define GAUSSMIX_CORE_COVARIANCE_COVARIANCE_CHART_H

#include <cstddef>
#include <vector>

#include "../ground/types.h"
#include "../nouns/factor.h"
#include "../nouns/parameters.h"

namespace gaussmix {

// Free coordinates of the covariances of a family around reference ones: every vector is a
// member, and near the reference a step's squared length is its square in the information
// matrix of the complete data.
class CovarianceChart {
 public:
  // The roots are those of the numbers of observations that each covariance rests on.
  CovarianceChart(const Covariances& reference, Index d, const Vector& roots);
  virtual ~CovarianceChart() = default;

  // Whether all reference covariances have a root.
  bool valid() const { return factors_.size() == reference_.values.size(); }

  const Covariances& reference() const { return reference_; }

  // The root of the covariance of a component, and its inverse.
  const Factor& factor(Index component) const { return factors_[place(component)]; }
  const Factor& inverse(Index component) const { return inverses_[place(component)]; }

  virtual Index size() const = 0;

  // False where the covariances have no coordinates.
  virtual bool write(const Covariances& covariances, double* to) const = 0;

  // Into covariances of the form of the reference.
  virtual void read(const double* from, Covariances& covariances) const = 0;

 protected:
  Index dimension() const { return d_; }
  double root(std::size_t s) const { return roots_[static_cast<Index>(s)]; }

  std::size_t place(Index component) const {
    return reference_.shared ? 0 : static_cast<std::size_t>(component);
  }

 private:
  Covariances reference_;
  Index d_;
  Vector roots_;
  std::vector<Factor> factors_;
  std::vector<Factor> inverses_;
};

}  // namespace gaussmix

#endif
