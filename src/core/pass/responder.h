#ifndef GAUSSMIX_CORE_PASS_RESPONDER_H
#define GAUSSMIX_CORE_PASS_RESPONDER_H

#include "../ground/types.h"
#include "../nouns/statistics.h"
#include "../rows/block.h"
#include "responses.h"

namespace gaussmix {

// Turns a block into responses. Implementations hold no state of the pass and
// may be called from several threads at once.
class Responder {
 public:
  virtual ~Responder() = default;
  virtual Index n_components() const = 0;
  // How it takes the columns of blocks.
  virtual Columns columns() const = 0;
  virtual void respond(const Block& block, Responses& responses) const = 0;
  // The share of the weight up to which a component is empty.
  virtual double least_share() const { return empty_share; }
};

}  // namespace gaussmix

#endif
