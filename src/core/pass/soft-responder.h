#ifndef GAUSSMIX_CORE_PASS_SOFT_RESPONDER_H
#define GAUSSMIX_CORE_PASS_SOFT_RESPONDER_H

#include "../ground/kernels.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../rows/block.h"
#include "joint.h"
#include "responder.h"

namespace gaussmix {

// The E-step: posterior probabilities under a plan.
class SoftResponder : public Responder {
 public:
  // The plan must live as long.
  explicit SoftResponder(const Plan& plan);

  Index n_components() const override { return plan_.n_components(); }
  Columns columns() const override { return joint_.columns(); }

  void respond(const Block& block, Responses& r) const override;

 private:
  void respond_far(const Block& block, Index row, Responses& r) const;

  const Plan& plan_;
  JointDensities joint_;
  const Kernels& kernels_;
};

}  // namespace gaussmix

#endif
