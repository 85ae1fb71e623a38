#ifndef GAUSSMIX_CORE_STARTS_SEED_H
#define GAUSSMIX_CORE_STARTS_SEED_H

#include "../ground/execution.h"
#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../rows/sample.h"

namespace gaussmix {

// An index drawn with probability proportional to its mass; -1 if there is none.
Index draw_index(const Array& mass, Random& random);

// Squared distances of all rows to a point, in a metric shared by all.
Array distances_to(const Sample& sample, const Whitening& metric, const Vector& point);

// k-means++ (Arthur and Vassilvitskii 2007, section 2.2): each further centre is
// a row drawn with probability proportional to weight times squared distance to
// the nearest centre so far. Where all rows lie on centres already, any will do.
Matrix seed_by_distance(const Sample& sample, const Whitening& metric, Index n_components,
                        Random& random, const Execution& execution);

// Different rows, drawn with probability proportional to weight; over again when
// there are fewer rows than components.
Matrix seed_by_rows(const Sample& sample, Index n_components, Random& random);

}  // namespace gaussmix

#endif
