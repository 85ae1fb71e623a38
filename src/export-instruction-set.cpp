#include <Rcpp/Lightest>

#include "core/ground/instruction-set.h"

using namespace gaussmix;

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
  if (!choose_instruction_set(name.c_str())) {
    Rcpp::stop("no instruction set is called '%s' here", name);
  }
}
