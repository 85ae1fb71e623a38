#include "convert-statistics.h"

#include <cstddef>

namespace gaussmix {

Statistics as_statistics(const Rcpp::List& given, ScatterRequest request,
                         const Vector& origin) {
  Matrix origins = as_matrix(given["origins"]);
  if (origins.rows() != origin.size()) Rcpp::stop("origins do not fit the columns");
  origins.colwise() -= origin;
  Statistics result(request, origins);
  const Vector counts = as_vector(given["counts"]);
  const Matrix sums = as_matrix(given["sums"]);
  const Rcpp::NumericVector scatters = given["scatters"];
  const Index size = result.scatters.empty() ? 0 : result.scatters[0].size();
  if (counts.size() != result.n_components() || sums.rows() != origins.rows() ||
      sums.cols() != origins.cols() ||
      scatters.size() != size * static_cast<Index>(result.scatters.size())) {
    Rcpp::stop("statistics do not fit their origins");
  }
  result.counts = counts;
  result.sums = sums;
  for (std::size_t s = 0; s < result.scatters.size(); ++s) {
    Matrix& scatter = result.scatters[s];
    scatter = Eigen::Map<const Matrix>(scatters.begin() + static_cast<Index>(s) * size,
                                       scatter.rows(), scatter.cols());
  }
  result.log_likelihood = Rcpp::as<double>(given["log_likelihood"]);
  result.entropy = Rcpp::as<double>(given["entropy"]);
  result.total_weight = Rcpp::as<double>(given["total_weight"]);
  return result;
}

Rcpp::List as_list(const Statistics& statistics, const Vector& origin) {
  const Index d = statistics.dimension();
  const Index width = statistics.request.scatter == Scatter::full ? d : 1;
  const Index copies = static_cast<Index>(statistics.scatters.size());
  Rcpp::NumericVector scatters(d * width * copies);
  for (Index s = 0; s < copies; ++s) {
    const Matrix& scatter = statistics.scatters[static_cast<std::size_t>(s)];
    Eigen::Map<Matrix> to(scatters.begin() + s * d * width, d, width);
    // Of a full one the lower triangle is meant.
    if (width > 1) {
      to = scatter.selfadjointView<Eigen::Lower>();
    } else {
      to = scatter;
    }
  }
  const Matrix origins = statistics.origins.colwise() + origin;
  const auto as_numeric_matrix = [](const Matrix& m) {
    return Rcpp::NumericMatrix(static_cast<int>(m.rows()), static_cast<int>(m.cols()),
                               m.data());
  };
  return Rcpp::List::create(Rcpp::_["origins"] = as_numeric_matrix(origins),
                            Rcpp::_["counts"] = as_numbers(statistics.counts),
                            Rcpp::_["sums"] = as_numeric_matrix(statistics.sums),
                            Rcpp::_["scatters"] = scatters,
                            Rcpp::_["log_likelihood"] = statistics.log_likelihood,
                            Rcpp::_["entropy"] = statistics.entropy,
                            Rcpp::_["total_weight"] = statistics.total_weight);
}

}  // namespace gaussmix
