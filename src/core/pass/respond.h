#ifndef GAUSSMIX_CORE_PASS_RESPOND_H
#define GAUSSMIX_CORE_PASS_RESPOND_H

#include <cmath>
#include <cstdint>

#include "../ground/instruction-set.h"
#include "../ground/random.h"
#include "../ground/room.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "blocks.h"
#include "far.h"
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
    stride = block.stride;
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
  virtual void respond(const Block& block, Responses& responses) const = 0;
};

// The E-step: posterior probabilities under a plan.
class SoftResponder : public Responder {
 public:
  explicit SoftResponder(const Plan& plan)
      : plan_(plan), joint_(plan), kernels_(kernels()) {}

  Index n_components() const override { return plan_.n_components(); }

  void respond(const Block& block, Responses& r) const override {
    r.prepare(block, plan_.n_components());
    joint_.compute(block, r.room, r.log_joint());
    const double far = plan_.log_constants.maxCoeff() - far_distance;
    const bool some_are_far = kernels_.respond(
        padded_rows(block.count), r.n_components, r.stride, r.log_joint(), far,
        r.responsibilities(), r.log_density(), r.log_certainty(), r.entropy());
    if (!some_are_far) return;
    const BlockMatrix joint = r.matrix(r.log_joint());
    for (Index i = 0; i < block.count; ++i) {
      if (!(joint.row(i).maxCoeff() > far)) respond_far(block, i, r);
    }
  }

 private:
  void respond_far(const Block& block, Index row, Responses& r) const {
    Index nearest = 0;
    const Vector ratios = far_log_ratios(plan_, block.row(row), nearest);
    BlockMatrix joint = r.matrix(r.log_joint());
    const double base = joint(row, nearest);
    const double largest = ratios.maxCoeff();
    Vector z(ratios.size());
    for (Index k = 0; k < z.size(); ++k) z[k] = std::exp(ratios[k] - largest);
    const double total = z.sum();
    z /= total;
    r.entropy()[row] = 0.0;
    for (Index k = 0; k < z.size(); ++k) {
      if (z[k] > 0.0) r.entropy()[row] -= z[k] * std::log(z[k]);
    }
    r.matrix(r.responsibilities()).row(row) = z.transpose();
    joint.row(row) = (ratios.array() + base).matrix().transpose();
    r.log_certainty()[row] = -std::log(total);
    r.log_density()[row] = base + largest + std::log(total);
  }

  const Plan& plan_;
  JointDensities joint_;
  const Kernels& kernels_;
};

// The nearest centre takes all: the assignment step of k-means, in the metric of
// the plan's whitening. log_density is minus half the squared distance to it.
class HardResponder : public Responder {
 public:
  explicit HardResponder(const Plan& plan)
      : distances_(plan_of_distances(plan)),
        joint_(distances_),
        kernels_(kernels()) {}

  HardResponder(const HardResponder&) = delete;
  HardResponder& operator=(const HardResponder&) = delete;

  Index n_components() const override { return distances_.n_components(); }

  void respond(const Block& block, Responses& r) const override {
    r.prepare(block, n_components());
    joint_.compute(block, r.room, r.log_joint());
    kernels_.assign(padded_rows(block.count), r.n_components, r.stride, r.log_joint(),
                    r.responsibilities(), r.log_density());
    r.column(r.log_certainty()).setZero();
    r.column(r.entropy()).setZero();
  }

 private:
  Plan distances_;
  JointDensities joint_;
  const Kernels& kernels_;
};

// Responsibilities that are not the work of a plan have no densities.
class GivenResponder : public Responder {
 public:
  explicit GivenResponder(Index n_components) : n_components_(n_components) {}

  Index n_components() const override { return n_components_; }

  void respond(const Block& block, Responses& r) const override {
    r.prepare(block, n_components_);
    r.matrix(r.log_joint()).setZero();
    r.column(r.log_density()).setZero();
    r.column(r.log_certainty()).setZero();
    r.column(r.entropy()).setZero();
    BlockMatrix z = r.matrix(r.responsibilities());
    fill(block, z);
  }

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
  void fill(const Block& block, BlockMatrix& responsibilities) const override {
    responsibilities.setZero();
    for (Index i = 0; i < block.count; ++i) {
      responsibilities(i, labels_[block.first + i]) = 1.0;
    }
  }

 private:
  const int* labels_;
};

// Given responsibilities, n x K column-major, rows made to sum to one.
class MatrixResponder : public GivenResponder {
 public:
  MatrixResponder(const double* values, Index n_rows, Index n_components)
      : GivenResponder(n_components), values_(values), n_rows_(n_rows) {}

 protected:
  void fill(const Block& block, BlockMatrix& responsibilities) const override {
    responsibilities =
        ConstMatrixMap(values_ + block.first, block.count, n_components(),
                       Eigen::OuterStride<>(n_rows_));
    const Vector totals = responsibilities.rowwise().sum();
    for (Index k = 0; k < n_components(); ++k) {
      responsibilities.col(k).array() /= totals.array();
    }
  }

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
  void fill(const Block& block, BlockMatrix& responsibilities) const override {
    Random random(seed_, static_cast<std::uint64_t>(block.first));
    for (Index i = 0; i < block.count; ++i) {
      for (Index k = 0; k < n_components(); ++k) {
        responsibilities(i, k) = 1.0 - random.uniform();
      }
      responsibilities.row(i) /= responsibilities.row(i).sum();
    }
  }

 private:
  std::uint64_t seed_;
};

}  // namespace gaussmix

#endif
