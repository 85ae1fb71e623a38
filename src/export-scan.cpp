#include <algorithm>
#include <cmath>
#include <vector>

#include "convert.h"
#include "core/rows/column-range.h"
#include "core/rows/patterns.h"

using namespace gaussmix;

// One look at the cells before a fit: the first non-finite ones, and for each
// column its range over rows of positive weight and the origin that costs nothing.
// [[Rcpp::export(rng = false)]]
Rcpp::List scan_cells(Rcpp::NumericMatrix x, Rcpp::NumericVector weights) {
  constexpr R_xlen_t shown = 5;
  const R_xlen_t n = x.nrow();
  const R_xlen_t d = x.ncol();
  double n_bad = 0.0;
  double n_infinite = 0.0;
  std::vector<double> rows, columns;
  Rcpp::NumericVector smallest(d, R_PosInf), largest(d, R_NegInf), origin(d);
  Rcpp::LogicalVector constant(d);
  for (R_xlen_t j = 0; j < d; ++j) {
    const double* column = x.begin() + n * j;
    double low = R_PosInf;
    double high = R_NegInf;
    for (R_xlen_t i = 0; i < n; ++i) {
      const double value = column[i];
      if (!std::isfinite(value)) {
        n_bad += 1.0;
        n_infinite += std::isinf(value);
        if (static_cast<R_xlen_t>(rows.size()) < shown) {
          rows.push_back(static_cast<double>(i + 1));
          columns.push_back(static_cast<double>(j + 1));
        }
        continue;
      }
      if (weights.size() != 0 && weights[i] == 0.0) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
    smallest[j] = low;
    largest[j] = high;
    const ColumnRange range{low, high};
    constant[j] = range.constant();
    origin[j] = exact_origin(range);
  }
  return Rcpp::List::create(Rcpp::_["n_bad"] = n_bad, Rcpp::_["n_infinite"] = n_infinite,
                            Rcpp::_["rows"] = rows, Rcpp::_["columns"] = columns,
                            Rcpp::_["smallest"] = smallest, Rcpp::_["largest"] = largest,
                            Rcpp::_["origin"] = origin, Rcpp::_["constant"] = constant);
}

// The rows, in order, in which a cell is not finite; no memory where there are none. Where rows may
// be incomplete, those in which a cell is infinite, or all are missing.
// [[Rcpp::export(rng = false)]]
Rcpp::IntegerVector rows_not_usable(Rcpp::NumericMatrix x, bool incomplete) {
  std::vector<int> rows;
  const int n = x.nrow();
  std::vector<R_xlen_t> seen(incomplete ? static_cast<std::size_t>(n) : 0, 0);
  for (R_xlen_t j = 0; j < x.ncol(); ++j) {
    const double* column = x.begin() + static_cast<R_xlen_t>(n) * j;
    for (int i = 0; i < n; ++i) {
      const bool is_missing = std::isnan(column[i]);
      if (incomplete) seen[static_cast<std::size_t>(i)] += !is_missing;
      if (!std::isfinite(column[i]) && !(incomplete && is_missing)) rows.push_back(i + 1);
    }
  }
  for (std::size_t i = 0; i < seen.size(); ++i)
    if (seen[i] == 0) rows.push_back(static_cast<int>(i) + 1);
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return Rcpp::wrap(rows);
}

// What is missing where cells are no numbers, in rows that have something: how many cells and rows
// with some, the patterns that rows have, and for each two columns (d x d) how many rows see them.
// [[Rcpp::export(rng = false)]]
Rcpp::List scan_missing(Rcpp::NumericMatrix x) {
  const Index d = x.ncol();
  const Patterns patterns(x.begin(), x.nrow(), d, nullptr);
  Matrix together = Matrix::Zero(d, d);
  double n_cells = 0.0;
  double n_rows = 0.0;
  for (const Pattern& pattern : patterns.all()) {
    const double count = static_cast<double>(pattern.count);
    for (const Index i : pattern.seen)
      for (const Index j : pattern.seen) together(i, j) += count;
    n_cells += count * static_cast<double>(pattern.missing.size());
    n_rows += pattern.missing.empty() ? 0.0 : count;
  }
  return Rcpp::List::create(
      Rcpp::_["cells"] = n_cells, Rcpp::_["rows"] = n_rows,
      Rcpp::_["patterns"] = static_cast<double>(patterns.all().size()),
      Rcpp::_["together"] =
          Rcpp::NumericMatrix(static_cast<int>(d), static_cast<int>(d), together.data()));
}

// One look at the weights: the first that are not finite or negative, the sum and
// the number of positive ones. Vectors of R would need memory that grows with n.
// [[Rcpp::export(rng = false)]]
Rcpp::List scan_weights(Rcpp::NumericVector weights) {
  constexpr std::size_t shown = 5;
  double n_bad = 0.0;
  double sum = 0.0;
  double n_positive = 0.0;
  std::vector<double> positions;
  for (R_xlen_t i = 0; i < weights.size(); ++i) {
    if (!(std::isfinite(weights[i]) && weights[i] >= 0.0)) {
      n_bad += 1.0;
      if (positions.size() < shown) positions.push_back(static_cast<double>(i + 1));
      continue;
    }
    sum += weights[i];
    if (weights[i] > 0.0) n_positive += 1.0;
  }
  return Rcpp::List::create(Rcpp::_["n_bad"] = n_bad, Rcpp::_["positions"] = positions,
                            Rcpp::_["sum"] = sum, Rcpp::_["n_positive"] = n_positive);
}
