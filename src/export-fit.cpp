#include "convert-fit.h"
#include "convert-rows.h"
#include "core/fit/from-parameters.h"
#include "core/fit/from-responsibilities.h"
#include "core/fit/from-starts.h"

using namespace gaussmix;

namespace {

Fit run_fit(const Pass& pass, const Model& model, const Rcpp::List& start,
            const FitOptions& options) {
  const std::string from = Rcpp::as<std::string>(start["from"]);
  if (from == "search") {
    const StartRecipe recipe = as_recipe(start);
    return fit_from_starts(pass, model, recipe.kinds, recipe.n_components, recipe.seed,
                           options);
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

// A fit of gaussmix_observations, from a start that is searched for or given.
// [[Rcpp::export(rng = false)]]
Rcpp::List fit_mixture(Rcpp::List data, std::string covariance_type,
                       Rcpp::Nullable<Rcpp::List> method, Rcpp::List start,
                       Rcpp::List options, bool reorder,
                       Rcpp::Nullable<Rcpp::Function> report) {
  const GivenPass pass(data, Rcpp::as<int>(options["threads"]));
  const Model model = as_model(as_family(covariance_type), method, pass->origin());
  const Fit fit = run_fit(*pass, model, start, as_fit_options(options, data, report));
  return as_list(fit, model, pass->origin(), reorder);
}
