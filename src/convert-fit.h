#ifndef GAUSSMIX_CONVERT_FIT_H
#define GAUSSMIX_CONVERT_FIT_H

// Where the options of a fit become the core's, and a fit becomes R's.

#include <numeric>
#include <vector>

#include "convert.h"
#include "core/loop/fit.h"

namespace gaussmix {

inline FitOptions as_fit_options(const Rcpp::List& options,
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
           component_number(r.status), static_cast<double>(r.sample_rows));
    };
  }
  return result;
}

inline std::vector<StartKind> as_kinds(const Rcpp::IntegerVector& codes) {
  std::vector<StartKind> kinds;
  for (const int code : codes) kinds.push_back(static_cast<StartKind>(code));
  return kinds;
}

// The status of the chosen restart is given apart: its component is numbered as in
// the fit, which may be in another order.
inline Rcpp::List as_restart_columns(const Fit& fit, const Status& status) {
  const R_xlen_t n = static_cast<R_xlen_t>(fit.restarts.size());
  Rcpp::NumericVector log_likelihood(n), sample_rows(n);
  Rcpp::IntegerVector iterations(n), screening(n), trouble(n), component(n);
  Rcpp::LogicalVector converged(n);
  for (R_xlen_t i = 0; i < n; ++i) {
    const Restart& r = fit.restarts[static_cast<std::size_t>(i)];
    // That of a sample cannot be compared with the others.
    log_likelihood[i] = r.sample_rows > 0 ? NA_REAL : r.log_likelihood;
    sample_rows[i] = static_cast<double>(r.sample_rows);
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
      Rcpp::_["trouble"] = trouble, Rcpp::_["component"] = component,
      Rcpp::_["sample_rows"] = sample_rows);
}

inline Rcpp::List as_list(const Fit& fit, const CovarianceStructure& structure,
                          const Vector& origin, bool reorder) {
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
          as_list(reordered(run.parameters, order), structure, origin),
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

}  // namespace gaussmix

#endif
