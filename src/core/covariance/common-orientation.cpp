#include "common-orientation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

#include "../ground/linalg.h"
#include "../ground/watch.h"
#include "../nouns/factor.h"

namespace gaussmix {

namespace {

// Roots of the components' own covariances, L_k' D one above the other, of which the columns are
// turned: the variances by axis and component are the sums of squares of the parts of a column.
class Turning {
 public:
  Turning(const Evidence& evidence, const std::vector<Matrix>& roots, const Matrix& axes,
          Volumes volumes)
      : evidence_(&evidence),
        equal_volumes_(volumes == Volumes::equal),
        d_(axes.rows()),
        axes_(axes),
        turned_(d_ * evidence.n_components(), d_) {
    for (Index k = 0; k < evidence.n_components(); ++k) {
      turned_.middleRows(k * d_, d_).noalias() =
          roots[static_cast<std::size_t>(k)].transpose() * axes_;
    }
    look();
  }

  // Every plane once, by so many times the angle that is best for it. Returns how far the axes
  // were from where they do not turn, at most.
  double sweep(double relaxation = 1.0) {
    double farthest = 0.0;
    for (Index j = 0; j + 1 < d_; ++j) {
      Watch::look_if_many(d_);
      for (Index l = j + 1; l < d_; ++l)
        farthest = std::max(farthest, turn(j, l, relaxation));
    }
    look();
    return farthest;
  }

  // Sweeps until one gains no more than that.
  void descend(double gain, int most) {
    double before = INFINITY;
    for (int i = 0; i < most && height() < before - gain; ++i) {
      before = height();
      sweep();
    }
  }

  // What is to be as small as possible, per observation and axis; of equal volumes its log.
  double height() const {
    double sum = 0.0;
    for (const Index k : evidence_->speaking) {
      sum += equal_volumes_
                 ? masses_[k]
                 : evidence_->divisors[k] * variances_.col(k).array().log().mean();
    }
    return equal_volumes_ ? std::log(sum) : sum / evidence_->total();
  }

  const Matrix& axes() const { return axes_; }

  // Not the raised ones: what is singular stays so.
  Matrix variances() const {
    Matrix result(d_, evidence_->n_components());
    for (Index k = 0; k < result.cols(); ++k) {
      result.col(k) = turned_.middleRows(k * d_, d_).colwise().squaredNorm().transpose();
    }
    return result;
  }

 private:
  auto part(Index k, Index axis) { return turned_.col(axis).segment(k * d_, d_); }

  void look() {
    // Nothing is so small that it has no log.
    constexpr double least = 1e-300;
    variances_ = variances().cwiseMax(least);
    masses_ = evidence_->divisors;
    if (equal_volumes_)
      masses_.array() *= variances_.array().log().colwise().mean().exp().transpose();
  }

  // Where variances are given weights, masses over variances, the best axes of a plane are those of
  // a matrix of two by two, M = sum_k (weight_kj - weight_kl) W_k / n_k. At least as good are they
  // with the weights that follow. The axes never change places: M_jj is not above M_ll.
  double turn(Index j, Index l, double relaxation) {
    constexpr double rounding = 1e-15;
    double first = 0.0, second = 0.0, off = 0.0, size = 0.0;
    products_.resize(evidence_->n_components());
    for (const Index k : evidence_->speaking) {
      const double a = variances_(j, k), b = variances_(l, k);
      const double weight = masses_[k] / a - masses_[k] / b;
      products_[k] = part(k, j).dot(part(k, l));
      first += weight * a;
      second += weight * b;
      off += weight * products_[k];
      size += std::abs(weight) * std::sqrt(a) * std::sqrt(b);
    }
    if (!(std::abs(off) > rounding * size)) return 0.0;
    const double angle = relaxation * 0.5 * std::atan2(-2.0 * off, second - first);
    rotate(j, l, std::cos(angle), std::sin(angle));
    return std::abs(off) / size;
  }

  void rotate(Index j, Index l, double c, double s) {
    rotate_columns(axes_, j, l, c, s);
    rotate_columns(turned_, j, l, c, s);
    for (const Index k : evidence_->speaking) {
      double& a = variances_(j, k);
      double& b = variances_(l, k);
      const double a_before = a;
      const double b_before = b;
      const double sum = a + b;
      const double least = 1e-30 * sum;
      const double across = 2.0 * c * s * products_[k];
      a = std::clamp(c * c * a_before + across + s * s * b_before, least, sum);
      b = std::clamp(s * s * a_before - across + c * c * b_before, least, sum);
      if (equal_volumes_)
        masses_[k] *=
            std::pow(a / a_before * (b / b_before), 1.0 / static_cast<double>(d_));
    }
  }

  const Evidence* evidence_;
  bool equal_volumes_;
  Index d_;
  Matrix axes_;
  Matrix turned_;     // d K x d
  Matrix variances_;  // d x K
  Vector masses_;     // K
  Vector products_;   // K
};

// Those of a sum of them all, in which each has a share that is like no other's: that two axes
// have the same variance in it which do not have it in all is unlikely.
Matrix axes_of(const Covariances& covariances) {
  constexpr double golden = 0.6180339887498949;
  const Index d = covariances.of(0).rows();
  Matrix sum = Matrix::Zero(d, d);
  double share = 0.0;
  for (const Matrix& value : covariances.values) {
    const double size = value.trace();
    if (size > 0.0) sum += (1.0 + share) / size * value;
    share += golden - std::floor(share + golden);
  }
  return own_axes(sum).directions;
}

// The same covariance for all, as before the first iteration.
bool knows_no_axes(const Covariances& previous) {
  return std::all_of(previous.values.begin(), previous.values.end(),
                     [&](const Matrix& value) { return value == previous.of(0); });
}

Matrix pooled_axes(const Evidence& evidence) {
  Matrix sum = evidence.scatter(evidence.speaking[0]);
  for (std::size_t i = 1; i < evidence.speaking.size(); ++i)
    sum += evidence.scatter(evidence.speaking[i]);
  return own_axes(sum).directions;
}

// By increasing variances, as a library has them.
PrincipalAxes in_order(const PrincipalAxes& axes) {
  std::vector<Index> order(static_cast<std::size_t>(axes.variances.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return axes.variances[a] < axes.variances[b];
  });
  PrincipalAxes result = axes;
  for (std::size_t j = 0; j < order.size(); ++j) {
    const Index to = static_cast<Index>(j);
    result.directions.col(to) = axes.directions.col(order[j]);
    result.variances[to] = axes.variances[order[j]];
  }
  return result;
}

// Of all covariances in a unit of their own, so that whatever the units of the data are nothing
// leaves the range of doubles.
struct Roots {
  std::vector<Matrix> values;
  double unit = 0.0;

