#include "completed-sum.h"

#include <algorithm>
#include <cstddef>

#include "../ground/linalg.h"
#include "../nouns/shape.h"

namespace gaussmix {

namespace {

// What sums of the seen columns must be like, so that the others can be completed.
ScatterRequest request_of_seen(const Plan& plan, ScatterRequest wanted) {
  ScatterRequest request = wanted;
  const bool correlated = plan.whitening.shape() == Shape::full;
  if (wanted.scatter == Scatter::diagonal && correlated) request.scatter = Scatter::full;
  // Regressions that differ complete scatters of their own.
  request.pooled = wanted.pooled && plan.whitening.shared;
  return request;
}

// Adds what columns have with each other, of which the lower triangle is read, to a lower
// triangle.
void add_triangle(const std::vector<Index>& columns, const Matrix& part, Matrix& whole) {
  for (Index j = 0; j < part.cols(); ++j) {
    double* to = whole.col(columns[static_cast<std::size_t>(j)]).data();
    for (Index i = j; i < part.rows(); ++i)
      to[columns[static_cast<std::size_t>(i)]] += part(i, j);
  }
}

// The same of what other columns have with them.
void add_across(const std::vector<Index>& others, const std::vector<Index>& columns,
                const Matrix& part, Matrix& whole) {
  for (Index j = 0; j < part.cols(); ++j) {
    const Index column = columns[static_cast<std::size_t>(j)];
    for (Index i = 0; i < part.rows(); ++i) {
      const Index other = others[static_cast<std::size_t>(i)];
      whole(std::max(other, column), std::min(other, column)) += part(i, j);
    }
  }
}

// What makes products of large matrices fast takes longer than those of small ones.
Matrix product(const Matrix& a, const Matrix& b) {
  constexpr Index small = 64;
  if (a.rows() + a.cols() + b.cols() > small) return a * b;
  return a.lazyProduct(b);
}

Vector variances_given_seen(const Regression& regression) {
  return regression.root.rowwise().squaredNorm();
}

}  // namespace

CompletedSum::CompletedSum(const Plan& plan, ScatterRequest request, const Matrix& origins)
    : plan_(plan),
      wanted_(request),
      origins_(origins),
      sum_(request_of_seen(plan, request), origins) {
  const Index d = plan.dimension();
  const Index pairs = plan.whitening.shape() == Shape::full ? d : 1;
  holes_.assign(static_cast<std::size_t>(plan.n_components()), Matrix::Zero(d, pairs));
  packed_ = Matrix::Zero(triangle_size(d), static_cast<Index>(sum_.scatters.size()));
}

double CompletedSum::bytes() const {
  const double d = static_cast<double>(plan_.dimension());
  const double n_matrices =
      static_cast<double>(holes_.size()) + 1.5 * static_cast<double>(sum_.scatters.size());
  const double of_lanes = ComponentLanes::suits(plan_)
                              ? static_cast<double>(ComponentLanes::width_for(plan_))
                              : 0.0;
  return sizeof(double) * d *
         (static_cast<double>(holes_[0].cols()) * n_matrices + (d + 2.0) * of_lanes);
}

void CompletedSum::merge(const CompletedSum& other) {
  sum_ += other.sum_;
  packed_ += other.packed_;
  for (std::size_t k = 0; k < holes_.size(); ++k) holes_[k] += other.holes_[k];
  if (!other.lanes_) return;
  if (lanes_) {
    *lanes_ += *other.lanes_;
  } else {
    lanes_ = other.lanes_;
  }
}

void CompletedSum::add(PatternLanes& pattern) {
  if (!lanes_) lanes_.emplace(plan_.dimension(), pattern.width());
  pattern.complete(*lanes_, sum_);
}

void CompletedSum::add(const Pattern& pattern, const Marginal& marginal,
                       const Statistics& of_seen) {
  sum_.log_likelihood += of_seen.log_likelihood;
  sum_.entropy += of_seen.entropy;
  sum_.log_certainty += of_seen.log_certainty;
  sum_.total_weight += of_seen.total_weight;
  for (std::size_t s = 0; s < sum_.scatters.size(); ++s)
    add_scatter(pattern, marginal.regressions[plan_.whitening.shared ? 0 : s],
                of_seen.scatters[s], sum_.scatters[s]);
  for (Index k = 0; k < plan_.n_components(); ++k)
    add_component(pattern, marginal, of_seen, k);
}

void CompletedSum::add_component(const Pattern& pattern, const Marginal& marginal,
                                 const Statistics& of_seen, Index k) {
  const double count = of_seen.counts[k];
  if (count == 0.0) return;
  sum_.counts[k] += count;
  Matrix& holes = holes_[static_cast<std::size_t>(k)];
  for (const Index j : pattern.missing) {
    if (holes.cols() == 1) holes(j) += count;
    for (const Index i : pattern.missing)
      if (holes.cols() > 1 && i >= j) holes(i, j) += count;
  }
  const Regression& regression = marginal.of(k);
  const Vector sums = of_seen.sums.col(k);
  const Vector from_origin = plan_.centres.col(k) - origins_.col(k);
  // Where the regression is about the origin's part, not the centre's.
  Vector shift = rows_at(from_origin, pattern.missing);
  Vector expected = Vector::Zero(shift.size());
  if (regression.slopes.size() > 0) {
    shift -= regression.slopes * rows_at(from_origin, pattern.seen);
    expected = regression.slopes * sums;
  }
  const Matrix of_missing = expected + count * shift;
  for (Index j = 0; j < sums.size(); ++j)
    sum_.sums(pattern.seen[static_cast<std::size_t>(j)], k) += sums[j];
  for (Index j = 0; j < shift.size(); ++j)
    sum_.sums(pattern.missing[static_cast<std::size_t>(j)], k) += of_missing(j);
  if (sum_.scatters.empty()) return;
  Matrix& scatter = sum_.scatters[sum_.request.pooled ? 0 : static_cast<std::size_t>(k)];
  add_spread(pattern, regression, count, sums, expected, shift, scatter);
}

// The scatter of the seen columns, and what the regression makes of it about the origin.
void CompletedSum::add_scatter(const Pattern& pattern, const Regression& regression,
                               const Matrix& of_seen, Matrix& scatter) const {
  if (scatter.cols() == 1) {
    for (Index j = 0; j < of_seen.rows(); ++j)
      scatter(pattern.seen[static_cast<std::size_t>(j)]) += of_seen(j);
    return;
  }
  add_triangle(pattern.seen, of_seen, scatter);
  if (regression.slopes.size() == 0) return;
  const Matrix across =
      product(regression.slopes, of_seen.selfadjointView<Eigen::Lower>());
  add_across(pattern.missing, pattern.seen, across, scatter);
  add_triangle(pattern.missing, product(across, regression.slopes.transpose()), scatter);
}

// The scatter of the missing columns given the seen ones, and what the shift changes.
void CompletedSum::add_spread(const Pattern& pattern, const Regression& regression,
                              double count, const Vector& sums, const Vector& expected,
                              const Vector& shift, Matrix& scatter) const {
  if (pattern.missing.empty()) return;
  if (scatter.cols() == 1) {
    const Vector spread = count * (variances_given_seen(regression) + shift.cwiseAbs2());
    for (Index j = 0; j < spread.size(); ++j)
      scatter(pattern.missing[static_cast<std::size_t>(j)]) += spread[j];
    return;
  }
  const bool correlated = plan_.whitening.shape() == Shape::full;
  Matrix spread = Matrix::Zero(shift.size(), shift.size());
  if (correlated) {
    spread = count * product(regression.root, regression.root.transpose());
  } else {
    spread.diagonal() = count * variances_given_seen(regression);
  }
  // The regression mostly is about the origin.
  if (!shift.isZero(0.0)) {
    add_across(pattern.missing, pattern.seen, shift * sums.transpose(), scatter);
    spread += count * shift * shift.transpose() + expected * shift.transpose() +
              shift * expected.transpose();
  }
  add_triangle(pattern.missing, spread, scatter);
}

void CompletedSum::add(ScatteredRows& rows) {
  const Kernels& kernel = kernels();
  const Block& block = rows.block();
  Responses& r = rows.responses;
  const BlockView view = block.view();
  const double* weights = block.weights();
  sum_.log_likelihood += kernel.weighted_sum(view.rows, weights, r.log_density());
  sum_.log_certainty += kernel.weighted_sum(view.rows, weights, r.log_certainty());
  sum_.entropy += kernel.weighted_sum(view.rows, weights, r.entropy());
  sum_.total_weight += Eigen::Map<const Vector>(weights, block.count).sum();
  const Index n_components = plan_.n_components();
  r.room.reserve(r.stride * (n_components + view.columns + columns_for_products));
  double* room = r.room.data() + n_components * r.stride;
  for (Index k = 0; k < n_components; ++k) {
    double* weighted = r.room.data() + k * r.stride;
    const double count =
        kernel.weigh(view.rows, r.responsibilities() + k * r.stride, weights, weighted);
    if (count == 0.0) continue;
    sum_.counts[k] += count;
    add_moments(rows, k, weighted, room);
  }
  if (plan_.whitening.shape() == Shape::full) {
    add_holes(rows, r.room.data());
  } else {
    for (Index k = 0; k < n_components; ++k)
      add_variances(rows, k, r.room.data() + k * r.stride);
  }
}

void CompletedSum::add_moments(const ScatteredRows& rows, Index k, const double* weighted,
                               double* room) {
  const Kernels& kernel = kernels();
  const BlockView view = rows.block().view();
  // The completed rows are less the centre.
  const Vector origin = origins_.col(k) - plan_.centres.col(k);
  const BlockView completed{rows.completed_of(k), view.stride, view.rows, view.columns};
  double* sums = sum_.sums.col(k).data();
  const Index s = sum_.request.pooled ? 0 : k;
  switch (sum_.request.scatter) {
    case Scatter::none:
      kernel.add_sums(completed, origin.data(), weighted, sums);
      break;
    case Scatter::diagonal:
      kernel.add_squares(completed, origin.data(), weighted, sums,
                         sum_.scatters[static_cast<std::size_t>(s)].data());
      break;
    case Scatter::full:
      kernel.add_products(completed, origin.data(), weighted, room, sums,
                          packed_.col(s).data());
      break;
  }
}

// The weight of what misses each column, and the columns' variances, which no other column
// changes.
void CompletedSum::add_variances(const ScatteredRows& rows, Index k,
                                 const double* weighted) {
  const Index d = plan_.dimension();
  Vector missing(d);
  kernels().weigh_missing(rows.block().view(), weighted, missing.data());
  holes_[static_cast<std::size_t>(k)] += missing;
  if (sum_.scatters.empty()) return;
  Matrix& scatter = sum_.scatters[sum_.request.pooled ? 0 : static_cast<std::size_t>(k)];
  const Factor& factor = plan_.whitening.of(k);
  const Vector scales = variances_of(factor.shape, factor.values, d);
  for (Index j = 0; j < d; ++j)
    scatter(j, scatter.cols() > 1 ? j : 0) += missing[j] / scales[j] / scales[j];
}

// The weight of what misses two columns, and their covariance given what is seen.
void CompletedSum::add_holes(const ScatteredRows& rows, const double* weighted) {
  // What belongs less to a component changes no digit of one that is not empty.
  constexpr double least = 1e-20;
  const Index stride = rows.block().stride;
  const Index of_responses = rows.responses.stride;
  const Index n_pairs = rows.n_pairs();
  // Where pairs of columns are in a matrix; they are the same for all components.
  std::vector<Index> places(static_cast<std::size_t>(n_pairs));
  for (Index i = 0; i < rows.block().count; ++i) {
    const double negligible = least * rows.block().weights()[i];
    rows.holed.find_pairs(i, places);
    for (Index k = 0; k < plan_.n_components(); ++k) {
      const double weight = weighted[k * of_responses + i];
      if (!(weight > negligible)) continue;
      const double* spread = rows.spread_of(k) + i;
      double* holes = holes_[static_cast<std::size_t>(k)].data();
      for (const Index place : places) holes[place] += weight;
      if (sum_.scatters.empty()) continue;
      double* scatter =
          sum_.scatters[sum_.request.pooled ? 0 : static_cast<std::size_t>(k)].data();
      for (Index p = 0; p < n_pairs; ++p)
        scatter[places[static_cast<std::size_t>(p)]] += weight * spread[p * stride];
    }
  }
}

Statistics CompletedSum::statistics() const {
  Statistics result = sum_;
  result.request = wanted_;
  for (Index k = 0; k < result.n_components() && lanes_; ++k) {
    for (Index j = 0; j < result.dimension(); ++j)
      result.sums(j, k) += lanes_->sum_of(j, k);
  }
  result.scatters = Statistics(wanted_, origins_).scatters;
  for (std::size_t s = 0; s < sum_.scatters.size(); ++s) {
    Matrix from = sum_.scatters[s];
    if (from.cols() > 1) {
      const double* packed = packed_.col(static_cast<Index>(s)).data();
      for (Index i = 0; i < from.rows(); ++i) {
        for (Index j = 0; j <= i; ++j) {
          from(i, j) += *packed++;
          if (!lanes_) continue;
          from(i, j) += sum_.request.pooled
                            ? lanes_->pooled_product(i, j)
                            : lanes_->product_of(i, j, static_cast<Index>(s));
        }
      }
    }
    Matrix& to = result.scatters[wanted_.pooled ? 0 : s];
    if (to.cols() < from.cols()) {
      to += from.diagonal();
    } else {
      to += from;
    }
  }
  result.pair_counts.resize(result.counts.size());
  for (Index k = 0; k < result.counts.size(); ++k)
    result.pair_counts[k] = least_pair_count(k);
  return result;
}

// A lower triangle where it is of pairs.
Matrix CompletedSum::holes_of(Index k) const {
  Matrix holes = holes_[static_cast<std::size_t>(k)];
  for (Index i = 0; i < holes.rows() && lanes_; ++i) {
    for (Index j = 0; j <= i; ++j) holes(i, j) += lanes_->hole_of(i, j, k);
  }
  return holes;
}

// What sees both of two columns is all but what misses one, and some misses both.
double CompletedSum::least_pair_count(Index k) const {
  const Matrix holes = holes_of(k);
  double most = 0.0;  // misses one of two
  for (Index j = 0; j < holes.rows(); ++j) {
    if (holes.cols() == 1) most = std::max(most, holes(j));
    for (Index l = 0; l < j && holes.cols() > 1; ++l)
      most = std::max(most, holes(j, j) + holes(l, l) - holes(j, l));
  }
  if (holes.size() == 1) most = holes(0);
  return std::max(0.0, sum_.counts[k] - most);
}

}  // namespace gaussmix
