#ifndef GAUSSMIX_TESTS_PROBLEM_H
#define GAUSSMIX_TESTS_PROBLEM_H

// Data and models made at random, as the core sees them and as the reference does.

#include <cmath>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "core/nouns/parameters.h"
#include "core/pass/local-pass.h"
#include "core/rows/observations.h"
#include "families.h"
#include "reference.h"

using gaussmix::Index;
using gaussmix::Matrix;
using gaussmix::Vector;

// Random numbers of the tests' own: the generator of the core is under test. The
// standard fixes this engine to the bit, but not its distributions.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  Index below(Index n) { return static_cast<Index>(uniform() * static_cast<double>(n)); }

  // Box and Muller.
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(6.283185307179586 * uniform());
  }

  Matrix normals(Index rows, Index columns) {
    Matrix result(rows, columns);
    for (Index j = 0; j < columns; ++j) {
      for (Index i = 0; i < rows; ++i) result(i, j) = normal();
    }
    return result;
  }

 private:
  std::mt19937_64 engine_;
};

// A pass, and the observations that it is over.
struct HeldObservations {
  gaussmix::Observations held;
};

class PassOver : private HeldObservations, public gaussmix::LocalPass {
 public:
  PassOver(const gaussmix::Observations& rows, const gaussmix::Execution& execution)
      : HeldObservations{rows}, gaussmix::LocalPass(held, execution) {}
  PassOver(const PassOver&) = delete;
  PassOver& operator=(const PassOver&) = delete;
};

// Observations that own their memory.
struct Problem {
  Matrix values;   // n x d, in the coordinates of the data
  Vector weights;  // n, or empty: every weight is one
  Vector origin;   // d

  Index n() const { return values.rows(); }
  Index d() const { return values.cols(); }

  gaussmix::Observations rows() const {
    return {values.data(), n(), d(), weights.size() > 0 ? weights.data() : nullptr,
            origin};
  }

  PassOver pass(int n_threads = 1) const {
    return PassOver(rows(), {n_threads, []() {}});
  }

  Problem slice(Index first, Index count) const {
    Problem part{values.middleRows(first, count), {}, origin};
    if (weights.size() > 0) part.weights = weights.segment(first, count);
    return part;
  }
};

// All rows, as a sample of which the rest is nothing.
inline gaussmix::Sample whole_sample(const Problem& problem) {
  gaussmix::Random unused(0, 0);
  return problem.rows().sample(problem.n(), unused);
}

inline Problem unweighted(Matrix values) {
  Vector origin = Vector::Zero(values.cols());
  return {std::move(values), {}, std::move(origin)};
}

// Rows around K centres that overlap a little. Origins are multiples of 1/4, so
// that the reference subtracts them without rounding.
inline Problem random_problem(Index n, Index d, Index n_components, bool weighted,
                              Dice& dice) {
  const Matrix centres = 2.0 * dice.normals(n_components, d);
  Problem problem{dice.normals(n, d), {}, Vector(d)};
  for (Index j = 0; j < d; ++j) problem.origin[j] = 0.25 * static_cast<double>(j % 5);
  for (Index i = 0; i < n; ++i)
    problem.values.row(i) += centres.row(dice.below(n_components));
  if (!weighted) return problem;
  problem.weights.resize(n);
  for (Index i = 0; i < n; ++i) problem.weights[i] = dice.uniform(0.1, 3.0);
  return problem;
}

// A well-conditioned random covariance.
inline Matrix random_covariance(Index d, Dice& dice) {
  const Matrix factor = dice.normals(d, d + 3);
  return factor * factor.transpose() / static_cast<double>(d + 3) +
         0.1 * Matrix::Identity(d, d);
}

inline Matrix random_value(gaussmix::Shape shape, Index d, Dice& dice) {
  if (shape == gaussmix::Shape::full) return random_covariance(d, dice);
  const Index rows = shape == gaussmix::Shape::diagonal ? d : 1;
  Matrix value(rows, 1);
  for (Index j = 0; j < rows; ++j) value(j) = dice.uniform(0.5, 2.0);
  return value;
}

inline Vector random_shares(Index n_components, Dice& dice) {
  Vector shares(n_components);
  for (Index k = 0; k < n_components; ++k) shares[k] = dice.uniform(0.2, 1.0);
  return shares / shares.sum();
}

inline gaussmix::Parameters random_parameters(gaussmix::Shape shape, bool shared, Index d,
                                              Index n_components, Dice& dice) {
  gaussmix::Parameters parameters{random_shares(n_components, dice),
                                  1.5 * dice.normals(d, n_components),
                                  {shape, shared, {}}};
  for (Index k = 0; k < (shared ? 1 : n_components); ++k) {
    parameters.covariances.values.push_back(random_value(shape, d, dice));
  }
  return parameters;
}

inline gaussmix::Parameters random_parameters(const gaussmix::Family& family, Index d,
                                              Index n_components, Dice& dice) {
  gaussmix::Parameters parameters =
      random_parameters(family.shape, family.shared, d, n_components, dice);
  family.conform(parameters.covariances, parameters.weights);
  return parameters;
}

// The same things for the reference.

inline reference::Row as_row(const Vector& x) {
  return reference::Row(x.data(), x.data() + x.size());
}

inline reference::Table as_table(const Matrix& x) {
  reference::Table table = reference::zeros(static_cast<std::size_t>(x.rows()),
                                            static_cast<std::size_t>(x.cols()));
  for (Index i = 0; i < x.rows(); ++i) {
    for (Index j = 0; j < x.cols(); ++j) {
      table[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)] = x(i, j);
    }
  }
  return table;
}

// Rows relative to the origin.
inline reference::Table rows_of(const Problem& problem) {
  reference::Table rows = as_table(problem.values);
  const reference::Row origin = as_row(problem.origin);
  for (reference::Row& row : rows) row = reference::difference(row, origin);
  return rows;
}

inline reference::Row weights_of(const Problem& problem) {
  if (problem.weights.size() > 0) return as_row(problem.weights);
  return reference::Row(static_cast<std::size_t>(problem.n()), 1);
}

inline reference::Table whole_covariance(gaussmix::Shape shape, Index d,
                                         const Matrix& value) {
  reference::Table table = reference::identity(static_cast<std::size_t>(d));
  if (shape == gaussmix::Shape::full) return as_table(value);
  for (Index j = 0; j < d; ++j) {
    table[static_cast<std::size_t>(j)][static_cast<std::size_t>(j)] =
        shape == gaussmix::Shape::spherical ? value(0, 0) : value(j, 0);
  }
  return table;
}

inline reference::Mixture as_reference(const gaussmix::Parameters& parameters) {
  reference::Mixture mixture;
  const gaussmix::Covariances& covariances = parameters.covariances;
  mixture.weights = as_row(parameters.weights);
  mixture.means = as_table(parameters.means.transpose());
  for (Index k = 0; k < parameters.weights.size(); ++k) {
    const std::size_t at = covariances.shared ? 0 : static_cast<std::size_t>(k);
    mixture.covariances.push_back(whole_covariance(
        covariances.shape, parameters.means.rows(), covariances.values[at]));
  }
  return mixture;
}

#endif
