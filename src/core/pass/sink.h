#ifndef GAUSSMIX_CORE_PASS_SINK_H
#define GAUSSMIX_CORE_PASS_SINK_H

#include <cmath>

#include "../ground/types.h"
#include "../nouns/statistics.h"
#include "blocks.h"
#include "respond.h"

namespace gaussmix {

// Where responses go. A sink is copied for each partial sum by fresh(), receives
// blocks, and is merged in a fixed order. bytes() is what a copy costs.

// Sums the statistics that an estimator wants.
class StatisticsSink {
 public:
  StatisticsSink(ScatterRequest request, const Matrix& origins)
      : statistics_(request, origins) {}

  StatisticsSink fresh() const {
    return StatisticsSink(statistics_.request, statistics_.origins);
  }
  double bytes() const { return statistics_.bytes(); }
  void merge(const StatisticsSink& other) { statistics_ += other.statistics_; }
  const Statistics& statistics() const { return statistics_; }

  void receive(const Block& block, Responses& responses) {
    const auto weights = block.weights.head(block.count).array();
    statistics_.total_weight += weights.sum();
    for (Index i = 0; i < block.count; ++i) {
      // A row of weight zero may have a log density of -Inf.
      if (weights[i] == 0.0) continue;
      statistics_.log_likelihood += weights[i] * responses.log_density[i];
      statistics_.log_certainty += weights[i] * responses.log_certainty[i];
    }
    Array& weighted = responses.scratch.weighted;
    for (Index k = 0; k < statistics_.n_components(); ++k) {
      weighted = responses.responsibilities.col(k).array() * weights;
      const double count = weighted.sum();
      // Nothing of this block belongs to the component.
      if (count == 0.0) continue;
      statistics_.counts[k] += count;
      add_entropy(responses, k);
      add_moments(block, k, responses.scratch);
    }
  }

 private:
  void add_entropy(const Responses& responses, Index k) {
    const Array& weighted = responses.scratch.weighted;
    double sum = 0.0;
    for (Index i = 0; i < weighted.size(); ++i) {
      // z log z is zero where z is; the log joint density may be -Inf there.
      if (!(weighted[i] > 0.0)) continue;
      // Far out, the logs of densities are too large for their difference.
      const bool far = !(responses.log_density[i] > -1e4);
      sum += weighted[i] *
             (far ? std::log(responses.responsibilities(i, k))
                  : responses.log_joint(i, k) - responses.log_density[i]);
    }
    statistics_.entropy -= sum;
  }

  void add_moments(const Block& block, Index k, Scratch& scratch) {
    const Index d = statistics_.dimension();
    const Array& weighted = scratch.weighted;
    Matrix& centred = scratch.centred;
    Matrix& scaled = scratch.turned;
    centred.resize(block.count, d);
    centred = block.rows().rowwise() - statistics_.origins.col(k).transpose();
    statistics_.sums.col(k).noalias() += centred.transpose() * weighted.matrix();
    if (statistics_.request.scatter == Scatter::none) return;
    Matrix& scatter = statistics_.scatter_of(k);
    if (statistics_.request.scatter == Scatter::diagonal) {
      for (Index j = 0; j < d; ++j) {
        scatter(j) += (centred.col(j).array().square() * weighted).sum();
      }
      return;
    }
    scaled.resize(block.count, d);
    // Where d is small, the overhead of a matrix product is larger than its work.
    if (d <= 12) {
      for (Index j = 0; j < d; ++j) {
        scaled.col(j) = centred.col(j).array() * weighted;
        for (Index i = j; i < d; ++i) {
          scatter(i, j) += centred.col(i).dot(scaled.col(j));
        }
      }
      return;
    }
    scaled = centred.array().colwise() * weighted;
    scatter.triangularView<Eigen::Lower>() += centred.transpose() * scaled;
  }

  Statistics statistics_;
};

// The sinks below write a value per row to memory of the caller. Rows belong to
// one block, so copies share the memory and there is nothing to merge.
class RowSink {
 public:
  double bytes() const { return 0.0; }
};

// Responsibilities or log joint densities, n x K column-major.
class MatrixSink : public RowSink {
 public:
  enum class Content { responsibilities, log_joint };

  MatrixSink(Content content, double* values, Index n_rows)
      : content_(content), values_(values), n_rows_(n_rows) {}

  MatrixSink fresh() const { return *this; }
  void merge(const MatrixSink&) {}
  void receive(const Block& block, Responses& responses) {
    const Matrix& source = content_ == Content::responsibilities
                               ? responses.responsibilities
                               : responses.log_joint;
    Eigen::Map<Matrix, 0, Eigen::OuterStride<>>(
        values_ + block.first, block.count, source.cols(),
        Eigen::OuterStride<>(n_rows_)) = source;
  }

 private:
  Content content_;
  double* values_;
  Index n_rows_;
};

class LogDensitySink : public RowSink {
 public:
  explicit LogDensitySink(double* values) : values_(values) {}

  LogDensitySink fresh() const { return *this; }
  void merge(const LogDensitySink&) {}
  void receive(const Block& block, Responses& responses) {
    for (Index i = 0; i < block.count; ++i) {
      values_[block.first + i] = responses.log_density[i];
    }
  }

 private:
  double* values_;
};

// The component of largest responsibility, 0, ..., K - 1; the first of equals.
class LabelSink : public RowSink {
 public:
  explicit LabelSink(int* labels) : labels_(labels) {}

  LabelSink fresh() const { return *this; }
  void merge(const LabelSink&) {}
  void receive(const Block& block, Responses& responses) {
    for (Index i = 0; i < block.count; ++i) {
      Index best = 0;
      responses.responsibilities.row(i).maxCoeff(&best);
      labels_[block.first + i] = static_cast<int>(best);
    }
  }

 private:
  int* labels_;
};

// One minus the largest responsibility, as the sum of the others: it keeps its
// digits where it is tiny.
class UncertaintySink : public RowSink {
 public:
  explicit UncertaintySink(double* values) : values_(values) {}

  UncertaintySink fresh() const { return *this; }
  void merge(const UncertaintySink&) {}
  void receive(const Block& block, Responses& responses) {
    const Matrix& z = responses.responsibilities;
    for (Index i = 0; i < block.count; ++i) {
      Index best = 0;
      z.row(i).maxCoeff(&best);
      double others = 0.0;
      for (Index k = 0; k < z.cols(); ++k) {
        if (k != best) others += z(i, k);
      }
      values_[block.first + i] = others;
    }
  }

 private:
  double* values_;
};

}  // namespace gaussmix

#endif
