#include "core/ground/instruction-set.h"

#include <atomic>
#include <cstring>

#include "core/ground/kernels.h"

namespace gaussmix {

extern const Kernels kernels_baseline;
#if defined(__x86_64__)
extern const Kernels kernels_avx2;
extern const Kernels kernels_avx512;
#endif

bool is_available(InstructionSet set) {
  switch (set) {
    case InstructionSet::baseline:
      return true;
#if defined(__x86_64__)
    case InstructionSet::avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case InstructionSet::avx512:
      return is_available(InstructionSet::avx2) && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#endif
    default:
      return false;
  }
}

namespace {

std::atomic<InstructionSet>& chosen() {
  static std::atomic<InstructionSet> set{
      is_available(InstructionSet::avx512) ? InstructionSet::avx512
      : is_available(InstructionSet::avx2) ? InstructionSet::avx2
                                           : InstructionSet::baseline};
  return set;
}

}  // namespace

InstructionSet instruction_set() { return chosen().load(); }

void choose_instruction_set(InstructionSet set) { chosen().store(set); }

bool choose_instruction_set(const char* name) {
  for (const NamedSet& named : named_sets) {
    if (std::strcmp(named.name, name) != 0 || !is_available(named.set)) continue;
    choose_instruction_set(named.set);
    return true;
  }
  return false;
}

const Kernels& kernels() {
  switch (instruction_set()) {
#if defined(__x86_64__)
    case InstructionSet::avx512:
      return kernels_avx512;
    case InstructionSet::avx2:
      return kernels_avx2;
#endif
    default:
      return kernels_baseline;
  }
}

}  // namespace gaussmix
