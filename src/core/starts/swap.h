#ifndef GAUSSMIX_CORE_STARTS_SWAP_H
#define GAUSSMIX_CORE_STARTS_SWAP_H

#include <vector>

#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../rows/sample.h"

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

// An empty component takes a share of the one that a place belongs to, or of the given one:
// there, and with its covariance times the width.
void split(Parameters& p, Index empty, const Vector& place, double share = 0.5,
           double width = 0.5);
void split(Parameters& p, Index whole, Index empty, const Vector& place, double share,
           double width);

// An empty component takes a share of another one, and the two lie apart along a direction: a
// unit vector where the covariance is the identity. They are narrower by what lies between
// their means, as far as the form of covariances holds that, so that their moments are those
// of the whole. A cut of 1 would leave them no width along the direction.
void split_along(Parameters& p, Index whole, Index empty, const Vector& direction,
                 double cut, double share);

// The direction of the largest variance, for split_along().
Vector leading_direction(const Covariances& covariances, Index component, Index d,
                         Random& random);

// A component holds nothing any more; the others keep their proportions.
void remove(Parameters& p, Index component);

// An empty component gets as much as an equal part would be: at a place, with the pooled
// covariance times the width. The others keep their proportions.
void insert(Parameters& p, Index empty, const Vector& place, double width);

// Equal components at the places, with the pooled covariance.
Parameters begun_anew(Parameters p, const Matrix& places);

// Mixtures that EM does not reach from a given one, as the way there leads through less
// likely ones: two components become one, or one is taken out, and another is divided. A pair that
// costs little to merge is the likelier to be taken. Where components may hold nothing, either is
// done alone, too; where they may not, those that do are set anew.
class RandomSwap {
 public:
  // The sample must live as long.
  RandomSwap(const Sample& sample, const Random& random, bool may_be_empty = false);

  Parameters operator()(const Parameters& from);

 private:
  enum class Step { swap, merge, divide };

  // How a component comes back, after a merger unless it is elsewhere: then another is taken out.
  enum class Kind {
    at_row,           // half of what a row belongs to
    far,              // a small part where a row is far from what it belongs to
    turned,           // what has just been merged is divided along another direction
    far_elsewhere,    // as if far
    apart_elsewhere,  // at a row, whatever that belongs to, in one of several widths
    anew              // all components begin at rows
  };

  struct Far {
    Vector row;
    Index component;
  };

  Parameters filled(Parameters p);
  void divide(Parameters& p, Kind kind, Index whole, Index empty);
  Vector drawn_row();
  Far far_row(const Parameters& p);
  void look_at(const Parameters& p);
  Step next_step();
  Kind next_kind();
  const Pair& next_pair();

  const Sample& sample_;
  Array weights_;
  Random random_;
  bool may_be_empty_;
  // Of the mixture that was swapped last.
  Matrix means_;
  Vector shares_;
  std::vector<Pair> pairs_;
  Array removable_;  // 1 for a component that holds something, else 0
  Index empty_ = -1;
};

}  // namespace gaussmix

#endif
