#ifndef GAUSSMIX_CORE_PASS_STATISTICS_SINK_H
#define GAUSSMIX_CORE_PASS_STATISTICS_SINK_H

#include "../ground/kernels.h"
#include "../ground/types.h"
#include "../nouns/statistics.h"
#include "../rows/block.h"
#include "responses.h"

namespace gaussmix {

// Sums the statistics that an estimator wants. The origins must outlive it.
class StatisticsSink {
 public:
  StatisticsSink(ScatterRequest request, const Matrix& origins);

  StatisticsSink fresh() const { return StatisticsSink(request_, origins_); }
  double bytes() const { return static_cast<double>(totals_.size()) * sizeof(double); }
  void merge(const StatisticsSink& other) { totals_ += other.totals_; }
  Columns columns() const {
    return request_.scatter == Scatter::full ? Columns::apart : Columns::close;
  }

  void receive(const Block& block, Responses& r);

  Statistics statistics() const;

  // Parts of them: what is no moment, added to others, and the moments of one component.
  void add_scalars(Statistics& to) const;
  const double* count_of(Index k) const { return totals_.data() + n_scalars + k; }
  const double* sums_of(Index k) const {
    return totals_.data() + start_of_sums() + k * origins_.rows();
  }
  const double* scatter_of(Index k) const { return totals_.data() + start_of_scatter(k); }

 private:
  // All sums in one row of numbers: four of the block, counts, sums, then scatters, of
  // which a full one is the rows of its lower triangle, then sums for pairs.
  enum { log_likelihood, log_certainty, entropy, total_weight, n_scalars };

  Index start_of_sums() const { return n_scalars + origins_.cols(); }
  Index start_of_scatter(Index s) const {
    const Index d = origins_.rows();
    const Index size = request_.scatter == Scatter::none       ? 0
                       : request_.scatter == Scatter::diagonal ? d
                                                               : triangle_size(d);
    return start_of_sums() + origins_.size() + s * size;
  }
  Index start_of_pairs() const {
    return start_of_scatter(request_.pooled ? 1 : origins_.cols());
  }

  void add_moments(const BlockView& view, Index k, const double* weighted, double* room);

  // A scatter pooled over many components, with one product per row for all of them:
  // sum_k z_k (x - c_k)(x - c_k)' is (x - c)(x - c)' about the mean c = sum_k z_k c_k of
  // the centres plus the scatter of the centres about c, which is half the sum over
  // pairs of z_k z_l (c_k - c_l)(c_k - c_l)'. Nothing cancels.
  void add_pairs(const BlockView& view, const double* weights, Responses& r);

  void add_between_pairs(Matrix& scatter) const;

  ScatterRequest request_;
  const Matrix& origins_;
  const Kernels& kernels_;
  bool pairs_ = false;
  Vector totals_;
};

}  // namespace gaussmix

#endif
