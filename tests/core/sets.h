#ifndef GAUSSMIX_TESTS_SETS_H
#define GAUSSMIX_TESTS_SETS_H

// Every instruction set that the machine has, one after the other.

#include <catch.h>

#include "core/ground/instruction-set.h"

template <class Task>
void for_each_instruction_set(const Task& task) {
  const gaussmix::InstructionSet before = gaussmix::instruction_set();
  for (const gaussmix::NamedSet& named : gaussmix::named_sets) {
    if (!gaussmix::choose_instruction_set(named.name)) continue;
    CAPTURE(named.name);
    task();
  }
  gaussmix::choose_instruction_set(before);
}

#endif
