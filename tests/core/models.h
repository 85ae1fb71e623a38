#ifndef GAUSSMIX_TESTS_MODELS_H
#define GAUSSMIX_TESTS_MODELS_H

// Models whose posterior is known in closed form, and the plan of one that has a plan.

#include <catch.h>

#include <utility>
#include <vector>

#include "core/nouns/parameters.h"
#include "core/nouns/plan.h"
#include "core/nouns/status.h"

inline gaussmix::Plan plan_of(const gaussmix::Parameters& parameters) {
  gaussmix::Status status;
  const gaussmix::Plan plan = gaussmix::make_plan(parameters, status);
  REQUIRE(status.ok());
  return plan;
}

// Means -1 and 1 in one dimension, weights .3 and .7, variance 1.
inline gaussmix::Parameters two_points(gaussmix::Shape shape, bool shared) {
  Matrix means(1, 2);
  means << -1.0, 1.0;
  return {Vector(Eigen::Vector2d(0.3, 0.7)),
          std::move(means),
          {shape, shared, std::vector<Matrix>(shared ? 1 : 2, Matrix::Ones(1, 1))}};
}

#endif
