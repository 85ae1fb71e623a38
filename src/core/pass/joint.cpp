#include "joint.h"

#include <utility>

#include "../ground/watch.h"
#include "../rows/observations.h"

namespace gaussmix {

JointDensities::JointDensities(const Plan& plan) : plan_(plan), kernels_(kernels()) {
  if (plan.whitening.shape() != Shape::full) return;
  const Index d = plan.dimension();
  packed_.resize(size_of_packed() * static_cast<Index>(plan.whitening.factors.size()));
  double* packed = packed_.data();
  for (const Factor& factor : plan.whitening.factors) {
    Watch::look_if_many(d);
    kernels_.pack_factor(factor.values.data(), d, packed);
    packed += size_of_packed();
  }
  if (plan.whitening.shared && plan.n_components() > 1) turn_centres();
}

void JointDensities::compute(const Block& block, Room& room, double* joint) const {
  const BlockView view = block.view();
  if (turned_centres_.size() > 0) {
    compute_turned(view, room, joint);
    return;
  }
  if (plan_.whitening.shape() == Shape::full) room.reserve(view.columns * row_multiple);
  for (Index k = 0; k < plan_.n_components(); ++k) {
    const double* centre = plan_.centres.col(k).data();
    const double constant = plan_.log_constants[k];
    double* column = joint + k * block.response_stride;
    switch (plan_.whitening.shape()) {
      case Shape::full:
        Watch::look_if_many(view.columns);
        kernels_.joint_full(view, centre, packed_of(k), constant, room.data(), column);
        break;
      case Shape::diagonal:
        kernels_.joint_diagonal(view, centre, plan_.whitening.of(k).values.data(),
                                constant, column);
        break;
      case Shape::spherical:
        kernels_.joint_spherical(view, centre, plan_.whitening.of(k).values(0), constant,
                                 column);
        break;
    }
  }
}

void JointDensities::turn_centres() {
  constexpr double close = 256.0;
  between_ = plan_.centres.rowwise().mean();
  const Matrix rows = plan_.centres.transpose();
  const Observations centres(rows.data(), rows.rows(), rows.cols(), nullptr, {});
  Matrix turned(rows.cols(), rows.rows());
  Room room;
  for_each_block(centres, Columns::apart, [&](const Block& block) {
    // The kernel that turns the rows: one that lies on a centre is at distance zero.
    turn(block.view(), room);
    turned.middleCols(block.first, block.count) =
        ConstMatrixMap(room.data(), block.count, rows.cols(),
                       Eigen::OuterStride<>(block.stride))
            .transpose();
  });
  if (turned.array().abs().maxCoeff() <= close) turned_centres_ = std::move(turned);
}

void JointDensities::turn(const BlockView& view, Room& room) const {
  const Index turned_cells = view.columns * view.stride;
  room.reserve(turned_cells + view.columns * row_multiple);
  kernels_.turn(view, between_.data(), packed_of(0), room.data() + turned_cells,
                room.data());
}

void JointDensities::compute_turned(const BlockView& view, Room& room,
                                    double* joint) const {
  turn(view, room);
  const BlockView turned_view{room.data(), view.stride, view.rows, view.columns};
  for (Index k = 0; k < plan_.n_components(); ++k) {
    kernels_.joint_spherical(turned_view, turned_centres_.col(k).data(), 1.0,
                             plan_.log_constants[k], joint + k * view.stride);
  }
}

}  // namespace gaussmix
