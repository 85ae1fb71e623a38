#include <vector>

#include "convert-fit.h"
#include "convert-rows.h"
#include "core/fit/select.h"

using namespace gaussmix;

namespace {

std::vector<Model> as_models(const Rcpp::CharacterVector& names, const Rcpp::List& methods,
                             const Vector& origin) {
  if (methods.size() != names.size())
    Rcpp::stop("methods do not fit the covariance types");
  std::vector<Model> models;
  for (R_xlen_t s = 0; s < names.size(); ++s) {
    models.push_back(as_model(as_family(Rcpp::as<std::string>(names[s])),
                              Rcpp::Nullable<Rcpp::List>(methods[s]), origin));
  }
  return models;
}

std::vector<StartRecipe> as_recipes(const Rcpp::List& starts) {
  std::vector<StartRecipe> recipes;
  for (R_xlen_t c = 0; c < starts.size(); ++c) recipes.push_back(as_recipe(starts[c]));
  return recipes;
}

}  // namespace

// Fits of all covariance types, each with its method, with all starts, which must ascend in their
// numbers of components, in the order of the types: each a list, or NULL if it was interrupted or,
// though it finished, had no memory. tick() is called again and again with the number of fits that
// are finished, and says whether to go on.
// [[Rcpp::export(rng = false)]]
Rcpp::List fit_mixtures(Rcpp::List data, Rcpp::CharacterVector covariance_types,
                        Rcpp::List methods, Rcpp::List starts, Rcpp::List options,
                        Rcpp::Function tick, Rcpp::Nullable<Rcpp::Function> report) {
  const GivenPass pass(data, Rcpp::as<int>(options["threads"]));
  const std::vector<Model> models = as_models(covariance_types, methods, pass->origin());
  const FitOptions fit_options = as_fit_options(options, data, report);
  Selection selection(*pass, models, as_recipes(starts), fit_options);
  bool interrupted = false;
  try {
    selection.run(report.isNull(), [&]() {
      Rcpp::checkUserInterrupt();
      // An interrupt while R code runs is the answer FALSE.
      const bool goes_on = Rcpp::as<bool>(tick(selection.finished()));
      if (!goes_on) throw Rcpp::internal::InterruptedException();
    });
  } catch (const Rcpp::internal::InterruptedException&) {
    interrupted = true;
  }

  std::vector<Combination>& combinations = selection.combinations();
  const R_xlen_t n = static_cast<R_xlen_t>(combinations.size());
  Rcpp::List fits(n);
  Rcpp::NumericVector seconds(n);
  Rcpp::LogicalVector finished(n);
  for (R_xlen_t i = 0; i < n; ++i) {
    Combination& combination = combinations[static_cast<std::size_t>(i)];
    finished[i] = combination.finished;
    seconds[i] = combination.seconds;
    if (!combination.finished || combination.out_of_memory) continue;
    fits[i] = as_list(combination.fit, models[static_cast<std::size_t>(i / starts.size())],
                      pass->origin(), true);
    combination.fit = {};
  }
  return Rcpp::List::create(Rcpp::_["fits"] = fits, Rcpp::_["seconds"] = seconds,
                            Rcpp::_["finished"] = finished,
                            Rcpp::_["interrupted"] = interrupted);
}
