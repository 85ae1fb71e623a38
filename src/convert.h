#ifndef GAUSSMIX_CONVERT_H
#define GAUSSMIX_CONVERT_H

// Where R's objects become the core's and back. Shapes are checked here; meaning was
// checked in R.

#include <RcppEigen.h>

#include <cstdint>
#include <string>
#include <utility>

#include "core/covariance/registry.h"
#include "core/nouns/observations.h"
#include "core/nouns/parameters.h"
#include "core/nouns/status.h"

namespace gaussmix {

inline Vector as_vector(const Rcpp::NumericVector& x) {
  return Eigen::Map<const Vector>(x.begin(), x.size());
}

inline Observations as_observations(const Rcpp::NumericMatrix& x,
                                    const Rcpp::NumericVector& weights,
                                    const Rcpp::NumericVector& origin) {
  if (weights.size() != 0 && weights.size() != x.nrow()) {
    Rcpp::stop("weights and x have different lengths");
  }
  if (origin.size() != x.ncol()) Rcpp::stop("origin does not fit x");
  return {x.begin(), x.nrow(), x.ncol(),
          weights.size() == 0 ? nullptr : weights.begin(), as_vector(origin)};
}

inline const CovarianceStructure& as_structure(const std::string& name) {
  const CovarianceStructure* structure = find_structure(name.c_str());
  if (!structure) Rcpp::stop("no covariance structure is called '%s'", name);
  return *structure;
}

// Two numbers in [0, 1) from R's generator make one seed.
inline std::uint64_t as_seed(const Rcpp::NumericVector& uniform) {
  if (uniform.size() != 2) Rcpp::stop("a seed is made of two numbers");
  const auto word = [](double u) {
    return static_cast<std::uint64_t>(u * 4294967296.0) & 0xffffffffULL;
  };
  return (word(uniform[0]) << 32) | word(uniform[1]);
}

// Parameters travel as list(weights, means (d x K), covariances (compact form, a
// list of matrices)), in the coordinates of the data.
inline Parameters as_parameters(const Rcpp::List& parameters,
                                const CovarianceStructure& structure,
                                const Vector& origin) {
  Parameters result;
  result.weights = as_vector(parameters["weights"]);
  result.means = Rcpp::as<Matrix>(parameters["means"]);
  const Index d = origin.size();
  const Index n_components = result.weights.size();
  if (result.means.rows() != d || result.means.cols() != n_components) {
    Rcpp::stop("means are not d x K");
  }
  result.means.colwise() -= origin;
  result.covariances.shape = structure.shape;
  result.covariances.shared = structure.shared;
  const Rcpp::List covariances = parameters["covariances"];
  if (covariances.size() != (structure.shared ? 1 : n_components)) {
    Rcpp::stop("covariances do not fit the structure");
  }
  const Index rows = structure.shape == Shape::spherical ? 1 : d;
  const Index columns = structure.shape == Shape::full ? d : 1;
  for (R_xlen_t k = 0; k < covariances.size(); ++k) {
    Matrix value = Rcpp::as<Matrix>(covariances[k]);
    if (value.rows() != rows || value.cols() != columns) {
      Rcpp::stop("a covariance does not fit the structure");
    }
    result.covariances.values.push_back(std::move(value));
  }
  return result;
}

inline Rcpp::List as_list(const Parameters& parameters, const Vector& origin) {
  const Matrix means = parameters.means.colwise() + origin;
  return Rcpp::List::create(Rcpp::_["weights"] = parameters.weights,
                            Rcpp::_["means"] = means,
                            Rcpp::_["covariances"] = parameters.covariances.values);
}

// A matrix or vector of R that may be too large for the memory: R then leaves by a
// jump, which must not pass over objects of C++.
inline SEXP allocate_matrix(SEXPTYPE type, Index rows, Index columns) {
  return Rcpp::unwindProtect([&]() {
    return Rf_allocMatrix(type, static_cast<int>(rows), static_cast<int>(columns));
  });
}

inline SEXP allocate_vector(SEXPTYPE type, Index length) {
  return Rcpp::unwindProtect([&]() { return Rf_allocVector(type, length); });
}

// 0 for no trouble, else the place in R's table of texts.
inline int trouble_code(const Status& status) {
  return static_cast<int>(status.trouble);
}

// Components count from one in R; 0 stands for none.
inline int component_number(const Status& status) {
  return static_cast<int>(status.component) + 1;
}

}  // namespace gaussmix

#endif
