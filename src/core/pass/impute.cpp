#include "impute.h"

#include <cstddef>

#include "../ground/linalg.h"
#include "../ground/random.h"
#include "incomplete-pass.h"
#include "row-sinks.h"

namespace gaussmix {

namespace {

// Where holes are, in memory of the caller.
class Holes : public RowSink {
 public:
  Holes(const IncompleteRows& rows, const Plan& plan, double* values)
      : rows_(rows), plan_(plan), values_(values) {}

 protected:
  // The centres' part in the columns that are missing.
  Matrix centres(const Pattern& pattern) const {
    return rows_at(plan_.centres, pattern.missing);
  }

  // The i-th row of a block, which lacks the columns of a pattern.
  template <class Values>
  void fill(const Pattern& pattern, const Block& block, Index i, const Values& filling) {
    for (std::size_t j = 0; j < pattern.missing.size(); ++j) {
      const Index column = pattern.missing[j];
      values_[block.number(i) + column * rows_.n_rows()] =
          filling[static_cast<Index>(j)] + rows_.origin()[column];
    }
  }

 private:
  const IncompleteRows& rows_;
  const Plan& plan_;
  double* values_;
};

class MeanSink : public Holes {
 public:
  using Holes::Holes;

  MeanSink fresh() const { return *this; }
  void merge(const MeanSink&) {}

  void receive(const PatternResponder& of_pattern, const Block& block, Responses& r) {
    const Pattern& pattern = of_pattern.pattern();
    if (pattern.missing.empty()) return;
    const ConstMatrixMap seen(block.cells(), block.count, block.n_columns,
                              Eigen::OuterStride<>(block.stride));
    const Matrix parts = centres(pattern);
    const BlockMatrix z = r.matrix(r.responsibilities());
    Matrix mean = Matrix::Zero(block.count, parts.rows());
    for (Index k = 0; k < z.cols(); ++k) {
      const Matrix of_component = of_pattern.marginal().expected(k, seen, parts.col(k));
      for (Index j = 0; j < mean.cols(); ++j)
        mean.col(j) += (z.col(k).array() > 0.0)
                           .select(z.col(k).cwiseProduct(of_component.col(j)), 0.0);
    }
    for (Index i = 0; i < block.count; ++i) fill(pattern, block, i, mean.row(i));
  }
};

// The component at which the sum of a row's responsibilities passes a uniform number.
Index component_at(const BlockMatrix& z, Index row, double uniform) {
  double left = uniform * z.row(row).sum();
  Index at = 0;
  for (Index k = 0; k < z.cols() && left >= 0.0; ++k) {
    if (z(row, k) > 0.0) at = k;
    left -= z(row, k);
  }
  return at;
}

class DrawSink : public Holes {
 public:
  DrawSink(const IncompleteRows& rows, const Plan& plan, std::uint64_t seed,
           double* values)
      : Holes(rows, plan, values), seed_(seed) {}

  DrawSink fresh() const { return *this; }
  void merge(const DrawSink&) {}

  void receive(const PatternResponder& of_pattern, const Block& block, Responses& r) {
    const Pattern& pattern = of_pattern.pattern();
    if (pattern.missing.empty()) return;
    const Matrix parts = centres(pattern);
    const BlockMatrix z = r.matrix(r.responsibilities());
    for (Index i = 0; i < block.count; ++i) {
      Random random(seed_, static_cast<std::uint64_t>(block.number(i)));
      const Index k = component_at(z, i, random.uniform());
      fill(pattern, block, i,
           of_pattern.marginal().draw(k, block.row(i), parts.col(k), random));
    }
  }

 private:
  std::uint64_t seed_;
};

}  // namespace

void impute_means(const IncompleteRows& rows, const Plan& plan, const Execution& execution,
                  double* values) {
  MeanSink sink(rows, plan, values);
  IncompletePass(rows, execution).run_patterns(plan, sink);
}

void impute_draws(const IncompleteRows& rows, const Plan& plan, std::uint64_t seed,
                  const Execution& execution, double* values) {
  DrawSink sink(rows, plan, seed, values);
  IncompletePass(rows, execution).run_patterns(plan, sink);
}

}  // namespace gaussmix
