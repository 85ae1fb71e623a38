#include "convert-fit.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-responsibilities.h"
#include "core/fit/from-starts.h"
#include "core/pass/local-pass.h"

using namespace gaussmix;

namespace {

Fit run_fit(const Pass& pass, const Model& model, const Rcpp::List& start,
            const FitOptions& options) {
  const std::string from = Rcpp::as<std::string>(start["from"]);
  const Index n_components = static_cast<Index>(Rcpp::as<double>(start["n_components"]));
  if (from == "search") {
    return fit_from_starts(pass, model, as_kinds(start["kinds"]), n_components,
                           as_seed(start["seed"]), options);
  }
  if (from == "labels" || from == "responsibilities") {
    return fit_from_responsibilities(
        pass, model, *as_given_responder(start, pass.count().all), options);
  }
  if (from != "parameters") Rcpp::stop("nothing begins from '%s'", from);
  return fit_from_parameters(
      pass, model, as_parameters(start["parameters"], model.family, pass.origin()),
      options, as_resumption(start));
}

}  // namespace

// [[Rcpp::export(rng = false)]]
Rcpp::List fit_mixture(Rcpp::NumericMatrix x, Rcpp::NumericVector weights,
                       Rcpp::NumericVector origin, Rcpp::LogicalVector constant_columns,
                       std::string structure_name, Rcpp::Nullable<Rcpp::List> method,
                       Rcpp::List start, Rcpp::List options, bool reorder,
                       Rcpp::Nullable<Rcpp::Function> report) {
  const Observations observations = as_observations(x, weights, origin);
  const Model model =
      as_model(as_structure(structure_name), method, observations.origin());
  if (constant_columns.size() != x.ncol()) Rcpp::stop("constant_columns do not fit x");
  const LocalPass pass(observations, as_execution(options));
  const Fit fit =
      run_fit(pass, model, start, as_fit_options(options, constant_columns, report));

  return as_list(fit, model, observations.origin(), reorder);
}
