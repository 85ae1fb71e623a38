#ifndef GAUSSMIX_CORE_ESTIMATORS_METHOD_H
#define GAUSSMIX_CORE_ESTIMATORS_METHOD_H

#include <memory>

#include "../covariance/family.h"
#include "../ground/gamma.h"
#include "../ground/types.h"
#include "conjugate-prior.h"
#include "estimator.h"
#include "proportions.h"
#include "ridge.h"
#include "weight-prior.h"

namespace gaussmix {

// How a mixture is estimated, for any number of components.
struct Method {
  enum class Kind { maximum_likelihood, maximum_posterior, variational_bayes };
  Kind kind = Kind::maximum_likelihood;
  ConjugatePrior prior;
  double scale_power = 0.0;  // of K, by which the prior's scale is multiplied
  Proportions proportions = Proportions::free;
  WeightPrior weight_prior;
  bool concentration_is_shared = false;  // among the components: each has a K-th
  GammaLibrary gamma;

  bool is_ordered() const {
    return kind == Kind::variational_bayes && proportions == Proportions::free &&
           weight_prior.is_ordered();
  }

  // Whether a component that holds nothing is no failure.
  bool may_be_empty() const { return kind == Kind::variational_bayes; }
};

// What is estimated, and how. Families live as long as the program, see registry.h, and so who
// is made of a model may refer to that.
struct Model {
  const Family& family;
  Method method;

  // A structure alone stands for its maximum likelihood.
  Model(const Family& family_, const Method& method_ = {})
      : family(family_), method(method_) {}
};

// std::invalid_argument where variational Bayes meets a family that no conjugate prior suits.
std::unique_ptr<MixtureEstimator> make_estimator(const Model& model, Index n_components,
                                                 const Ridge& ridge);

}  // namespace gaussmix

#endif
