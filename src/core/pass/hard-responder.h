#ifndef GAUSSMIX_CORE_PASS_HARD_RESPONDER_H
#define GAUSSMIX_CORE_PASS_HARD_RESPONDER_H

#include "../ground/kernels.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../rows/block.h"
#include "joint.h"
#include "responder.h"

namespace gaussmix {

// The nearest centre takes all: the assignment step of k-means, in the metric of
// the plan's whitening. log_density is minus half the squared distance to it.
class HardResponder : public Responder {
 public:
  // Keeps what it needs of the plan.
  explicit HardResponder(const Plan& plan);

  // The densities of a copy would be those of the original's plan.
  HardResponder(const HardResponder&) = delete;
  HardResponder& operator=(const HardResponder&) = delete;

  Index n_components() const override { return distances_.n_components(); }
  Columns columns() const override { return joint_.columns(); }

  void respond(const Block& block, Responses& r) const override;

 private:
  Plan distances_;
  JointDensities joint_;
  const Kernels& kernels_;
};

}  // namespace gaussmix

#endif
