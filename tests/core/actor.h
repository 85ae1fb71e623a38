#ifndef GAUSSMIX_TESTS_ACTOR_H
#define GAUSSMIX_TESTS_ACTOR_H

// An estimator for tests of loops, whose runs are written beforehand.

#include <vector>

#include "core/estimators/mixture-chart.h"
#include "core/estimators/collapse.h"
#include "core/estimators/estimator.h"
#include "core/estimators/spread.h"
#include "core/ground/types.h"
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
};

// A role as the parameters of a mixture, whose mean says it all, and back.
inline Parameters as_parameters(const Role& role) {
  Parameters parameters{Vector::Ones(1), Matrix(5, 1), {}};
  parameters.means << role.place, static_cast<double>(static_cast<int>(role.end)),
      static_cast<double>(role.end_after), role.step, static_cast<double>(role.updates);
  return parameters;
}

inline Role role_of(const Parameters& parameters) {
  const auto says = parameters.means.col(0);
  return {says[0], static_cast<Trouble>(static_cast<int>(says[1])),
          static_cast<Index>(says[2]), says[3], static_cast<Index>(says[4])};
}

// An estimator that does what its parameters say.
class Actor final : public MixtureEstimator {
 public:
  ScatterRequest request() const override { return {Scatter::diagonal, false}; }

  Plan plan(const Parameters& parameters, double, Status& status, int) const override {
    const Role role = role_of(parameters);
    if (role.end == Trouble::singular && role.updates >= role.end_after) {
      status = {Trouble::singular, 0};
      return {};
    }
    return {Vector::Zero(1), Matrix::Constant(1, 1, role.place), no_whitening()};
  }

  Parameters update(const Statistics&, const Parameters& previous) const override {
    Role next = role_of(previous);
    next.place += next.step;
    ++next.updates;
    return as_parameters(next);
  }

  double penalty(const Parameters&, const Plan&, double, int) const override {
    return 0.0;
  }

  // Actors do not leap: of components that hold nothing there are no coordinates.
  MixtureChart chart(const Parameters&, const Vector&) const override { return {}; }

  // Of what has no scale there is no penalty: an actor in trouble is excluded.
  Standing standing(const Parameters& parameters, const Statistics&, const RowCount&,
                    const std::vector<bool>&) const override {
    const Role role = role_of(parameters);
    if (role.end == Trouble::none || role.updates < role.end_after) return {};
    return {{role.end, 0}, {}, {}, false, true};
  }
};

}  // namespace gaussmix

#endif
