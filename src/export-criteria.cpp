#include "convert.h"

#include <limits>

#include "convert-words.h"
#include "core/covariance/registry.h"
#include "core/ground/linalg.h"
#include "core/nouns/criteria.h"

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
  Rcpp::LogicalVector shared, pooled;
  for (const Family& family : families()) {
    name.push_back(family.name);
    mclust.push_back(family.mclust);
    shared.push_back(family.shared);
    shape.push_back(word_of(family.shape));
    scatter.push_back(word_of(family.request.scatter));
    pooled.push_back(family.request.pooled);
  }
  return Rcpp::List::create(Rcpp::_["name"] = name, Rcpp::_["mclust"] = mclust,
                            Rcpp::_["shape"] = shape, Rcpp::_["shared"] = shared,
                            Rcpp::_["scatter"] = scatter, Rcpp::_["pooled"] = pooled);
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
