// The kernels for AVX2 and FMA, which GCC and Clang are asked for in the source: packages
// cannot know the flags of the compiler.
#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#endif

#define GAUSSMIX_LANES 4
#include "core/kernels/table.h"

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

namespace gaussmix {
extern const Kernels kernels_avx2;
const Kernels kernels_avx2 = table;
}  // namespace gaussmix

#endif
