#ifndef GAUSSMIX_TESTS_SETS_H
#define GAUSSMIX_TESTS_SETS_H

// Every instruction set that the machine has, one after the other.

#include <catch.h>

#include "core/ground/instruction-set.h"

template <class Task>
void for_each_instruction_set(const Task& task) {
  using gaussmix::InstructionSet;
  const InstructionSet before = gaussmix::instruction_set();
  for (const InstructionSet set :
       {InstructionSet::baseline, InstructionSet::avx2, InstructionSet::avx512}) {
    if (!gaussmix::is_available(set)) continue;
    CAPTURE(static_cast<int>(set));
    gaussmix::choose_instruction_set(set);
    task();
  }
  gaussmix::choose_instruction_set(before);
}

#endif
