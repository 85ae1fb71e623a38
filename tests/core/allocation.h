#ifndef GAUSSMIX_TESTS_ALLOCATION_H
#define GAUSSMIX_TESTS_ALLOCATION_H

// What the tests know of memory: how much is in use, how much was at most, and
// what happens when there is none left. Counts operator new and, where the linker
// can redirect it, the malloc that Eigen calls.

namespace allocation {

long long live_bytes();
long long peak_bytes();
void forget_peak();  // the peak begins anew at what is live

// How many allocations this thread has made.
long long made_by_this_thread();

// The allocation of this thread that comes after `others` more fails, once.
void fail_after(long long others);

}  // namespace allocation

#endif
