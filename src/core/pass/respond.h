#ifndef GAUSSMIX_CORE_PASS_RESPOND_H
#define GAUSSMIX_CORE_PASS_RESPOND_H

#include <cstdint>

#include "../ground/instruction-set.h"
#include "../ground/room.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "../nouns/statistics.h"
#include "blocks.h"
#include "joint.h"

namespace gaussmix {

using BlockMatrix = Eigen::Map<Matrix, 0, Eigen::OuterStride<>>;

// What a block of rows makes of a model: responsibilities always; log joint
// densities and what follows from them where a plan made them. Component k of a matrix
// begins at k * stride; rows that fill the block up may hold anything.
struct Responses {
  Index count = 0;
  Index stride = 0;
  Index n_components = 0;
  Room columns;
  Room room;  // used in turn by the steps of a pass

  void prepare(const Block& block, Index n_components_) {
    count = block.count;
    stride = block.response_stride;
    n_components = n_components_;
    columns.reserve(stride * (2 * n_components + 3));
  }

  double* log_joint() const { return columns.data(); }
  double* responsibilities() const { return columns.data() + n_components * stride; }
  double* log_density() const { return columns.data() + 2 * n_components * stride; }
  // The log of the largest responsibility.
  double* log_certainty() const { return log_density() + stride; }
  // That of the responsibilities.
  double* entropy() const { return log_certainty() + stride; }

  // The rows of the block alone.
  BlockMatrix matrix(double* first) const {
    return BlockMatrix(first, count, n_components, Eigen::OuterStride<>(stride));
  }
  Eigen::Map<Array> column(double* first) const { return Eigen::Map<Array>(first, count); }
};

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

// The E-step: posterior probabilities under a plan.
class SoftResponder : public Responder {
 public:
  explicit SoftResponder(const Plan& plan)
      : plan_(plan), joint_(plan), kernels_(kernels()) {}

  Index n_components() const override { return plan_.n_components(); }
  Columns columns() const override { return joint_.columns(); }

  void respond(const Block& block, Responses& r) const override;

 private:
  void respond_far(const Block& block, Index row, Responses& r) const;

  const Plan& plan_;
  JointDensities joint_;
  const Kernels& kernels_;
};

// The nearest centre takes all: the assignment step of k-means, in the metric of
// the plan's whitening. log_density is minus half the squared distance to it.
class HardResponder : public Responder {
 public:
  explicit HardResponder(const Plan& plan)
      : distances_(plan_of_distances(plan)), joint_(distances_), kernels_(kernels()) {}

  HardResponder(const HardResponder&) = delete;
  HardResponder& operator=(const HardResponder&) = delete;

  Index n_components() const override { return distances_.n_components(); }
  Columns columns() const override { return joint_.columns(); }

  void respond(const Block& block, Responses& r) const override;

 private:
  Plan distances_;
  JointDensities joint_;
  const Kernels& kernels_;
};

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

// A given partition, labels 0, ..., K - 1.
class LabelResponder : public GivenResponder {
 public:
  LabelResponder(const int* labels, Index n_components)
      : GivenResponder(n_components), labels_(labels) {}

 protected:
  void fill(const Block& block, BlockMatrix& responsibilities) const override;

 private:
  const int* labels_;
};

// Given responsibilities, n x K column-major, rows made to sum to one.
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
