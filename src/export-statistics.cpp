#include <limits>
#include <vector>

#include "convert-fit.h"
#include "convert-statistics.h"
#include "convert-words.h"
#include "core/estimators/method.h"
#include "core/ground/watch.h"
#include "core/nouns/moments.h"
#include "core/pass/local-pass.h"
#include "core/pass/soft-responder.h"
#include "core/rows/column-range.h"
#include "core/search/first-parameters.h"

using namespace gaussmix;

namespace {

// An origin, in the coordinates of the data, from which those of statistics lose no
// digits.
Vector origin_of(const Matrix& origins) {
  Vector result(origins.rows());
  for (Index j = 0; j < result.size(); ++j) {
    result[j] = exact_origin({origins.row(j).minCoeff(), origins.row(j).maxCoeff()});
  }
  return result;
}

}  // namespace

// The E-step: statistics of the rows under a mixture, about origins (d x K). Log weights
// need not be those of the parameters. NULL if a covariance is not positive definite.
// [[Rcpp::export(rng = false)]]
SEXP sum_mixture(Rcpp::List data, Rcpp::List parameters, std::string covariance_type,
                 Rcpp::NumericVector log_weights, Rcpp::NumericMatrix origins,
                 int threads) {
  const Observations observations = as_observations(data);
  const LocalPass pass(observations, as_execution(threads));
  const Family& family = as_family(covariance_type);
  const Parameters p = as_parameters(parameters, family, pass.origin());
  if (log_weights.size() != p.n_components()) Rcpp::stop("log_weights do not fit");
  const Matrix about = as_matrix(origins).colwise() - pass.origin();
  if (about.cols() != p.n_components()) Rcpp::stop("origins do not fit");
  Status status;
  const Plan plan =
      make_plan(as_vector(log_weights), p.means, p.covariances, status, threads);
  if (!status.ok()) return R_NilValue;
  const Watch watch(pass.execution().check_interrupt);
  return as_list(pass.sum(SoftResponder(plan), family.request, about), pass.origin());
}

// The M-step: parameters from statistics and those before, with what was maximised at the
// latter. `total_weight` is that of the data that these are of: how sure a posterior is of
// itself. The trouble is that of the new parameters.
// [[Rcpp::export(rng = false)]]
Rcpp::List update_mixture(Rcpp::List statistics, Rcpp::List parameters,
                          std::string covariance_type, Rcpp::Nullable<Rcpp::List> method,
                          Rcpp::NumericVector ridge, double total_weight) {
  const Family& family = as_family(covariance_type);
  const Vector origin = origin_of(as_matrix(statistics["origins"]));
  const Parameters before = as_parameters(parameters, family, origin);
  if (ridge.size() != origin.size()) Rcpp::stop("the ridge does not fit the columns");
  const std::vector<bool> constant(static_cast<std::size_t>(origin.size()), false);
  const auto estimator =
      make_estimator(as_model(family, method, origin), before.n_components(),
                     {as_vector(ridge), true, constant});
  const Statistics sums = as_statistics(statistics, estimator->request(), origin);
  Status status;
  const Plan plan = estimator->plan(before, total_weight, status, 1);
  const double objective =
      status.ok() ? sums.log_likelihood - estimator->penalty(before, plan, total_weight, 1)
                  : std::numeric_limits<double>::quiet_NaN();
  const Parameters next = estimator->update(sums, before);
  status = {};
  make_plan(next, status);
  return Rcpp::List::create(Rcpp::_["parameters"] = as_list(next, family, origin),
                            Rcpp::_["objective"] = objective,
                            Rcpp::_["trouble"] = word_of(status.trouble),
                            Rcpp::_["component"] = component_number(status),
                            Rcpp::_["moved_far"] = means_moved_far(sums));
}

// Maximum likelihood given the responsibilities: an M-step from statistics about the means that
// these make. The trouble is what would keep the mixture from being an answer.
// [[Rcpp::export(rng = false)]]
Rcpp::List maximise_mixture(Rcpp::List data, std::string covariance_type, Rcpp::List start,
                            double ridge, int threads) {
  const Observations observations = as_observations(data);
  const LocalPass pass(observations, as_execution(threads));
  const Family& family = as_family(covariance_type);
  const auto responder = as_given_responder(start, pass.count().all);
  const Vector ridges = Vector::Constant(pass.n_columns(), ridge);
  const auto estimator = make_estimator(family, responder->n_components(),
                                        {ridges, true, as_constant_columns(data)});
  const Watch watch(pass.execution().check_interrupt);
  const Matrix means = means_of_parts(pass, *responder);
  const Statistics statistics = pass.settled(*responder, estimator->request(), means);
  const Parameters result =
      estimator->update(statistics, plain_parameters(family, means, ridges));
  Status status;
  estimator->plan(result, statistics.total_weight, status, threads);
  if (status.ok()) {
    status = estimator->standing(result, statistics, pass.count(), {}).status;
  }
  return Rcpp::List::create(Rcpp::_["parameters"] = as_list(result, family, pass.origin()),
                            Rcpp::_["counts"] = as_numbers(statistics.counts),
                            Rcpp::_["trouble"] = word_of(status.trouble),
                            Rcpp::_["component"] = component_number(status));
}
