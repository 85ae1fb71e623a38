#ifndef GAUSSMIX_CORE_GROUND_INSTRUCTION_SET_H
#define GAUSSMIX_CORE_GROUND_INSTRUCTION_SET_H

#include "kernels.h"

namespace gaussmix {

// From the least to the most; the order is that of the names in R.
enum class InstructionSet { baseline, avx2, avx512 };

// Whether this machine, its operating system included, can run one.
bool is_available(InstructionSet set);

// The one that runs: the most that is available until another is chosen.
InstructionSet instruction_set();
void choose_instruction_set(InstructionSet set);

// The kernels of the one that runs. A pass asks once.
const Kernels& kernels();

}  // namespace gaussmix

#endif
