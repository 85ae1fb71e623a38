#include "statistics-sink.h"

#include <algorithm>

#include "../ground/watch.h"

namespace gaussmix {

StatisticsSink::StatisticsSink(ScatterRequest request, const Matrix& origins)
    : request_(request), origins_(origins), kernels_(kernels()) {
  const Index d = origins.rows();
  const Index n_components = origins.cols();
  pairs_ = request.pooled && request.scatter == Scatter::full &&
           (n_components - 1) * d * d > 2 * n_components * d + n_components * n_components;
  totals_ = Vector::Zero(start_of_pairs() + (pairs_ ? triangle_size(n_components) : 0));
}

void StatisticsSink::receive(const Block& block, Responses& r) {
  const BlockView view = block.view();
  const double* weights = block.weights();
  totals_[log_likelihood] += kernels_.weighted_sum(view.rows, weights, r.log_density());
  totals_[log_certainty] += kernels_.weighted_sum(view.rows, weights, r.log_certainty());
  totals_[entropy] += kernels_.weighted_sum(view.rows, weights, r.entropy());
  totals_[total_weight] += Eigen::Map<const Vector>(weights, block.count).sum();
  // Weights of one component, then what kernels need that make products.
  const Index for_products =
      request_.scatter == Scatter::full
          ? 2 * std::max(view.columns, origins_.cols()) + columns_for_products
          : 0;
  r.room.reserve(r.stride * (1 + for_products));
  double* weighted = r.room.data();
  for (Index k = 0; k < origins_.cols(); ++k) {
    const double count =
        kernels_.weigh(view.rows, r.responsibilities() + k * r.stride, weights, weighted);
    // Nothing of this block belongs to the component.
    if (count == 0.0) continue;
    totals_[n_scalars + k] += count;
    add_moments(view, k, weighted, weighted + r.stride);
  }
  if (pairs_) add_pairs(view, weights, r);
}

void StatisticsSink::add_scalars(Statistics& to) const {
  to.log_likelihood += totals_[log_likelihood];
  to.log_certainty += totals_[log_certainty];
  to.entropy += totals_[entropy];
  to.total_weight += totals_[total_weight];
}

Statistics StatisticsSink::statistics() const {
  Statistics result(request_, origins_);
  const Index d = origins_.rows();
  const Index n_components = origins_.cols();
  add_scalars(result);
  result.counts = totals_.segment(n_scalars, n_components);
  result.sums =
      Eigen::Map<const Matrix>(totals_.data() + start_of_sums(), d, n_components);
  for (std::size_t s = 0; s < result.scatters.size(); ++s) {
    const double* from = totals_.data() + start_of_scatter(static_cast<Index>(s));
    Matrix& scatter = result.scatters[s];
    if (request_.scatter == Scatter::diagonal) {
      scatter = Eigen::Map<const Vector>(from, d);
      continue;
    }
    for (Index i = 0; i < d; ++i) {
      Watch::look_if_many(d);
      for (Index j = 0; j <= i; ++j) scatter(i, j) = *from++;
    }
  }
  if (pairs_) add_between_pairs(result.scatters[0]);
  return result;
}

void StatisticsSink::add_moments(const BlockView& view, Index k, const double* weighted,
                                 double* room) {
  const double* origin = origins_.col(k).data();
  double* sums = totals_.data() + start_of_sums() + k * view.columns;
  double* scatter = totals_.data() + start_of_scatter(request_.pooled ? 0 : k);
  if (request_.scatter == Scatter::none || pairs_) {
    kernels_.add_sums(view, origin, weighted, sums);
  } else if (request_.scatter == Scatter::diagonal) {
    kernels_.add_squares(view, origin, weighted, sums, scatter);
  } else {
    Watch::look_if_many(view.columns);
    kernels_.add_products(view, origin, weighted, room, sums, scatter);
  }
}

void StatisticsSink::add_pairs(const BlockView& view, const double* weights,
                               Responses& r) {
  const Index n_components = origins_.cols();
  double* unused = r.room.data();
  double* rest = unused + view.stride;
  double* room = rest + view.columns * view.stride;
  const Vector zero = Vector::Zero(std::max(view.columns, n_components));
  Vector sums = zero;
  for (Index i = 0; i < view.rows; ++i) {
    if (weights[i] != 0.0) continue;
    // Rows that do not count may have any responsibilities.
    for (Index k = 0; k < n_components; ++k) r.responsibilities()[i + k * r.stride] = 0.0;
  }
  kernels_.subtract_mixture(view, n_components, r.responsibilities(), origins_.data(),
                            rest);
  kernels_.add_products({rest, view.stride, view.rows, view.columns}, zero.data(), weights,
                        room, sums.data(), totals_.data() + start_of_scatter(0));
  kernels_.add_products({r.responsibilities(), view.stride, view.rows, n_components},
                        zero.data(), weights, unused, sums.data(),
                        totals_.data() + start_of_pairs());
}

void StatisticsSink::add_between_pairs(Matrix& scatter) const {
  const double* pair = totals_.data() + start_of_pairs();
  for (Index k = 0; k < origins_.cols(); ++k) {
    for (Index l = 0; l <= k; ++l) {
      Watch::look_if_many(origins_.rows());
      const Vector difference = origins_.col(k) - origins_.col(l);
      scatter.triangularView<Eigen::Lower>() +=
          *pair++ * difference * difference.transpose();
    }
  }
}

}  // namespace gaussmix
