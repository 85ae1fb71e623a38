// The kernels for AVX-512, which GCC and Clang are asked for in the source: packages
// cannot know the flags of the compiler.
#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512vl,avx2,fma")
#endif

#define GAUSSMIX_LANES 8
#include "core/kernels/table.h"

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

namespace gaussmix {
extern const Kernels kernels_avx512;
const Kernels kernels_avx512 = table;
}  // namespace gaussmix

#endif
