#ifndef GAUSSMIX_CORE_PASS_JOINT_H
#define GAUSSMIX_CORE_PASS_JOINT_H

#include "../ground/kernels.h"
#include "../ground/room.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../rows/block.h"

namespace gaussmix {

// The log joint densities of blocks of rows and the components of a plan.
class JointDensities {
 public:
  // The plan must live as long.
  explicit JointDensities(const Plan& plan);

  const Plan& plan() const { return plan_; }

  Columns columns() const {
    return turned_centres_.size() > 0 ? Columns::apart : Columns::close;
  }

  // Component k at joint + k * stride of the block.
  void compute(const Block& block, Room& room, double* joint) const;

 private:
  Index size_of_packed() const { return triangle_size(plan_.dimension()); }
  const double* packed_of(Index k) const {
    return packed_.data() + (plan_.whitening.shared ? 0 : k * size_of_packed());
  }

  // Under one factor, F (x - c) = F (x - o) - F (c - o): one product for all
  // components, as long as their centres lie close enough together for the difference
  // to keep its digits.
  void turn_centres();

  // F (x - o) goes to the front of the room.
  void turn(const BlockView& view, Room& room) const;

  void compute_turned(const BlockView& view, Room& room, double* joint) const;

  const Plan& plan_;
  const Kernels& kernels_;
  Vector packed_;  // the factors of a full plan
  Vector between_;
  Matrix turned_centres_;  // d x K, if one product serves all components
};

}  // namespace gaussmix

#endif
