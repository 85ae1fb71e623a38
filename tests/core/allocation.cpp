#include "allocation.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

#ifdef GAUSSMIX_COUNTS_MALLOC
#include <malloc.h>
#endif

namespace {

std::atomic<long long> live{0};
std::atomic<long long> peak{0};
thread_local long long made = 0;
thread_local long long left_before_failure = -1;

void count(long long bytes) {
  const long long now = live.fetch_add(bytes) + bytes;
  long long highest = peak.load();
  while (now > highest && !peak.compare_exchange_weak(highest, now)) {
  }
}

bool fails_now() {
  ++made;
  return left_before_failure >= 0 && left_before_failure-- == 0;
}

}  // namespace

namespace allocation {

long long live_bytes() { return live; }
long long peak_bytes() { return peak; }
void forget_peak() { peak = live.load(); }
long long made_by_this_thread() { return made; }
void fail_after(long long others) { left_before_failure = others; }

}  // namespace allocation

#ifdef GAUSSMIX_COUNTS_MALLOC

// The linker sends calls of malloc here and calls of __real_malloc to malloc.
extern "C" {
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* memory, std::size_t size);
void __real_free(void* memory);

void* __wrap_malloc(std::size_t size) {
  if (fails_now()) return nullptr;
  void* memory = __real_malloc(size);
  // Not a number where nothing has been written: sums that read it show it.
  if (memory) std::memset(memory, 0xff, size);
  count(static_cast<long long>(malloc_usable_size(memory)));
  return memory;
}

void* __wrap_calloc(std::size_t cells, std::size_t size) {
  if (fails_now()) return nullptr;
  void* memory = __real_calloc(cells, size);
  count(static_cast<long long>(malloc_usable_size(memory)));
  return memory;
}

void* __wrap_realloc(void* old, std::size_t size) {
  if (fails_now()) return nullptr;
  const long long before = static_cast<long long>(malloc_usable_size(old));
  void* memory = __real_realloc(old, size);
  if (memory) count(static_cast<long long>(malloc_usable_size(memory)) - before);
  return memory;
}

void __wrap_free(void* memory) {
  count(-static_cast<long long>(malloc_usable_size(memory)));
  __real_free(memory);
}
}

#endif

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size > 0 ? size : 1);
}
void* operator new(std::size_t size) {
  void* memory = operator new(size, std::nothrow);
  if (!memory) throw std::bad_alloc();
  return memory;
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return operator new(size, std::nothrow);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
