#include "convert.h"
#include "core/pass/draw.h"

using namespace gaussmix;

// A matrix of draws or, for a data frame, a list of its columns; attribute `component`
// is a factor. All attributes are set here: R would copy what it sets them on. NULL
// if a covariance is not positive definite.
// [[Rcpp::export(rng = false)]]
SEXP draw_mixture(Rcpp::List parameters, std::string covariance_type, int n,
                  Rcpp::NumericVector seed, int threads,
                  Rcpp::Nullable<Rcpp::CharacterVector> column_names,
                  Rcpp::CharacterVector component_names, bool as_columns) {
  const Matrix means = as_matrix(parameters["means"]);
  const Parameters p =
      as_parameters(parameters, as_family(covariance_type), Vector::Zero(means.rows()));
  Rcpp::IntegerVector components(allocate_vector(INTSXP, n));
  DrawnRows drawn{n, {}, components.begin()};
  Rcpp::RObject values;
  if (as_columns) {
    Rcpp::List columns(p.dimension());
    for (Index j = 0; j < p.dimension(); ++j) {
      Rcpp::NumericVector column(allocate_vector(REALSXP, n));
      drawn.columns.push_back(column.begin());
      columns[j] = column;
    }
    values = columns;
  } else {
    Rcpp::NumericMatrix matrix(allocate_matrix(REALSXP, n, p.dimension()));
    for (Index j = 0; j < p.dimension(); ++j) {
      drawn.columns.push_back(matrix.begin() + j * drawn.n_rows);
    }
    values = matrix;
    if (column_names.isNotNull()) {
      values.attr("dimnames") = Rcpp::List::create(R_NilValue, column_names.get());
    }
  }
  const Status status = draw_rows(p, as_seed(seed), threads, drawn);
  if (!status.ok()) return R_NilValue;
  components.attr("levels") = component_names;
  components.attr("class") = "factor";
  values.attr("component") = components;
  return values;
}
