#include <Rcpp.h>

#include "core/ground/instruction-set.h"

using namespace gaussmix;

namespace {

struct NamedSet {
  const char* name;
  InstructionSet set;
};

constexpr NamedSet named_sets[] = {{"baseline", InstructionSet::baseline},
                                   {"avx2", InstructionSet::avx2},
                                   {"avx512", InstructionSet::avx512}};

}  // namespace

// Those that the machine can run, from the least to the most.
// [[Rcpp::export(rng = false)]]
Rcpp::CharacterVector available_instruction_sets() {
  Rcpp::CharacterVector names;
  for (const NamedSet& named : named_sets) {
    if (is_available(named.set)) names.push_back(named.name);
  }
  return names;
}

// [[Rcpp::export(rng = false)]]
std::string running_instruction_set() {
  for (const NamedSet& named : named_sets) {
    if (named.set == instruction_set()) return named.name;
  }
  Rcpp::stop("the instruction set has no name");
}

// [[Rcpp::export(rng = false)]]
void run_instruction_set(std::string name) {
  for (const NamedSet& named : named_sets) {
    if (named.name == name && is_available(named.set)) {
      choose_instruction_set(named.set);
      return;
    }
  }
  Rcpp::stop("no instruction set is called '%s' here", name);
}
