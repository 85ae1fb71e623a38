#include <algorithm>

#include "convert.h"
#include "core/ground/watch.h"
#include "core/pass/impute.h"
#include "core/rows/incomplete-rows.h"

using namespace gaussmix;

// The cells with those filled that are missing, but in rows of which nothing is seen: by what the
// mixture expects or, with a seed, by draws. NULL if a covariance is not positive definite.
// [[Rcpp::export(rng = false)]]
SEXP impute_mixture(Rcpp::NumericMatrix x, Rcpp::NumericVector origin,
                    Rcpp::List parameters, std::string covariance_type,
                    Rcpp::NumericVector seed, int threads) {
  if (origin.size() != x.ncol()) Rcpp::stop("origin does not fit x");
  const Execution execution = as_execution(threads);
  const IncompleteRows rows =
      incomplete_rows(x.begin(), x.nrow(), x.ncol(), nullptr, as_vector(origin));
  const Parameters p =
      as_parameters(parameters, as_family(covariance_type), rows.origin());
  Status status;
  const Plan plan = make_plan(p, status);
  if (!status.ok()) return R_NilValue;
  Rcpp::NumericMatrix values(allocate_matrix(REALSXP, x.nrow(), x.ncol()));
  std::copy(x.begin(), x.end(), values.begin());
  execution.check_interrupt();
  const Watch watch(execution.check_interrupt);
  if (seed.size() == 0) {
    impute_means(rows, plan, execution, values.begin());
  } else {
    impute_draws(rows, plan, as_seed(seed), execution, values.begin());
  }
  return values;
}
