// The kernels for what every processor of the family has: SSE2 on x86-64, NEON on
// 64-bit ARM, and whatever the compiler makes of pairs of doubles elsewhere.
#define GAUSSMIX_LANES 2
#include "core/kernels/table.h"

namespace gaussmix {
extern const Kernels kernels_baseline;
const Kernels kernels_baseline = table;
}  // namespace gaussmix
