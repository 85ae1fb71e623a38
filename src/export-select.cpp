#include "convert-fit.h"
#include "core/fit/select.h"
#include "core/pass/local-pass.h"

using namespace gaussmix;

namespace {

std::vector<Model> as_models(const Rcpp::CharacterVector& names, const Rcpp::List& methods,
                             const Vector& origin) {
  if (methods.size() != names.size()) Rcpp::stop("methods do not fit the structures");
  std::vector<Model> models;
  for (R_xlen_t s = 0; s < names.size(); ++s) {
    models.push_back(as_model(as_structure(Rcpp::as<std::string>(names[s])),
                              Rcpp::Nullable<Rcpp::List>(methods[s]), origin));
  }
  return models;
}

std::vector<Candidate> as_candidates(const Rcpp::List& starts) {
  std::vector<Candidate> candidates;
  for (R_xlen_t c = 0; c < starts.size(); ++c) {
    const Rcpp::List start = starts[c];
    candidates.push_back({static_cast<Index>(Rcpp::as<double>(start["n_components"])),
                          as_seed(start["seed"]), as_kinds(start["kinds"])});
  }
  return candidates;
}

}  // namespace

// Fits of all structures, each with its method, with all starts, which must ascend in their numbers of
// components, in the order of the structures: each a list, or NULL if it was interrupted
// or, though it finished, had no memory. tick() is called again and again with the number of fits that are
// finished, and says whether to go on.
// [[Rcpp::export(rng = false)]]
Rcpp::List fit_mixtures(Rcpp::NumericMatrix x, Rcpp::NumericVector weights,
                        Rcpp::NumericVector origin, Rcpp::LogicalVector constant_columns,
                        Rcpp::CharacterVector structure_names, Rcpp::List methods,
                        Rcpp::List starts, Rcpp::List options, Rcpp::Function tick,
                        Rcpp::Nullable<Rcpp::Function> report) {
  const Observations observations = as_observations(x, weights, origin);
  if (constant_columns.size() != x.ncol()) Rcpp::stop("constant_columns do not fit x");
  const std::vector<Model> models =
      as_models(structure_names, methods, observations.origin());
  const FitOptions fit_options = as_fit_options(options, constant_columns, report);
  const LocalPass pass(observations, as_execution(options));
  Selection selection(pass, models, as_candidates(starts), fit_options);
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
                      observations.origin(), true);
    combination.fit = {};
  }
  return Rcpp::List::create(Rcpp::_["fits"] = fits, Rcpp::_["seconds"] = seconds,
                            Rcpp::_["finished"] = finished,
                            Rcpp::_["interrupted"] = interrupted);
}
