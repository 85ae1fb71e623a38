#ifndef GAUSSMIX_CORE_PASS_GIVEN_RESPONDER_H
#define GAUSSMIX_CORE_PASS_GIVEN_RESPONDER_H

#include <cstdint>

#include "../ground/types.h"
#include "../rows/block.h"
#include "responder.h"

namespace gaussmix {

// Responsibilities that are not the work of a plan have no densities, and however small that
// of a component is, it is meant.
class GivenResponder : public Responder {
 public:
  explicit GivenResponder(Index n_components) : n_components_(n_components) {}

  Index n_components() const override { return n_components_; }
  double least_share() const override { return 0.0; }
  Columns columns() const override { return Columns::close; }

  void respond(const Block& block, Responses& r) const override;

 protected:
  virtual void fill(const Block& block, BlockMatrix& responsibilities) const = 0;

 private:
  Index n_components_;
};

// A given partition, labels 0, ..., K - 1, a number for each row, which must live as long.
class LabelResponder : public GivenResponder {
 public:
  LabelResponder(const int* labels, Index n_components)
      : GivenResponder(n_components), labels_(labels) {}

 protected:
  void fill(const Block& block, BlockMatrix& responsibilities) const override;

 private:
  const int* labels_;
};

// Given responsibilities, n x K column-major, which must live as long; rows are made to sum to
// one.
class MatrixResponder : public GivenResponder {
 public:
  MatrixResponder(const double* values, Index n_rows, Index n_components)
      : GivenResponder(n_components), values_(values), n_rows_(n_rows) {}

 protected:
  void fill(const Block& block, BlockMatrix& responsibilities) const override;

 private:
  const double* values_;
  Index n_rows_;
};

// Uniform random numbers made to sum to one; each block has a stream of its own.
class RandomResponder : public GivenResponder {
 public:
  RandomResponder(std::uint64_t seed, Index n_components)
      : GivenResponder(n_components), seed_(seed) {}

 protected:
  void fill(const Block& block, BlockMatrix& responsibilities) const override;

 private:
  std::uint64_t seed_;
};

}  // namespace gaussmix

#endif
