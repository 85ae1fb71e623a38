#ifndef GAUSSMIX_CORE_EM_ANDERSON_H
#define GAUSSMIX_CORE_EM_ANDERSON_H

#include "../ground/types.h"

namespace gaussmix {

// Anderson's extrapolation of a map towards the point where it stands still (Anderson
// 1965; Walker and Ni 2011, doi 10.1137/10078356X, algorithm AA with m columns). It
// remembers how the last points and their residuals, image minus point, differed.
class Anderson {
 public:
  // What it makes of a point.
  struct Guess {
    bool known = false;
    Vector fixed_point;
    // The smallest eigenvalue of minus the residual's slope among the directions that
    // it remembers: one minus the rate at which the map converges in the slowest.
    // Negative where the map runs away.
    double slowest = 0.0;
  };

  explicit Anderson(Index depth) : depth_(depth) {}

  Guess guess(const Vector& point, const Vector& image);

 private:
  void remember(const Vector& step, const Vector& slope);

  Index depth_;
  Index filled_ = 0;
  Index next_ = 0;
  Vector last_point_;
  Vector last_residual_;
  Matrix steps_;
  Matrix slopes_;
};

}  // namespace gaussmix

#endif
