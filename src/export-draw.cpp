#include "convert.h"
#include "core/pass/draw.h"

using namespace gaussmix;

// NULL if a covariance is not positive definite.
// [[Rcpp::export(rng = false)]]
SEXP draw_mixture(Rcpp::List parameters, std::string structure_name, int n,
                  Rcpp::NumericVector seed, int threads) {
  const Matrix means = Rcpp::as<Matrix>(parameters["means"]);
  const Parameters p = as_parameters(parameters, as_structure(structure_name),
                                     Vector::Zero(means.rows()));
  Rcpp::NumericMatrix values(allocate_matrix(REALSXP, n, p.dimension()));
  Rcpp::IntegerVector components(allocate_vector(INTSXP, n));
  const Status status = draw_rows(p, n, as_seed(seed), threads, values.begin(),
                                  components.begin());
  if (!status.ok()) return R_NilValue;
  for (int& component : components) ++component;
  return Rcpp::List::create(Rcpp::_["values"] = values,
                            Rcpp::_["components"] = components);
}
