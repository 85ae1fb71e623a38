#define CATCH_CONFIG_RUNNER
#include <catch.h>

#include <cstdlib>
#include <iostream>

#include "core/ground/instruction-set.h"

// The tests run on the instruction set that GAUSSMIX_INSTRUCTION_SET names, else on the
// most that the machine has.
bool choose_from_environment() {
  const char* name = std::getenv("GAUSSMIX_INSTRUCTION_SET");
  return !name || gaussmix::choose_instruction_set(name);
}

int main(int argc, char* argv[]) {
  if (!choose_from_environment()) {
    std::cerr << "This machine has no instruction set of that name.\n";
    return 1;
  }
  return Catch::Session().run(argc, argv);
}
