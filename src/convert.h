#ifndef GAUSSMIX_CONVERT_H
#define GAUSSMIX_CONVERT_H

// Where R's objects become the core's and back. Shapes are checked here; meaning was
// checked in R.

#include <Rcpp/Lightest>

#include <cstdint>
#include <string>
#include <vector>

#include "core/covariance/family.h"
#include "core/ground/execution.h"
#include "core/ground/types.h"
#include "core/nouns/parameters.h"
#include "core/nouns/status.h"
#include "core/rows/observations.h"

namespace gaussmix {

Vector as_vector(const Rcpp::NumericVector& x);
Matrix as_matrix(const Rcpp::NumericMatrix& x);
Rcpp::NumericVector as_numbers(const Vector& x);

// The matrix and the weights must live as long; without weights each is one.
Observations as_observations(const Rcpp::NumericMatrix& x,
                             const Rcpp::NumericVector& weights,
                             const Rcpp::NumericVector& origin);

// The rows of R's observations, which are not copied: the list must live as long. Their columns
// that do not vary are as_constant_columns().
Observations as_observations(const Rcpp::List& data);
std::vector<bool> as_constant_columns(const Rcpp::List& data);

const Family& as_family(const std::string& name);

// Interrupted as R is.
Execution as_execution(int threads);

// Two numbers in [0, 1) from R's generator make one seed.
std::uint64_t as_seed(const Rcpp::NumericVector& uniform);

Covariances as_covariances(const Rcpp::NumericVector& compact, const Family& family,
                           Index d, Index n_components);

// Parameters travel as list(weights, means (d x K), covariances (compact form)), in the
// coordinates of the data.
Parameters as_parameters(const Rcpp::List& parameters, const Family& family,
                         const Vector& origin);

Rcpp::List as_list(const Parameters& parameters, const Family& family,
                   const Vector& origin);

// A matrix or vector of R that may be too large for the memory: R then leaves by a
// jump, which must not pass over objects of C++.
SEXP allocate_matrix(SEXPTYPE type, Index rows, Index columns);

SEXP allocate_vector(SEXPTYPE type, Index length);

// Components count from one in R; 0 stands for none.
inline int component_number(const Status& status) {
  return static_cast<int>(status.component) + 1;
}

}  // namespace gaussmix

#endif
