#include "convert-fit.h"

#include <numeric>
#include <string>
#include <vector>

#include "convert-words.h"
#include "core/pass/given-responder.h"

namespace gaussmix {

namespace {

// The gamma functions of R's mathematics library.
GammaLibrary gamma_of_r() { return {Rf_lgammafn, Rf_digamma}; }

ConjugatePrior as_prior(const Rcpp::List& prior, const Family& family,
                        const Vector& origin) {
  const Index d = origin.size();
  const Rcpp::NumericVector scale = prior["scale"];
  const Index rows = family.shape == Shape::spherical ? 1 : d;
  const Index columns = family.shape == Shape::full ? d : 1;
  if (scale.size() != rows * columns) Rcpp::stop("the prior's scale does not fit");
  ConjugatePrior result;
  result.mean = as_vector(prior["mean"]) - origin;
  result.mean_precision = Rcpp::as<double>(prior["mean_precision"]);
  result.degrees_of_freedom = Rcpp::as<double>(prior["degrees_of_freedom"]);
  result.scale = Eigen::Map<const Matrix>(scale.begin(), rows, columns);
  return result;
}

// The status of the chosen restart is given apart: its component is numbered as in
// the fit, which may be in another order.
Rcpp::List as_restart_columns(const Fit& fit, const Status& status) {
  const R_xlen_t n = static_cast<R_xlen_t>(fit.restarts.size());
  Rcpp::NumericVector objective(n), score(n), sample_rows(n), rows(n), gain(n), price(n);
  Rcpp::IntegerVector iterations(n), component(n), n_degenerate(n);
  Rcpp::CharacterVector screening(n), trouble(n), verdict(n);
  Rcpp::LogicalVector converged(n);
  for (R_xlen_t i = 0; i < n; ++i) {
    const Restart& r = fit.restarts[static_cast<std::size_t>(i)];
    // That of a sample cannot be compared with the others.
    objective[i] = r.sample_rows > 0 ? NA_REAL : r.objective;
    score[i] = r.sample_rows > 0 ? NA_REAL : r.score;
    sample_rows[i] = static_cast<double>(r.sample_rows);
    iterations[i] = static_cast<int>(r.iterations);
    converged[i] = r.converged;
    screening[i] = word_of(r.screening);
    trouble[i] = word_of(r.status.trouble);
    component[i] = component_number(r.status);
    verdict[i] = word_of(r.verdict);
    n_degenerate[i] = static_cast<int>(r.degenerate.size());
    rows[i] = r.rows;
    gain[i] = r.gain;
    price[i] = r.price;
  }
  component[fit.chosen] = component_number(status);
  return Rcpp::List::create(Rcpp::_["objective"] = objective, Rcpp::_["score"] = score,
                            Rcpp::_["iterations"] = iterations,
                            Rcpp::_["converged"] = converged,
                            Rcpp::_["screening"] = screening, Rcpp::_["trouble"] = trouble,
                            Rcpp::_["component"] = component, Rcpp::_["verdict"] = verdict,
                            Rcpp::_["n_degenerate"] = n_degenerate, Rcpp::_["rows"] = rows,
                            Rcpp::_["gain"] = gain, Rcpp::_["price"] = price,
                            Rcpp::_["sample_rows"] = sample_rows);
}

// A run that has ended, as R tells the user of it.
Rcpp::List as_told(const Restart& r) {
  return Rcpp::List::create(
      Rcpp::_["start"] = static_cast<int>(r.start) + 1,
      Rcpp::_["n_components"] = static_cast<int>(r.n_components),
      Rcpp::_["objective"] = r.objective,
      Rcpp::_["iterations"] = static_cast<double>(r.iterations),
      Rcpp::_["converged"] = r.converged, Rcpp::_["trouble"] = word_of(r.status.trouble),
      Rcpp::_["component"] = component_number(r.status),
      Rcpp::_["verdict"] = word_of(r.verdict), Rcpp::_["rows"] = r.rows,
      Rcpp::_["gain"] = r.gain, Rcpp::_["price"] = r.price,
      Rcpp::_["sample_rows"] = static_cast<double>(r.sample_rows));
}

// As R counts.
std::vector<int> as_component_numbers(const std::vector<Index>& components) {
  std::vector<int> result;
  for (const Index k : components) result.push_back(static_cast<int>(k) + 1);
  return result;
}

// The degenerate components, numbered as in the fit.
Rcpp::List as_degenerate(const Fit& fit, const std::vector<Index>& order) {
  std::vector<int> component;
  std::vector<double> identical;
  for (std::size_t to = 0; to < order.size(); ++to) {
    for (const DegenerateComponent& degenerate : fit.degenerate) {
      if (degenerate.component != order[to]) continue;
      component.push_back(static_cast<int>(to) + 1);
      identical.push_back(static_cast<double>(degenerate.identical));
    }
  }
  return Rcpp::List::create(Rcpp::_["component"] = component,
                            Rcpp::_["identical"] = identical,
                            Rcpp::_["held"] = !fit.run.held.empty(),
                            Rcpp::_["penalised_by_prior"] = fit.penalised_by_prior);
}

}  // namespace

FitOptions as_fit_options(const Rcpp::List& options, const Rcpp::List& data,
                          const Rcpp::Nullable<Rcpp::Function>& report) {
  FitOptions result;
  result.em.tol = Rcpp::as<double>(options["tol"]);
  result.em.max_iter = static_cast<Index>(Rcpp::as<double>(options["max_iter"]));
  result.em.accelerated = Rcpp::as<bool>(options["accelerated"]);
  result.stop_at_noise = Rcpp::as<bool>(options["stop_at_noise"]);
  result.search.screen_iter = static_cast<Index>(Rcpp::as<double>(options["screen_iter"]));
  result.search.screen_keep = static_cast<Index>(Rcpp::as<double>(options["screen_keep"]));
  const Rcpp::NumericVector swaps = options["swaps"];
  if (swaps.size() != 2) Rcpp::stop("the bounds of swaps are not two");
  result.least_swaps = static_cast<Index>(swaps[0]);
  result.most_swaps = static_cast<Index>(swaps[1]);
  result.reg_covar = Rcpp::as<double>(options["reg_covar"]);
  result.absolute_ridge = Rcpp::as<bool>(options["absolute_ridge"]);
  result.kmeans_max_iter =
      static_cast<Index>(Rcpp::as<double>(options["kmeans_max_iter"]));
  result.constant_columns = as_constant_columns(data);
  if (report.isNotNull()) {
    const Rcpp::Function call(report);
    result.search.report = [call](const Restart& r) { call(as_told(r)); };
  }
  return result;
}

Model as_model(const Family& family, const Rcpp::Nullable<Rcpp::List>& method,
               const Vector& origin) {
  if (method.isNull()) return family;
  const Rcpp::List given(method);
  Method result;
  if (Rcpp::as<bool>(given["equal_proportions"])) result.proportions = Proportions::equal;
  if (!given.containsElementNamed("prior")) return {family, result};
  result.gamma = gamma_of_r();
  result.prior = as_prior(given["prior"], family, origin);
  result.scale_power = Rcpp::as<double>(given["scale_power"]);
  result.kind = Method::Kind::maximum_posterior;
  if (given.containsElementNamed("weight_prior")) {
    const Rcpp::List weights = given["weight_prior"];
    result.kind = Method::Kind::variational_bayes;
    result.weight_prior.kind = Rcpp::as<bool>(weights["stick_breaking"])
                                   ? WeightPrior::Kind::stick_breaking
                                   : WeightPrior::Kind::dirichlet;
    result.weight_prior.concentration = Rcpp::as<double>(weights["concentration"]);
    result.concentration_is_shared = Rcpp::as<bool>(weights["shared"]);
  }
  return {family, result};
}

Resumption as_resumption(const Rcpp::List& start) {
  Resumption result;
  if (!start.containsElementNamed("resumed")) return result;
  const Rcpp::List resumed = start["resumed"];
  result.objective = Rcpp::as<double>(resumed["objective"]);
  result.reg_covar = Rcpp::as<double>(resumed["reg_covar"]);
  result.absolute_ridge = Rcpp::as<bool>(resumed["absolute_ridge"]);
  result.last_gain = Rcpp::as<double>(resumed["last_gain"]);
  result.left = Rcpp::as<double>(resumed["left"]);
  const Rcpp::LogicalVector held = resumed["held"];
  result.held.assign(held.begin(), held.end());
  return result;
}

std::unique_ptr<Responder> as_given_responder(const Rcpp::List& start, Index n_rows) {
  const Index n_components = static_cast<Index>(Rcpp::as<double>(start["n_components"]));
  if (Rcpp::as<std::string>(start["from"]) == "labels") {
    const SEXP given = start["labels"];
    // Other numbers would be converted, and gone before a pass reads them.
    if (TYPEOF(given) != INTSXP) Rcpp::stop("labels are not integers");
    const Rcpp::IntegerVector labels(given);
    if (labels.size() != n_rows) Rcpp::stop("labels do not fit x");
    for (const int label : labels) {
      if (label < 0 || label >= n_components) Rcpp::stop("a label is out of range");
    }
    return std::make_unique<LabelResponder>(labels.begin(), n_components);
  }
  const SEXP given = start["responsibilities"];
  if (TYPEOF(given) != REALSXP) Rcpp::stop("responsibilities are not doubles");
  const Rcpp::NumericMatrix z(given);
  if (z.nrow() != n_rows || z.ncol() != n_components) {
    Rcpp::stop("responsibilities do not fit x");
  }
  return std::make_unique<MatrixResponder>(z.begin(), z.nrow(), z.ncol());
}

StartRecipe as_recipe(const Rcpp::List& start) {
  StartRecipe recipe;
  recipe.n_components = static_cast<Index>(Rcpp::as<double>(start["n_components"]));
  recipe.seed = as_seed(start["seed"]);
  const Rcpp::CharacterVector words = start["kinds"];
  for (R_xlen_t i = 0; i < words.size(); ++i) {
    recipe.kinds.push_back(as_start_kind(Rcpp::as<std::string>(words[i])));
  }
  return recipe;
}

Rcpp::List as_list(const Fit& fit, const Model& model, const Vector& origin,
                   bool reorder) {
  const auto& run = fit.run;
  const Restart& chosen = fit.restarts[static_cast<std::size_t>(fit.chosen)];
  // Of equal weights, those that hold most come first.
  const bool tell_nothing =
      model.method.proportions == Proportions::equal && run.statistics().counts.size() > 0;
  std::vector<Index> order = by_decreasing_weight(tell_nothing ? run.statistics().counts
                                                               : run.parameters.weights);
  // The order of sticks means something.
  if (!reorder || model.method.is_ordered())
    std::iota(order.begin(), order.end(), Index{0});
  Vector counts = Vector::Zero(run.parameters.n_components());
  Status status = chosen.status;
  for (std::size_t to = 0; to < order.size(); ++to) {
    if (run.statistics().counts.size() > 0) {
      counts[static_cast<Index>(to)] = run.statistics().counts[order[to]];
    }
    // Before R numbers the components of the fit, those of the trouble move too.
    if (order[to] == chosen.status.component) {
      status.component = static_cast<Index>(to);
    }
  }
  return Rcpp::List::create(
      Rcpp::_["parameters"] =
          as_list(reordered(run.parameters, order), model.family, origin),
      Rcpp::_["counts"] = as_numbers(counts), Rcpp::_["objective"] = run.objective(),
      Rcpp::_["log_likelihood"] = run.statistics().log_likelihood,
      Rcpp::_["entropy"] = run.statistics().entropy,
      Rcpp::_["log_certainty"] = run.statistics().log_certainty,
      Rcpp::_["total_weight"] = run.statistics().total_weight,
      Rcpp::_["trace"] = run.trace, Rcpp::_["converged"] = run.converged,
      Rcpp::_["left"] = run.left, Rcpp::_["last_gain"] = run.last_gain,
      Rcpp::_["identical"] = as_component_numbers(fit.identical),
      Rcpp::_["swaps"] = Rcpp::NumericVector::create(
          Rcpp::_["tried"] = static_cast<double>(fit.swaps),
          Rcpp::_["gainful"] = static_cast<double>(fit.gainful_swaps)),
      Rcpp::_["degenerate"] = as_degenerate(fit, order), Rcpp::_["score"] = chosen.score,
      Rcpp::_["trouble"] = word_of(status.trouble),
      Rcpp::_["component"] = component_number(status),
      Rcpp::_["ridge"] = as_numbers(fit.ridge),
      Rcpp::_["restarts"] = as_restart_columns(fit, status),
      Rcpp::_["chosen"] = static_cast<int>(fit.chosen) + 1);
}

}  // namespace gaussmix
