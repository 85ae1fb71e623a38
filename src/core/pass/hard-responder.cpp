#include "hard-responder.h"

namespace gaussmix {

HardResponder::HardResponder(const Plan& plan)
    : distances_(plan_of_distances(plan)), joint_(distances_), kernels_(kernels()) {}

void HardResponder::respond(const Block& block, Responses& r) const {
  r.prepare(block, n_components());
  joint_.compute(block, r.room, r.log_joint());
  kernels_.assign(padded_rows(block.count), r.n_components, r.stride, r.log_joint(),
                  r.responsibilities(), r.log_density());
  r.column(r.log_certainty()).setZero();
  r.column(r.entropy()).setZero();
}

}  // namespace gaussmix
