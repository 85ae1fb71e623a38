#ifndef GAUSSMIX_CORE_ESTIMATORS_GROW_H
#define GAUSSMIX_CORE_ESTIMATORS_GROW_H

#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/observations.h"
#include "../nouns/parameters.h"

namespace gaussmix {

// A mixture of more components: one after the other is divided at a row drawn at random.
Parameters grow(Parameters p, Index n_components, const Observations& rows,
                Random& random);

// As above, but the widest component is divided, along its longest axis.
Parameters grow_widest(Parameters p, Index n_components, Random& random);

}  // namespace gaussmix

#endif
