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
double count_parameters(std::string structure_name, double d, double n_components) {
  return n_parameters(as_structure(structure_name), d, n_components);
}

// The core's covariance structures, by columns.
// [[Rcpp::export(rng = false)]]
Rcpp::List covariance_registry() {
  Rcpp::CharacterVector name, mclust, shape;
  Rcpp::LogicalVector shared;
  for (const Family& structure : families()) {
    name.push_back(structure.name);
    mclust.push_back(structure.mclust);
    shared.push_back(structure.shared);
    shape.push_back(word_of(structure.shape));
  }
  return Rcpp::List::create(Rcpp::_["name"] = name, Rcpp::_["mclust"] = mclust,
                            Rcpp::_["shape"] = shape, Rcpp::_["shared"] = shared);
}

// The first component whose covariance is not symmetric and positive definite; 0 if
// there is none.
// [[Rcpp::export(rng = false)]]
int indefinite_component(Rcpp::NumericVector covariances, std::string structure_name,
                         int d, int n_components, double slack) {
  const Family& structure = as_structure(structure_name);
  const Covariances values = as_covariances(covariances, structure, d, n_components);
  for (std::size_t k = 0; k < values.values.size(); ++k) {
    const Matrix& value = values.values[k];
    constexpr double least = std::numeric_limits<double>::min();
    const bool definite = structure.shape == Shape::full
                              ? is_positive_definite(value, slack)
                              : (value.array() >= least).all();
    if (!definite) return static_cast<int>(k) + 1;
  }
  return 0;
}
