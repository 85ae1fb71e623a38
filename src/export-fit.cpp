#include "convert.h"
#include "core/loop/fit.h"

using namespace gaussmix;

namespace {

FitOptions as_fit_options(const Rcpp::List& options,
                          const Rcpp::LogicalVector& constant_columns,
                          const Rcpp::Nullable<Rcpp::Function>& report) {
  FitOptions result;
  result.em.tol = Rcpp::as<double>(options["tol"]);
  result.em.max_iter = static_cast<Index>(Rcpp::as<double>(options["max_iter"]));
  result.em.accelerated = Rcpp::as<bool>(options["accelerated"]);
  result.em.n_threads = Rcpp::as<int>(options["threads"]);
  result.em.check_interrupt = []() { Rcpp::checkUserInterrupt(); };
  result.search.screen_iter = static_cast<Index>(Rcpp::as<double>(options["screen_iter"]));
  result.search.screen_keep = static_cast<Index>(Rcpp::as<double>(options["screen_keep"]));
  result.swaps = static_cast<Index>(Rcpp::as<double>(options["swaps"]));
  result.reg_covar = Rcpp::as<double>(options["reg_covar"]);
  result.absolute_ridge = Rcpp::as<bool>(options["absolute_ridge"]);
  result.kmeans_max_iter =
      static_cast<Index>(Rcpp::as<double>(options["kmeans_max_iter"]));
  result.constant_columns.assign(constant_columns.begin(), constant_columns.end());
  if (report.isNotNull()) {
    const Rcpp::Function call(report);
    result.search.report = [call](const Restart& r) {
      call(static_cast<int>(r.start) + 1, r.log_likelihood,
           static_cast<double>(r.iterations), r.converged, trouble_code(r.status),
           component_number(r.status));
    };
  }
  return result;
}

Fit run_fit(const Observations& observations, const CovarianceStructure& structure,
            const Rcpp::List& start, const FitOptions& options) {
  const std::string from = Rcpp::as<std::string>(start["from"]);
  const Index n_components = static_cast<Index>(Rcpp::as<double>(start["n_components"]));
  if (from == "search") {
    const Rcpp::IntegerVector codes = start["kinds"];
    std::vector<StartKind> kinds;
    for (const int code : codes) kinds.push_back(static_cast<StartKind>(code));
    return fit_from_starts(observations, structure, kinds, n_components,
                           as_seed(start["seed"]), options);
  }
  if (from == "labels") {
    const Rcpp::IntegerVector labels = start["labels"];
    if (labels.size() != observations.n_rows) Rcpp::stop("labels do not fit x");
    for (const int label : labels) {
      if (label < 0 || label >= n_components) Rcpp::stop("a label is out of range");
    }
    return fit_from_responsibilities(
        observations, structure, LabelResponder(labels.begin(), n_components), options);
  }
  if (from == "responsibilities") {
    const Rcpp::NumericMatrix z = start["responsibilities"];
    if (z.nrow() != observations.n_rows || z.ncol() != n_components) {
      Rcpp::stop("responsibilities do not fit x");
    }
    return fit_from_responsibilities(
        observations, structure,
        MatrixResponder(z.begin(), z.nrow(), z.ncol()), options);
  }
  return fit_from_parameters(
      observations, structure,
      as_parameters(start["parameters"], structure, observations.origin), options);
}

// The status of the chosen restart is given apart: its component is numbered as in
// the fit, which may be in another order.
Rcpp::List as_restart_columns(const Fit& fit, const Status& status) {
  const R_xlen_t n = static_cast<R_xlen_t>(fit.restarts.size());
  Rcpp::NumericVector log_likelihood(n);
  Rcpp::IntegerVector iterations(n), screening(n), trouble(n), component(n);
  Rcpp::LogicalVector converged(n);
  for (R_xlen_t i = 0; i < n; ++i) {
    const Restart& r = fit.restarts[static_cast<std::size_t>(i)];
    log_likelihood[i] = r.log_likelihood;
    iterations[i] = static_cast<int>(r.iterations);
    converged[i] = r.converged;
    screening[i] = static_cast<int>(r.screening);
    trouble[i] = trouble_code(r.status);
    component[i] = component_number(r.status);
  }
  component[fit.chosen] = component_number(status);
  return Rcpp::List::create(
      Rcpp::_["log_likelihood"] = log_likelihood, Rcpp::_["iterations"] = iterations,
      Rcpp::_["converged"] = converged, Rcpp::_["screening"] = screening,
      Rcpp::_["trouble"] = trouble, Rcpp::_["component"] = component);
}

}  // namespace

// [[Rcpp::export(rng = false)]]
Rcpp::List fit_mixture(Rcpp::NumericMatrix x, Rcpp::NumericVector weights,
                       Rcpp::NumericVector origin,
                       Rcpp::LogicalVector constant_columns,
                       std::string structure_name, Rcpp::List start,
                       Rcpp::List options, bool reorder,
                       Rcpp::Nullable<Rcpp::Function> report) {
  const Observations observations = as_observations(x, weights, origin);
  const CovarianceStructure& structure = as_structure(structure_name);
  if (constant_columns.size() != x.ncol()) Rcpp::stop("constant_columns do not fit x");
  const Fit fit = run_fit(observations, structure, start,
                          as_fit_options(options, constant_columns, report));

  const auto& run = fit.run;
  const Restart& chosen = fit.restarts[static_cast<std::size_t>(fit.chosen)];
  std::vector<Index> order = by_decreasing_weight(run.parameters.weights);
  if (!reorder) std::iota(order.begin(), order.end(), Index{0});
  Vector counts = Vector::Zero(run.parameters.n_components());
  Status status = chosen.status;
  for (std::size_t to = 0; to < order.size(); ++to) {
    if (run.statistics.counts.size() > 0) {
      counts[static_cast<Index>(to)] = run.statistics.counts[order[to]];
    }
    // Before R numbers the components of the fit, those of the trouble move too.
    if (order[to] == chosen.status.component) {
      status.component = static_cast<Index>(to);
    }
  }
  return Rcpp::List::create(
      Rcpp::_["parameters"] =
          as_list(reordered(run.parameters, order), structure, observations.origin),
      Rcpp::_["counts"] = counts,
      Rcpp::_["log_likelihood"] = run.statistics.log_likelihood,
      Rcpp::_["entropy"] = run.statistics.entropy,
      Rcpp::_["log_certainty"] = run.statistics.log_certainty,
      Rcpp::_["total_weight"] = run.statistics.total_weight,
      Rcpp::_["trace"] = run.trace, Rcpp::_["converged"] = run.converged,
      Rcpp::_["left"] = run.left,
      Rcpp::_["swaps"] = Rcpp::NumericVector::create(
          Rcpp::_["tried"] = static_cast<double>(fit.swaps),
          Rcpp::_["gainful"] = static_cast<double>(fit.gainful_swaps)),
      Rcpp::_["trouble"] = trouble_code(status),
      Rcpp::_["component"] = component_number(status),
      Rcpp::_["ridge"] = fit.ridge, Rcpp::_["restarts"] = as_restart_columns(fit, status),
      Rcpp::_["chosen"] = static_cast<int>(fit.chosen) + 1);
}
