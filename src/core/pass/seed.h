#ifndef GAUSSMIX_CORE_PASS_SEED_H
#define GAUSSMIX_CORE_PASS_SEED_H

#include <functional>

#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/observations.h"
#include "../nouns/plan.h"

namespace gaussmix {

// An index drawn with probability proportional to its mass; -1 if there is none.
Index draw_index(const Array& mass, Random& random);

// Squared distances of all rows to a point, in a metric shared by all.
Array distances_to(const Observations& rows, const Whitening& metric, const Vector& point);

Vector row_of(const Observations& rows, Index row);

// k-means++ (Arthur and Vassilvitskii 2007, section 2.2): each further centre is
// a row drawn with probability proportional to weight times squared distance to
// the nearest centre so far. Where all rows lie on centres already, any will do.
Matrix seed_by_distance(
    const Observations& rows, const Whitening& metric, Index n_components, Random& random,
    const std::function<void()>& check_interrupt = []() {});

// Different rows, drawn with probability proportional to weight; over again when
// there are fewer rows than components.
Matrix seed_by_rows(const Observations& rows, Index n_components, Random& random);

}  // namespace gaussmix

#endif