  explicit Roots(const Evidence& evidence) {
    for (Index k = 0; k < evidence.n_components(); ++k)
      unit = std::max(unit, evidence.scatter(k).trace() / evidence.divisors[k]);
    if (!(unit > 0.0)) unit = 1.0;
    Factor root;
    for (Index k = 0; k < evidence.n_components(); ++k) {
      const Matrix own = evidence.scatter(k) / evidence.divisors[k] / unit;
      if (find_root(Shape::full, own, root)) {
        values.push_back(std::move(root.values));
        continue;
      }
      const PrincipalAxes axes = principal_axes(own);
      values.push_back(axes.directions * axes.variances.cwiseSqrt().asDiagonal());
    }
  }
};

// The relaxation under which sweeps are fastest, as one under which they come near at that rate
// tells (Young 1954: successive over-relaxation): the rate of sweeps that are not relaxed is m, where
// (rate + relaxation - 1)^2 = rate relaxation^2 m.
double relaxed(double relaxation, double rate) {
  constexpr double slow = 0.5;
  if (rate < slow || rate >= 1.0 || rate <= relaxation - 1.0) return relaxation;
  const double sum = rate + relaxation - 1.0;
  const double plain = sum * sum / (rate * relaxation * relaxation);
  return plain < 1.0 ? 2.0 / (1.0 + std::sqrt(1.0 - plain)) : relaxation;
}

// Sweeps until the axes stand still, and says whether they do. Where sweeps come near slowly,
// turns are longer than what is best for a plane by itself.
bool settle(Turning& turning, int most, int& sweeps) {
  constexpr double still = 1e-13;
  constexpr double settled = 1e-9;
  constexpr double close = 1e-2;
  constexpr double steady = 0.02;
  double nearest = INFINITY;
  double before = INFINITY;
  double rate = 0.0;
  double relaxation = 1.0;
  for (int in_vain = 0; sweeps < most; ++sweeps) {
    const double farthest = turning.sweep(relaxation);
    // Rounding, or so slow that what is left is none to the likelihood.
    in_vain = farthest < 0.9 * nearest ? 0 : in_vain + 1;
    nearest = std::min(nearest, farthest);
    if (farthest <= still || (in_vain >= 4 && nearest <= settled)) return true;
    const double rate_before = rate;
    rate = farthest / before;
    before = farthest;
    if (farthest > close || in_vain >= 3) {
      relaxation = 1.0;
    } else if (std::abs(rate - rate_before) < steady) {
      relaxation = relaxed(relaxation, rate);
    }
  }
  return false;
}

}  // namespace

PrincipalAxes own_axes(const Matrix& scatter) {
  constexpr double alike = 1e4;
  constexpr double still = 1e-14;
  constexpr int most = 20;
  constexpr Index few = 12;
  if (scatter.rows() <= few) return in_order(axes_by_rotations(scatter));
  PrincipalAxes axes = principal_axes(scatter);
  const double largest = axes.variances.maxCoeff();
  if (largest == 0.0 || axes.variances.minCoeff() * alike >= largest) return axes;
  const Evidence alone{{scatter}, Vector::Ones(1), {0}};
  const Roots roots(alone);
  Turning turning(alone, roots.values, axes.directions, Volumes::own);
  int sweeps = 0;
  while (sweeps < most && turning.sweep() > still) ++sweeps;
  return in_order({turning.axes(), roots.unit * turning.variances().col(0)});
}

CommonOrientation common_orientation(const Evidence& evidence, const Covariances& previous,
                                     Volumes volumes, Effort effort) {
  constexpr int most = 500;
  constexpr double lower = 1e-10;
  const bool is_whole = effort == Effort::whole;
  const int most_to_choose = is_whole ? 30 : 5;
  const Index d = evidence.scatter(0).rows();
  const Roots roots(evidence);
  Turning best(evidence, roots.values, axes_of(previous), volumes);
  int sweeps = 1;
  bool converged = true;
  best.sweep();
  if (knows_no_axes(previous)) {
    best.descend(lower, most_to_choose);
    for (const Matrix& start : {pooled_axes(evidence), Matrix(Matrix::Identity(d, d))}) {
      Turning other(evidence, roots.values, start, volumes);
      other.descend(lower, most_to_choose);
      if (other.height() < best.height() - lower) best = std::move(other);
    }
  }
  if (is_whole) converged = settle(best, most, sweeps);
  return {best.axes(), roots.unit * best.variances(), sweeps, converged};
}

Covariances along_axes(const Matrix& axes, const Matrix& variances) {
  Covariances result{Shape::full, false, {}};
  for (Index k = 0; k < variances.cols(); ++k) {
    result.values.push_back(covariance_along(axes, variances.col(k)));
  }
  return result;
}

}  // namespace gaussmix
