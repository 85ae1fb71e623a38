#include "convert.h"

#include <algorithm>
#include <limits>

#include "convert-words.h"
#include "core/covariance/registry.h"
#include "core/ground/linalg.h"
#include "core/nouns/criteria.h"
#include "core/nouns/shape.h"

using namespace gaussmix;

// [[Rcpp::export(rng = false)]]
Rcpp::NumericVector information_criteria(double log_likelihood, double n_parameters,
                                         double n, double entropy, double log_certainty) {
  const double bic_value = bic(log_likelihood, n_parameters, n);
  return Rcpp::NumericVector::create(Rcpp::_["aic"] = aic(log_likelihood, n_parameters),
                                     Rcpp::_["bic"] = bic_value,
                                     Rcpp::_["icl_entropy"] = icl(bic_value, entropy),
                                     Rcpp::_["icl_map"] = icl(bic_value, -log_certainty));
}

// [[Rcpp::export(rng = false)]]
double count_parameters(std::string covariance_type, double d, double n_components) {
  return n_parameters_of_mixture(as_family(covariance_type), d, n_components);
}

// The core's covariance structures, by columns.
// [[Rcpp::export(rng = false)]]
Rcpp::List covariance_registry() {
  Rcpp::CharacterVector name, mclust, shape, scatter;
  Rcpp::LogicalVector shared, pooled, conjugate;
  for (const Family& family : families()) {
    name.push_back(family.name);
    mclust.push_back(family.mclust);
    shared.push_back(family.shared);
    shape.push_back(word_of(family.shape));
    scatter.push_back(word_of(family.request.scatter));
    pooled.push_back(family.request.pooled);
    conjugate.push_back(family.suits_conjugate_prior());
  }
  return Rcpp::List::create(Rcpp::_["name"] = name, Rcpp::_["mclust"] = mclust,
                            Rcpp::_["shape"] = shape, Rcpp::_["shared"] = shared,
                            Rcpp::_["scatter"] = scatter, Rcpp::_["pooled"] = pooled,
                            Rcpp::_["conjugate"] = conjugate);
}

// How far covariances that are positive definite are from being members of the structure: in
// standard deviations, as the largest difference of a cell from the nearest members.
// [[Rcpp::export(rng = false)]]
double distance_from_structure(Rcpp::NumericVector covariances,
                               std::string covariance_type, int d, int n_components) {
  const Family& family = as_family(covariance_type);
  const Covariances given = as_covariances(covariances, family, d, n_components);
  Covariances members = given;
  family.conform(members, Vector::Ones(n_components));
  double farthest = 0.0;
  for (std::size_t k = 0; k < given.values.size(); ++k) {
    const Matrix& own = given.values[k];
    const Vector sds = variances_of(family.shape, own, d).array().sqrt();
    Matrix size = own.cwiseAbs();
    if (family.shape == Shape::full) size = sds * sds.transpose();
    farthest = std::max(
        farthest, (members.values[k] - own).cwiseAbs().cwiseQuotient(size).maxCoeff());
  }
  return farthest;
}

// The first component whose covariance is not symmetric and positive definite; 0 if
// there is none.
// [[Rcpp::export(rng = false)]]
int indefinite_component(Rcpp::NumericVector covariances, std::string covariance_type,
                         int d, int n_components, double slack) {
  const Family& family = as_family(covariance_type);
  const Covariances values = as_covariances(covariances, family, d, n_components);
  for (std::size_t k = 0; k < values.values.size(); ++k) {
    const Matrix& value = values.values[k];
    constexpr double least = std::numeric_limits<double>::min();
    const bool definite = family.shape == Shape::full ? is_positive_definite(value, slack)
                                                      : (value.array() >= least).all();
    if (!definite) return static_cast<int>(k) + 1;
  }
  return 0;
}
