#ifndef GAUSSMIX_CORE_PASS_IMPUTE_H
#define GAUSSMIX_CORE_PASS_IMPUTE_H

#include <cstdint>

#include "../ground/execution.h"
#include "../nouns/plan.h"
#include "../rows/incomplete-rows.h"

namespace gaussmix {

// The holes of rows, filled by what a mixture says of them given what is seen. `values` is memory
// of the caller, n x d and column-major, in the coordinates of the data: of it the holes are written
// and nothing else. Rows of which nothing is seen are left as they are.

// What is expected: the expectations of the components, by their responsibilities.
void impute_means(const IncompleteRows& rows, const Plan& plan, const Execution& execution,
                  double* values);

// Draws: of a component by its responsibility, and from it of the missing columns. Each row has a
// random stream of its own, so the result is the same for any number of threads.
void impute_draws(const IncompleteRows& rows, const Plan& plan, std::uint64_t seed,
                  const Execution& execution, double* values);

}  // namespace gaussmix

#endif
