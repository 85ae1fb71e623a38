#ifndef GAUSSMIX_TESTS_ACTOR_H
#define GAUSSMIX_TESTS_ACTOR_H

// An estimator for tests of loops, whose runs are written beforehand.

#include "core/nouns/parameters.h"
#include "core/nouns/plan.h"
#include "core/nouns/statistics.h"
#include "core/nouns/status.h"

namespace gaussmix {

// A start of the actor below: the farther its mean lies from the data, the less
// likely it is; what becomes of it after so many updates is written beforehand.
struct Role {
  double place = 0.0;
  Trouble end = Trouble::none;
  Index end_after = 0;  // updates before the end shows
  double step = 0.0;    // by which the place changes in every update
  Index updates = 0;
  bool is_opened = false;
};

// Actors do not leap.
struct NoChart {
  bool valid() const { return false; }
  Index size() const { return 1; }
  bool to_coordinates(const Role&, Vector&) const { return false; }
  Role from_coordinates(const Vector&) const { return {}; }
};

// An estimator that does what its parameters say.
class Actor {
 public:
  using Parameters = Role;
  using Chart = NoChart;

  ScatterRequest request() const { return {Scatter::diagonal, false}; }

  Plan plan(const Role& role, double, Status& status, int) const {
    if (role.end == Trouble::singular && role.updates >= role.end_after) {
      status = {Trouble::singular, 0};
      return {};
    }
    return {Vector::Zero(1), Matrix::Constant(1, 1, role.place),
            {Shape::spherical, true, {Matrix::Ones(1, 1)}}};
  }

  Role update(const Statistics&, const Role& previous) const {
    Role next = previous;
    next.place += previous.step;
    ++next.updates;
    return next;
  }

  double penalty(const Role&, const Plan&, double, int) const { return 0.0; }

  Chart chart(const Role&, const Vector&) const { return {}; }

  Status collapse(const Role& role, const Vector&) const {
    if (role.end == Trouble::none || role.updates < role.end_after) return {};
    return {role.end, 0};
  }

  // Not what is empty. An opened role shows that it is one.
  bool reopen(Role& role, const Vector&) const {
    if (role.end == Trouble::empty) return false;
    role.is_opened = true;
    return true;
  }
};

}  // namespace gaussmix

#endif
