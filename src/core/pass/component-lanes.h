#ifndef GAUSSMIX_CORE_PASS_COMPONENT_LANES_H
#define GAUSSMIX_CORE_PASS_COMPONENT_LANES_H

#include <optional>

#include "../ground/kernels.h"
#include "../ground/room.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "../rows/incomplete-rows.h"
#include "desk.h"
#include "soft-responder.h"
#include "statistics-sink.h"

namespace gaussmix {

// The components of a plan side by side, so that what a pattern of holes asks of each of them
// is done for as many at once as vectors of the processor hold. Of full covariances.
class ComponentLanes {
 public:
  // Of more columns a component alone keeps the processor busy.
  static constexpr Index most_columns = 32;
  static bool suits(const Plan& plan) {
    return plan.whitening.shape() == Shape::full && plan.dimension() <= most_columns;
  }

  static Index width_for(const Plan& plan) {
    return (plan.n_components() + component_multiple - 1) / component_multiple *
           component_multiple;
  }

  // The plan and the origins must live as long.
  ComponentLanes(const Plan& plan, const Matrix& origins);

  const Plan& plan() const { return plan_; }
  const Matrix& origins() const { return origins_; }
  Index width() const { return width_; }

  // The rows of the factors' triangles.
  const Room& factors() const { return factors_; }
  double log_determinant(Index k) const { return log_determinants_[k]; }
  // Centres less origins; null if they are zero.
  const double* from_origin() const { return moved_ ? from_origin_.data() : nullptr; }

 private:
  const Plan& plan_;
  const Matrix& origins_;
  Index width_;
  Room factors_;
  Vector log_determinants_;
  Room from_origin_;
  bool moved_ = false;
};

// Completed sums of components side by side, see CompletedView.
class LaneSums {
 public:
  LaneSums(Index d, Index width);

  CompletedView view();
  double sum_of(Index column, Index k) const { return sums_[column * width_ + k]; }
  double product_of(Index i, Index j, Index k) const { return products_[at(i, j, k)]; }
  double pooled_product(Index i, Index j) const {
    return products_.segment(at(i, j, 0), width_).sum();
  }
  double hole_of(Index i, Index j, Index k) const { return holes_[at(i, j, k)]; }

  LaneSums& operator+=(const LaneSums& other);

 private:
  Index at(Index i, Index j, Index k) const { return (triangle_size(i) + j) * width_ + k; }

  Index width_;
  Vector sums_;
  Vector products_;
  Vector holes_;
};

// The sums of the rows of one pattern after another; of patterns of which as many columns are
// missing no new memory is asked for.
class PatternLanes {
 public:
  PatternLanes(const ComponentLanes& lanes, ScatterRequest request);
  PatternLanes(const PatternLanes&) = delete;
  PatternLanes& operator=(const PatternLanes&) = delete;

  void begin(const Pattern& pattern);

  const Pattern& pattern() const { return *pattern_; }
  Index width() const { return lanes_.width(); }

  void take(const IncompleteRows& rows, Index from, Index count, Desk& desk);

  // Adds what the rows make of whole rows, and what is no moment of them to the statistics.
  void complete(LaneSums& sums, Statistics& others);

 private:
  PatternView view() const;
  void make_plan();

  const ComponentLanes& lanes_;
  const ScatterRequest request_;
  const Kernels& kernels_;
  const Pattern* pattern_ = nullptr;
  Plan plan_;  // of the columns that are seen
  Matrix origins_;
  std::optional<SoftResponder> responder_;
  std::optional<StatisticsSink> sink_;
  Room room_;
  Room triangles_;
  Room log_determinants_;
  Room slopes_;
  Room spread_;
  Room of_seen_;
};

}  // namespace gaussmix

#endif
