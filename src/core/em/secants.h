#ifndef GAUSSMIX_CORE_EM_SECANTS_H
#define GAUSSMIX_CORE_EM_SECANTS_H

#include "../ground/types.h"

namespace gaussmix {

// What the last steps tell of the curvature of an objective that is to be maximised: each with
// the change of the gradient along it. From these follows an inverse of minus the second
// derivative that always leads upwards (limited-memory BFGS: Nocedal 1980,
// doi 10.1090/S0025-5718-1980-0572855-7; Nocedal and Wright 2006, algorithm 7.4). Coordinates
// are such that it is near to the identity wherever nothing is known.
class Secants {
 public:
  explicit Secants(Index depth) : depth_(depth) {}

  bool empty() const { return filled_ == 0; }

  // `change` is the gradient before the step less that after it. Where the objective curves
  // upwards, its curvature is taken for as much downwards: what leads away from a saddle
  // leads to a maximum. No direction is believed to be flatter than `flattest`: ways are no longer
  // than one part in that of a step.
  void remember(const Vector& step, Vector change, double flattest);

  // The inverse times a gradient.
  Vector way(const Vector& gradient) const;

  // The least curvature along one of the last steps: one minus the rate at which EM converges
  // there. Negative where the objective curves upwards, 1 if there is no step.
  double least_curvature() const;

  void forget() { filled_ = next_ = 0; }

 private:
  Index column(Index age) const { return (next_ - 1 - age + depth_) % depth_; }

  Index depth_;
  Index filled_ = 0;
  Index next_ = 0;
  Matrix steps_;
  Matrix changes_;
  Vector products_;    // of step and change
  Vector curvatures_;  // as they are
};

}  // namespace gaussmix

#endif
