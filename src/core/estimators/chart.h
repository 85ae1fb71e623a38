#ifndef GAUSSMIX_CORE_ESTIMATORS_CHART_H
#define GAUSSMIX_CORE_ESTIMATORS_CHART_H

#include <cstddef>
#include <vector>

#include "../ground/types.h"
#include "../nouns/parameters.h"

namespace gaussmix {

// Free coordinates of the mixtures around a reference: every vector is a mixture with
// positive weights and positive definite covariances, and near the reference a step's
// squared length is its square in the information matrix of the complete data, so
// that lengths do not depend on the units of the columns. Coordinates are logs of weights;
// means and Cholesky factors in the whitened space of the reference, the diagonal of
// factors as logs; each times the root of the information that it carries.
class MixtureChart {
 public:
  // Counts are the expected numbers of observations of the components; of their means and
  // covariances a prior knows as much as so many more. Not valid where a component is
  // empty or a covariance has no factor.
  MixtureChart(const Parameters& reference, const Vector& counts,
               double prior_count = 0.0);

  bool valid() const { return valid_; }

  Index size() const;

  // False where the mixture has no coordinates.
  bool to_coordinates(const Parameters& parameters, Vector& point) const;

  Parameters from_coordinates(const Vector& point) const;

 private:
  std::size_t place(Index component) const {
    return reference_.covariances.shared ? 0 : static_cast<std::size_t>(component);
  }

  Vector whitened(Index component, const Vector& step) const {
    return times(inverses_[place(component)], step);
  }
  Vector unwhitened(Index component, const Vector& step) const {
    return times(factors_[place(component)], step);
  }

  Vector times(const Matrix& factor, const Vector& step) const;

  // What a unit of the log of a standard deviation is worth: of n observations
  // the information about it is 2 n, d times as much where d columns share it.
  double root_of_log(std::size_t s) const;
  double root_of(std::size_t s) const {
    return reference_.covariances.shared ? shared_root_ : roots_[static_cast<Index>(s)];
  }

  double* write_factor(std::size_t s, const Matrix& factor, double* to) const;
  const double* read_covariance(std::size_t s, const double* from,
                                Matrix& covariance) const;

  Parameters reference_;
  Vector roots_of_weights_;  // K: of what is known about weights
  Vector roots_;             // K: and about means and covariances
  double shared_root_ = 0.0;
  std::vector<Matrix> factors_;
  std::vector<Matrix> inverses_;
  bool valid_ = false;
};

}  // namespace gaussmix

#endif
