#ifndef GAUSSMIX_CORE_PASS_RESPOND_H
#define GAUSSMIX_CORE_PASS_RESPOND_H

#include <cmath>
#include <cstdint>

#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/plan.h"
#include "blocks.h"
#include "distance.h"
#include "far.h"

namespace gaussmix {

// What a block of rows makes of a model: responsibilities always; log joint
// densities and log densities where a plan made them.
struct Responses {
  Matrix log_joint;         // count x K
  Matrix responsibilities;  // count x K
  Array log_density;        // count
  Array log_certainty;      // count: log of the largest responsibility
  Scratch scratch;

  void resize(Index count, Index n_components) {
    log_joint.resize(count, n_components);
    responsibilities.resize(count, n_components);
    log_density.resize(count);
    log_certainty.resize(count);
  }
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
  explicit SoftResponder(const Plan& plan) : plan_(plan) {}

  Index n_components() const override { return plan_.n_components(); }

  void respond(const Block& block, Responses& r) const override {
    const Index n_components = plan_.n_components();
    r.resize(block.count, n_components);
    Array& largest = r.scratch.largest;
    Array& totals = r.scratch.totals;
    for (Index k = 0; k < n_components; ++k) {
      auto joint = r.log_joint.col(k).array();
      squared_distances(block, plan_, k, r.scratch, joint);
      joint = plan_.log_constants[k] - 0.5 * joint;
      if (k == 0) {
        largest = joint;
      } else {
        largest = largest.max(joint);
      }
    }
    totals.setZero(block.count);
    for (Index k = 0; k < n_components; ++k) {
      auto z = r.responsibilities.col(k).array();
      z = (r.log_joint.col(k).array() - largest).unaryExpr([](double value) {
        return std::exp(value);
      });
      totals += z;
    }
    for (Index k = 0; k < n_components; ++k) {
      r.responsibilities.col(k).array() /= totals;
    }
    r.log_certainty = -totals.unaryExpr([](double value) { return std::log(value); });
    r.log_density = largest - r.log_certainty;
    const double far = plan_.log_constants.maxCoeff() - far_distance;
    for (Index i = 0; i < block.count; ++i) {
      if (!(largest[i] > far)) respond_far(block, i, r);
    }
  }

 private:
  void respond_far(const Block& block, Index row, Responses& r) const {
    Index nearest = 0;
    const Vector x = block.cells.row(row).transpose();
    const Vector ratios = far_log_ratios(plan_, x, nearest);
    double base = r.log_joint(row, nearest);
    // Terms of both signs that have overflowed.
    if (std::isnan(base)) base = -INFINITY;
    const double largest = ratios.maxCoeff();
    Vector z(ratios.size());
    for (Index k = 0; k < z.size(); ++k) z[k] = std::exp(ratios[k] - largest);
    const double total = z.sum();
    r.responsibilities.row(row) = (z / total).transpose();
    r.log_joint.row(row) = (ratios.array() + base).matrix().transpose();
    r.log_certainty[row] = -std::log(total);
    r.log_density[row] = base + largest + std::log(total);
  }

  const Plan& plan_;
};

// The nearest centre takes all: the assignment step of k-means, in the metric of
// the plan's whitening. log_density is minus half the squared distance to it.
class HardResponder : public Responder {
 public:
  explicit HardResponder(const Plan& plan) : plan_(plan) {}

  Index n_components() const override { return plan_.n_components(); }

  void respond(const Block& block, Responses& r) const override {
    const Index n_components = plan_.n_components();
    r.resize(block.count, n_components);
    for (Index k = 0; k < n_components; ++k) {
      squared_distances(block, plan_, k, r.scratch, r.log_joint.col(k).array());
    }
    r.log_joint *= -0.5;
    r.responsibilities.setZero();
    r.log_certainty.setZero();
    for (Index i = 0; i < block.count; ++i) {
      Index nearest = 0;
      for (Index k = 1; k < n_components; ++k) {
        if (r.log_joint(i, k) > r.log_joint(i, nearest)) nearest = k;
      }
      r.responsibilities(i, nearest) = 1.0;
      r.log_density[i] = r.log_joint(i, nearest);
    }
  }

 private:
  const Plan& plan_;
};

// Responsibilities that are not the work of a plan have no densities.
class GivenResponder : public Responder {
 public:
  explicit GivenResponder(Index n_components) : n_components_(n_components) {}

  Index n_components() const override { return n_components_; }

  void respond(const Block& block, Responses& r) const override {
    r.resize(block.count, n_components_);
    r.log_joint.setZero();
    r.log_density.setZero();
    r.log_certainty.setZero();
    fill(block, r.responsibilities);
  }

 protected:
  virtual void fill(const Block& block, Matrix& responsibilities) const = 0;

 private:
  Index n_components_;
};

// A given partition, labels 0, ..., K - 1.
class LabelResponder : public GivenResponder {
 public:
  LabelResponder(const int* labels, Index n_components)
      : GivenResponder(n_components), labels_(labels) {}

 protected:
  void fill(const Block& block, Matrix& responsibilities) const override {
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
  void fill(const Block& block, Matrix& responsibilities) const override {
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
  void fill(const Block& block, Matrix& responsibilities) const override {
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
