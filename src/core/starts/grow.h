#ifndef GAUSSMIX_CORE_STARTS_GROW_H
#define GAUSSMIX_CORE_STARTS_GROW_H

#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../rows/sample.h"

namespace gaussmix {

// A mixture of more components: one after the other is divided at a row drawn at random.
Parameters grow(Parameters p, Index n_components, const Sample& sample, Random& random);

// As above, but the widest component is divided, along its longest axis.
Parameters grow_widest(Parameters p, Index n_components, Random& random);

}  // namespace gaussmix

#endif
