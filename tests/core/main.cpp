#define CATCH_CONFIG_RUNNER
#include <catch.h>

#include <cstdlib>
#include <cstring>
#include <iostream>

#include "core/ground/instruction-set.h"

// The tests run on the instruction set that GAUSSMIX_INSTRUCTION_SET names: baseline,
// avx2 or avx512; else on the most that the machine has.
bool choose_from_environment() {
  using gaussmix::InstructionSet;
  const char* name = std::getenv("GAUSSMIX_INSTRUCTION_SET");
  if (!name) return true;
  const std::pair<const char*, InstructionSet> sets[] = {
      {"baseline", InstructionSet::baseline},
      {"avx2", InstructionSet::avx2},
      {"avx512", InstructionSet::avx512}};
  for (const auto& set : sets) {
    if (std::strcmp(name, set.first) != 0) continue;
    if (!gaussmix::is_available(set.second)) return false;
    gaussmix::choose_instruction_set(set.second);
    return true;
  }
  return false;
}

int main(int argc, char* argv[]) {
  if (!choose_from_environment()) {
    std::cerr << "This machine has no instruction set of that name.\n";
    return 1;
  }
  return Catch::Session().run(argc, argv);
}
