#ifndef GAUSSMIX_CORE_COVARIANCE_FAMILY_H
#define GAUSSMIX_CORE_COVARIANCE_FAMILY_H

#include <memory>
#include <utility>

#include "../ground/types.h"
#include "../nouns/moments.h"
#include "../nouns/parameters.h"
#include "../nouns/statistics.h"
#include "covariance-chart.h"

namespace gaussmix {

// What an M-step came to. Its iterations are those of a structure for which it is itself
// iterative.
struct Solution {
  Covariances covariances;
  int iterations = 0;
  bool converged = true;
};

// A covariance structure: the family of which a mixture's covariances are members. It alone
// makes covariances that were not given: all others make of them what has the form of one of
// its members, and hand that to conform(). What has no override here is so for a family
// in which nothing ties the components but that they may all be the same.
class Family {
 public:
  const char* const name;    // the word of scikit-learn's tutorials, or its kin
  const char* const mclust;  // the identifier of Banfield and Raftery's family
  const Shape shape;
  const bool shared;
  const ScatterRequest request;  // what it asks of a pass

  Family(const char* name_, const char* mclust_, Shape shape_, bool shared_)
      : name(name_),
        mclust(mclust_),
        shape(shape_),
        shared(shared_),
        request{scatter_of(shape_), shared_} {}
  virtual ~Family() = default;

  Family(const Family&) = delete;
  Family& operator=(const Family&) = delete;

  // Free parameters of the covariances of so many components.
  virtual double n_parameters(double d, double n_components) const;

  // The parameters of one component more: its weight, mean and covariance.
  double n_parameters_of_component(double d) const;

  // Whether members are what components by themselves would have, times numbers that tie them.
  virtual bool scales_components() const { return false; }

  // Whether a conjugate prior of covariances stays conjugate under it.
  virtual bool suits_conjugate_prior() const { return true; }

  // The same covariance in all components, that of independent columns.
  virtual Covariances start(const Vector& variances, Index n_components) const;

  // Maximises the expected log-likelihood; may make the covariances of the scatters
  // themselves, which are those of the request or have the shape of a covariance already.
  // Divisors are what scatters are divided by: the counts for maximum likelihood, more under
  // a prior; a component of divisor 0 says nothing, and keeps what its previous covariance
  // lets it keep. A ridge (d x 1, or a column a component; none if empty) are variances that all
  // covariances have beside those of the scatters. The previous covariances are where
  // an iterative M-step goes on.
  virtual Solution solve(Moments&& moments, const Vector& divisors, const Matrix& ridge,
                         const Covariances& previous) const = 0;

  // The same, but where solve() is itself iterative one sweep of it, by which the expected
  // log-likelihood does not fall.
  virtual Solution advance(Moments&& moments, const Vector& divisors, const Matrix& ridge,
                           const Covariances& previous) const {
    return solve(std::move(moments), divisors, ridge, previous);
  }

  // Either of these.
  using Maximise = Solution (Family::*)(Moments&&, const Vector&, const Matrix&,
                                        const Covariances&) const;

  // Makes members of covariances that have their form. The weights say how much each counts;
  // one of no weight follows the others.
  virtual void conform(Covariances& covariances, const Vector& weights) const;

  // See CovarianceChart.
  virtual std::shared_ptr<const CovarianceChart> chart(const Covariances& reference,
                                                       Index d, const Vector& roots) const;
};

// Free parameters of a mixture: covariances, means and K - 1 mixing weights.
double n_parameters_of_mixture(const Family& family, double d, double n_components);

}  // namespace gaussmix

#endif
