#include <memory>
#include <utility>

#include "convert-words.h"
#include "convert.h"
#include "core/ground/watch.h"
#include "core/pass/incomplete-pass.h"
#include "core/pass/local-pass.h"
#include "core/pass/row-sinks.h"
#include "core/pass/soft-responder.h"
#include "core/pass/student-responder.h"
#include "core/rows/incomplete-rows.h"

using namespace gaussmix;

namespace {

// Of a mixture of normal distributions, or with tails of Student ones.
std::unique_ptr<Responder> as_responder(const Plan& plan,
                                        const Rcpp::Nullable<Rcpp::List>& tails) {
  if (tails.isNull()) return std::make_unique<SoftResponder>(plan);
  const Rcpp::List given(tails);
  const StudentTails student{as_vector(given["power"]), as_vector(given["spread"])};
  if (student.power.size() != plan.n_components() ||
      student.spread.size() != plan.n_components()) {
    Rcpp::stop("tails do not fit the mixture");
  }
  return std::make_unique<StudentResponder>(plan, student);
}

}  // namespace

// `incomplete` says that values are missing: of normal distributions, what they say of those that
// are not, in rows that have one. Log weights need not be those of the parameters: zeros make joint
// densities those of the components. NULL if a covariance is not positive definite.
// [[Rcpp::export(rng = false)]]
SEXP predict_mixture(Rcpp::NumericMatrix x, Rcpp::NumericVector origin,
                     Rcpp::List parameters, std::string covariance_type,
                     Rcpp::NumericVector log_weights, Rcpp::Nullable<Rcpp::List> tails,
                     std::string type_name, bool incomplete, int threads) {
  const Observations observations = as_observations(x, Rcpp::NumericVector(0), origin);
  const Execution execution = as_execution(threads);
  const Parameters p =
      as_parameters(parameters, as_family(covariance_type), observations.origin());
  const PredictType type = as_predict_type(type_name);
  if (log_weights.size() != p.n_components()) Rcpp::stop("log_weights do not fit");
  Status status;
  Plan plan = make_plan(as_vector(log_weights), p.means, p.covariances, status);
  if (!status.ok()) return R_NilValue;
  const bool distances = type == PredictType::squared_distances;
  if (distances && !incomplete) plan = plan_of_distances(std::move(plan));

  const std::unique_ptr<Responder> responder = as_responder(plan, tails);
  if (incomplete && tails.isNotNull())
    Rcpp::stop("of incomplete rows there are normal densities alone");
  const auto pour = [&](auto sink) {
    execution.check_interrupt();
    const Watch watch(execution.check_interrupt);
    if (!incomplete) return LocalPass(observations, execution).run(*responder, sink);
    const IncompleteRows rows =
        incomplete_rows(x.begin(), observations.n_rows(), observations.n_columns(),
                        nullptr, observations.origin());
    const IncompletePass pass(rows, execution);
    return distances ? pass.run_distances(plan, sink) : pass.run_soft(plan, sink);
  };
  const Index n_components = p.n_components();
  switch (type) {
    case PredictType::labels: {
      Rcpp::IntegerVector labels(allocate_vector(INTSXP, x.nrow()));
      pour(LabelSink(labels.begin()));
      return labels;
    }
    case PredictType::uncertainty: {
      Rcpp::NumericVector values(allocate_vector(REALSXP, x.nrow()));
      pour(UncertaintySink(values.begin()));
      return values;
    }
    case PredictType::log_density: {
      Rcpp::NumericVector values(allocate_vector(REALSXP, x.nrow()));
      pour(LogDensitySink(values.begin()));
      return values;
    }
    default: {
      Rcpp::NumericMatrix values(allocate_matrix(REALSXP, x.nrow(), n_components));
      const auto content = type == PredictType::responsibilities
                               ? MatrixSink::Content::responsibilities
                               : MatrixSink::Content::log_joint;
      pour(MatrixSink(content, values.begin(), x.nrow()));
      if (type == PredictType::squared_distances) {
        for (double& value : values) value *= -2.0;
      }
      return values;
    }
  }
}
