#ifndef GAUSSMIX_TESTS_PROBLEM_INCOMPLETE_H
#define GAUSSMIX_TESTS_PROBLEM_INCOMPLETE_H

// Problems with holes, and what the reference makes of them.

#include <cmath>
#include <cstddef>
#include <limits>

#include "core/fit/fit-options.h"
#include "core/rows/incomplete-rows.h"
#include "problem.h"
#include "reference-incomplete.h"
#include "reference.h"

using namespace gaussmix;

constexpr double hole = std::numeric_limits<double>::quiet_NaN();

// Every cell is missing with the given chance; now and then a whole row is, or has no weight.
inline Problem problem_with_holes(Index n, Index d, double chance, Dice& dice) {
  Problem problem = random_problem(n, d, 3, true, dice);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < d; ++j) {
      if (dice.uniform() < chance) problem.values(i, j) = hole;
    }
    if (i % 50 == 7) problem.values.row(i).setConstant(hole);
    if (i % 60 == 11) problem.weights[i] = 0.0;
  }
  return problem;
}

inline IncompleteRows incomplete(const Problem& problem) {
  return incomplete_rows(problem.values.data(), problem.n(), problem.d(),
                         problem.weights.size() > 0 ? problem.weights.data() : nullptr,
                         problem.origin);
}

inline FitOptions options_of(double tol, Index d) {
  FitOptions options;
  options.em.tol = tol;
  options.reg_covar = 1e-6;
  options.constant_columns.assign(static_cast<std::size_t>(d), false);
  return options;
}

inline reference::Sums expected_sums(const Problem& problem, const Parameters& p,
                                     const Matrix& origins) {
  return reference::completed_sums(as_reference(p), as_table(origins.transpose()),
                                   rows_of(problem), weights_of(problem));
}

#endif
