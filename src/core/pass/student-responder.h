#ifndef GAUSSMIX_CORE_PASS_STUDENT_RESPONDER_H
#define GAUSSMIX_CORE_PASS_STUDENT_RESPONDER_H

#include "../ground/kernels.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../rows/block.h"
#include "joint.h"
#include "responder.h"

namespace gaussmix {

// The tails of the distributions that take the place of a plan's normal ones: where these
// fall as exp(-h / 2) with the squared distance h, those fall as (1 + h / spread)^-power.
struct StudentTails {
  Vector power;   // K
  Vector spread;  // K
};

// Posterior probabilities under a mixture of Student distributions. Of a diagonal plan each
// column has one of its own.
class StudentResponder : public Responder {
 public:
  // The plan must live as long; tails are copied.
  StudentResponder(const Plan& plan, const StudentTails& tails);

  // The densities of a copy would be those of the original's distances.
  StudentResponder(const StudentResponder&) = delete;
  StudentResponder& operator=(const StudentResponder&) = delete;

  Index n_components() const override { return plan_.n_components(); }
  Columns columns() const override { return joint_.columns(); }

  void respond(const Block& block, Responses& r) const override;

 private:
  void by_distance(const Block& block, Responses& r) const;
  void by_columns(const Block& block, Responses& r) const;

  // Whether a squared distance of a row is no double, though the logarithm of its tail is.
  bool has_overflown(Index row, const Responses& r) const;

  void by_logarithms(const Block& block, Index row, Responses& r) const;

  const Plan& plan_;
  StudentTails tails_;
  Plan distances_;
  JointDensities joint_;
  const Kernels& kernels_;
};

}  // namespace gaussmix

#endif
