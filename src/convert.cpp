#include "convert.h"

#include <vector>

#include "core/covariance/registry.h"

namespace gaussmix {

namespace {

// How many numbers the compact form of the covariances has, and in which form R holds
// them: d x d x K, d x d, K x d, d, K or one.
std::vector<int> compact_dimensions(const Family& family, Index d, Index n_components) {
  const int columns = static_cast<int>(d);
  std::vector<int> dimensions;
  if (family.shape == Shape::full) {
    dimensions = {columns, columns};
    if (!family.shared) dimensions.push_back(static_cast<int>(n_components));
    return dimensions;
  }
  if (!family.shared) dimensions.push_back(static_cast<int>(n_components));
  if (family.shape == Shape::diagonal) dimensions.push_back(columns);
  return dimensions;
}

// One covariance in a compact form: variances of a component stand K apart.
using CompactSlice = Eigen::Map<Matrix, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>>;

CompactSlice compact_slice(double* compact, const Family& family, Index d,
                           Index n_components, Index component) {
  const Index k = family.shared ? 0 : component;
  const Index apart = family.shared ? 1 : n_components;
  switch (family.shape) {
    case Shape::full:
      return {compact + k * d * d, d, d, {d, 1}};
    case Shape::diagonal:
      return {compact + k, d, 1, {d * apart, apart}};
    default:
      return {compact + k, 1, 1, {1, 1}};
  }
}

}  // namespace

Vector as_vector(const Rcpp::NumericVector& x) {
  return Eigen::Map<const Vector>(x.begin(), x.size());
}

Matrix as_matrix(const Rcpp::NumericMatrix& x) {
  return Eigen::Map<const Matrix>(x.begin(), x.nrow(), x.ncol());
}

Rcpp::NumericVector as_numbers(const Vector& x) {
  return Rcpp::NumericVector(x.data(), x.data() + x.size());
}

Observations as_observations(const Rcpp::NumericMatrix& x,
                             const Rcpp::NumericVector& weights,
                             const Rcpp::NumericVector& origin) {
  if (weights.size() != 0 && weights.size() != x.nrow()) {
    Rcpp::stop("weights and x have different lengths");
  }
  if (origin.size() != x.ncol()) Rcpp::stop("origin does not fit x");
  return {x.begin(), x.nrow(), x.ncol(), weights.size() == 0 ? nullptr : weights.begin(),
          as_vector(origin)};
}

Observations as_observations(const Rcpp::List& data) {
  const SEXP values = data["values"];
  const SEXP weights = data["weights"];
  // Other numbers would be converted, and gone before a pass reads them.
  if (TYPEOF(values) != REALSXP || TYPEOF(weights) != REALSXP) {
    Rcpp::stop("observations are not doubles");
  }
  return as_observations(Rcpp::NumericMatrix(values), Rcpp::NumericVector(weights),
                         Rcpp::NumericVector(data["origin"]));
}

std::vector<bool> as_constant_columns(const Rcpp::List& data) {
  const Rcpp::LogicalVector constant = data["constant"];
  const Rcpp::NumericVector origin = data["origin"];
  if (constant.size() != origin.size()) Rcpp::stop("constant columns do not fit x");
  return std::vector<bool>(constant.begin(), constant.end());
}

const Family& as_family(const std::string& name) {
  const Family* family = find_family(name.c_str());
  if (!family) Rcpp::stop("no covariance structure is called '%s'", name);
  return *family;
}

Execution as_execution(int threads) {
  return {threads, []() { Rcpp::checkUserInterrupt(); }};
}

std::uint64_t as_seed(const Rcpp::NumericVector& uniform) {
  if (uniform.size() != 2) Rcpp::stop("a seed is made of two numbers");
  const auto word = [](double u) {
    return static_cast<std::uint64_t>(u * 4294967296.0) & 0xffffffffULL;
  };
  return (word(uniform[0]) << 32) | word(uniform[1]);
}

Covariances as_covariances(const Rcpp::NumericVector& compact, const Family& family,
                           Index d, Index n_components) {
  Index size = 1;
  for (const int extent : compact_dimensions(family, d, n_components)) size *= extent;
  if (compact.size() != size) Rcpp::stop("covariances do not fit the structure");
  Covariances result{family.shape, family.shared, {}};
  for (Index k = 0; k < (family.shared ? 1 : n_components); ++k) {
    result.values.emplace_back(
        compact_slice(const_cast<double*>(compact.begin()), family, d, n_components, k));
  }
  return result;
}

Parameters as_parameters(const Rcpp::List& parameters, const Family& family,
                         const Vector& origin) {
  Parameters result;
  result.weights = as_vector(parameters["weights"]);
  result.means = as_matrix(parameters["means"]);
  const Index d = origin.size();
  const Index n_components = result.weights.size();
  if (result.means.rows() != d || result.means.cols() != n_components) {
    Rcpp::stop("means are not d x K");
  }
  result.means.colwise() -= origin;
  result.covariances = as_covariances(parameters["covariances"], family, d, n_components);
  return result;
}

Rcpp::List as_list(const Parameters& parameters, const Family& family,
                   const Vector& origin) {
  const Index d = parameters.dimension();
  const Index n_components = parameters.n_components();
  const Matrix means = parameters.means.colwise() + origin;
  const std::vector<int> dimensions = compact_dimensions(family, d, n_components);
  R_xlen_t size = 1;
  for (const int extent : dimensions) size *= extent;
  Rcpp::NumericVector compact(size);
  for (Index k = 0; k < (family.shared ? 1 : n_components); ++k) {
    compact_slice(compact.begin(), family, d, n_components, k) =
        parameters.covariances.of(k);
  }
  if (dimensions.size() > 1) compact.attr("dim") = Rcpp::wrap(dimensions);
  return Rcpp::List::create(
      Rcpp::_["weights"] = as_numbers(parameters.weights),
      Rcpp::_["means"] = Rcpp::NumericMatrix(static_cast<int>(d),
                                             static_cast<int>(n_components), means.data()),
      Rcpp::_["covariances"] = compact);
}

SEXP allocate_matrix(SEXPTYPE type, Index rows, Index columns) {
  return Rcpp::unwindProtect([&]() {
    return Rf_allocMatrix(type, static_cast<int>(rows), static_cast<int>(columns));
  });
}

SEXP allocate_vector(SEXPTYPE type, Index length) {
  return Rcpp::unwindProtect([&]() { return Rf_allocVector(type, length); });
}

}  // namespace gaussmix
