#ifndef GAUSSMIX_CORE_GROUND_INSTRUCTION_SET_H
#define GAUSSMIX_CORE_GROUND_INSTRUCTION_SET_H

namespace gaussmix {

// From the least to the most.
enum class InstructionSet { baseline, avx2, avx512 };

struct NamedSet {
  const char* name;
  InstructionSet set;
};

constexpr NamedSet named_sets[] = {{"baseline", InstructionSet::baseline},
                                   {"avx2", InstructionSet::avx2},
                                   {"avx512", InstructionSet::avx512}};

// Whether this machine, its operating system included, can run one.
bool is_available(InstructionSet set);

// The one that runs: the most that is available until another is chosen.
InstructionSet instruction_set();
void choose_instruction_set(InstructionSet set);
// False if this machine has none of that name.
bool choose_instruction_set(const char* name);

}  // namespace gaussmix

#endif
