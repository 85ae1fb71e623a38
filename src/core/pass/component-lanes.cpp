#include "component-lanes.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "../ground/kernels.h"

namespace gaussmix {

// Of lanes beyond the components the factor is the identity.
ComponentLanes::ComponentLanes(const Plan& plan, const Matrix& origins)
    : plan_(plan),
      origins_(origins),
      width_(width_for(plan)),
      log_determinants_(plan.n_components()) {
  const Index d = plan.dimension();
  const Index n_components = plan.n_components();
  factors_.reserve(triangle_size(d) * width_);
  double* to = factors_.data();
  for (Index i = 0; i < d; ++i) {
    for (Index j = 0; j <= i; ++j, to += width_) {
      for (Index k = 0; k < n_components; ++k) to[k] = plan.whitening.of(k).values(i, j);
      std::fill(to + n_components, to + width_, i == j ? 1.0 : 0.0);
    }
  }
  for (Index k = 0; k < n_components; ++k)
    log_determinants_[k] = plan.whitening.of(k).log_determinant(d);
  from_origin_.reserve(d * width_);
  std::fill(from_origin_.data(), from_origin_.data() + d * width_, 0.0);
  for (Index k = 0; k < n_components; ++k) {
    for (Index j = 0; j < d; ++j) {
      const double distance = plan.centres(j, k) - origins(j, k);
      from_origin_[j * width_ + k] = distance;
      moved_ = moved_ || distance != 0.0;
    }
  }
}

LaneSums::LaneSums(Index d, Index width)
    : width_(width),
      sums_(Vector::Zero(d * width)),
      products_(Vector::Zero(triangle_size(d) * width)),
      holes_(Vector::Zero(triangle_size(d) * width)) {}

CompletedView LaneSums::view() { return {sums_.data(), products_.data(), holes_.data()}; }

LaneSums& LaneSums::operator+=(const LaneSums& other) {
  sums_ += other.sums_;
  products_ += other.products_;
  holes_ += other.holes_;
  return *this;
}

PatternLanes::PatternLanes(const ComponentLanes& lanes, ScatterRequest request)
    : lanes_(lanes), request_(request), kernels_(kernels()) {
  const Index d = lanes.plan().dimension();
  const Index width = lanes.width();
  room_.reserve(triangle_size(d + 1) * component_multiple);
  triangles_.reserve(triangle_size(d) * width);
  log_determinants_.reserve(width);
  slopes_.reserve(d * d * width);
  spread_.reserve(triangle_size(d) * width);
  of_seen_.reserve((1 + d + triangle_size(d)) * width);
  const Whitening& whitening = lanes.plan().whitening;
  plan_.whitening = {whitening.shared, std::vector<Factor>(whitening.factors.size(),
                                                           Factor{Shape::full, Matrix()})};
}

PatternView PatternLanes::view() const {
  return {lanes_.width(), static_cast<Index>(pattern_->seen.size()),
          static_cast<Index>(pattern_->missing.size()), pattern_->seen.data(),
          pattern_->missing.data()};
}

void PatternLanes::begin(const Pattern& pattern) {
  pattern_ = &pattern;
  sink_.reset();
  responder_.reset();
  const Room& factors = lanes_.factors();
  std::copy_n(factors.data(), triangle_size(lanes_.plan().dimension()) * lanes_.width(),
              triangles_.data());
  kernels_.regress(view(), room_.data(), triangles_.data(), log_determinants_.data(),
                   slopes_.data(), spread_.data());
  make_plan();
  responder_.emplace(plan_);
  sink_.emplace(request_, origins_);
}

void PatternLanes::make_plan() {
  const Plan& whole = lanes_.plan();
  const Index d = whole.dimension();
  const Index q = static_cast<Index>(pattern_->seen.size());
  const Index n_components = whole.n_components();
  plan_.centres.resize(q, n_components);
  origins_.resize(q, n_components);
  for (Index k = 0; k < n_components; ++k) {
    for (Index j = 0; j < q; ++j) {
      const Index column = pattern_->seen[static_cast<std::size_t>(j)];
      plan_.centres(j, k) = whole.centres(column, k);
      origins_(j, k) = lanes_.origins()(column, k);
    }
  }
  for (std::size_t s = 0; s < plan_.whitening.factors.size(); ++s) {
    Matrix& values = plan_.whitening.factors[s].values;
    if (values.rows() != q) values = Matrix::Zero(q, q);
    const double* from = triangles_.data() + s;
    for (Index i = 0; i < q; ++i) {
      for (Index j = 0; j <= i; ++j, from += lanes_.width()) values(i, j) = *from;
    }
  }
  plan_.log_constants =
      whole.log_constants.array() + 0.5 * static_cast<double>(d - q) * log_two_pi;
  for (Index k = 0; k < n_components; ++k)
    plan_.log_constants[k] += log_determinants_[k] - lanes_.log_determinant(k);
}

void PatternLanes::take(const IncompleteRows& rows, Index from, Index count, Desk& desk) {
  rows.read(*pattern_, from, count, desk.block);
  responder_->respond(desk.block, desk.responses);
  sink_->receive(desk.block, desk.responses);
}

void PatternLanes::complete(LaneSums& sums, Statistics& others) {
  const Index q = static_cast<Index>(pattern_->seen.size());
  const Index width = lanes_.width();
  const Index n_components = lanes_.plan().n_components();
  double* counts = of_seen_.data();
  sink_->add_scalars(others);
  std::fill(counts, counts + (1 + q + triangle_size(q)) * width, 0.0);
  const auto side_by_side = [&](const double* from, Index size, Index k, double* to) {
    for (Index e = 0; e < size; ++e) to[e * width + k] = from[e];
  };
  for (Index k = 0; k < n_components; ++k) {
    side_by_side(sink_->count_of(k), 1, k, counts);
    side_by_side(sink_->sums_of(k), q, k, counts + width);
    if (!request_.pooled)
      side_by_side(sink_->scatter_of(k), triangle_size(q), k, counts + (1 + q) * width);
    others.counts[k] += counts[k];
  }
  // It is completed by the regression that all share; in which lane does not matter.
  if (request_.pooled) {
    const Matrix pooled = sink_->statistics().scatters[0];
    double* to = counts + (1 + q) * width;
    for (Index i = 0; i < q; ++i) {
      for (Index j = 0; j <= i; ++j, to += width) *to = pooled(i, j);
    }
  }
  kernels_.complete_sums(view(), slopes_.data(), spread_.data(), lanes_.from_origin(),
                         {counts, counts + width, counts + (1 + q) * width}, room_.data(),
                         sums.view());
}

}  // namespace gaussmix
