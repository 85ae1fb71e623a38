#ifndef GAUSSMIX_CORE_ESTIMATORS_SWAP_H
#define GAUSSMIX_CORE_ESTIMATORS_SWAP_H

#include <vector>

#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/observations.h"
#include "../nouns/parameters.h"

namespace gaussmix {

struct Pair {
  Index a;
  Index b;
  // What the log-likelihood per observation loses at most when the two become one with
  // the same moments (Runnalls 2007, doi 10.1109/TAES.2007.4383588, section V).
  double cost;
};

// That of one pair; infinite if a covariance has no determinant.
double cost_of_merging(const Parameters& p, Index a, Index b);

// All pairs of components, the cheapest to merge first.
std::vector<Pair> pairs_to_merge(const Parameters& p);

// Component a takes what b had; b holds nothing.
void merge(Parameters& p, Index a, Index b);

// An empty component takes half of the one that a place belongs to: there, and narrower.
void split(Parameters& p, Index empty, const Vector& place);

// Mixtures that EM does not reach from a given one, as the way there leads through less
// likely ones: two components become one, and one is divided at a row drawn at random.
// A pair that costs little to merge is the likelier to be taken. Where components may hold
// nothing, either is done alone, too; where they may not, those that do are set anew.
class RandomSwap {
 public:
  RandomSwap(const Observations& rows, const Random& random, bool may_be_empty = false);

  Parameters operator()(const Parameters& from);

 private:
  enum class Step { swap, merge, divide };

  Parameters filled(Parameters p);
  void look_at(const Parameters& p);
  Step next_step();
  const Pair& next_pair();

  const Observations& rows_;
  Array weights_;
  Random random_;
  bool may_be_empty_;
  // Of the mixture that was swapped last.
  Matrix means_;
  std::vector<Pair> pairs_;
  Index empty_ = -1;
};

}  // namespace gaussmix

#endif
