#include <vector>

#include "convert.h"
#include "core/match/assignment.h"

using namespace gaussmix;

// The column of each row in the assignment of least total cost.
// [[Rcpp::export(rng = false)]]
Rcpp::IntegerVector assign_rows(Rcpp::NumericMatrix cost) {
  if (cost.nrow() > cost.ncol()) Rcpp::stop("more rows than columns");
  const std::vector<Index> columns =
      assign_columns(Eigen::Map<const Matrix>(cost.begin(), cost.nrow(), cost.ncol()));
  Rcpp::IntegerVector result(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    result[static_cast<R_xlen_t>(i)] = static_cast<int>(columns[i]) + 1;
  }
  return result;
}
