#ifndef GAUSSMIX_TESTS_FAMILY_VEI_H
#define GAUSSMIX_TESTS_FAMILY_VEI_H

// A family of which the M-step is iterative, the members tied, and the coordinates its own:
// lambda_k A, of which the shape A is diagonal, has the determinant 1 and is shared (Celeux and
// Govaert 1995, section 3.2, model [lambda_k B]).

#include <cmath>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "core/covariance/family.h"

// One covariance in logs: its volume to the power 1 / d, and its shape.
struct LogVei {
  double volume;
  gaussmix::Vector shape;

  explicit LogVei(const gaussmix::Matrix& covariance)
      : volume(covariance.array().log().mean()),
        shape(covariance.array().log() - covariance.array().log().mean()) {}
};

class VeiChart final : public gaussmix::CovarianceChart {
 public:
  VeiChart(const gaussmix::Covariances& reference, gaussmix::Index d,
           const gaussmix::Vector& roots)
      : CovarianceChart(reference, d, roots), basis_(gaussmix::Matrix::Zero(d, d - 1)) {
    // Orthonormal, and orthogonal to what volumes change (Helmert).
    for (gaussmix::Index j = 0; j < d - 1; ++j) {
      basis_.col(j).head(j + 1).setConstant(1.0);
      basis_(j + 1, j) = -static_cast<double>(j + 1);
      basis_.col(j) /= basis_.col(j).norm();
    }
  }

  gaussmix::Index size() const override { return n() + dimension() - 1; }

  // Of the logs of standard deviations the information is twice the counts.
  bool write(const gaussmix::Covariances& covariances, double* to) const override {
    gaussmix::Vector shape;
    for (gaussmix::Index k = 0; k < n(); ++k) {
      const gaussmix::Matrix& own = covariances.of(k);
      if (!(own.array() > 0.0).all()) return false;
      const LogVei here(own);
      to[k] = root_of_volume(k) * 0.5 * (here.volume - LogVei(reference().of(k)).volume);
      shape = here.shape - LogVei(reference().of(k)).shape;
    }
    Eigen::Map<gaussmix::Vector>(to + n(), dimension() - 1) =
        root_of_shape() * 0.5 * basis_.transpose() * shape;
    return true;
  }

  void read(const double* from, gaussmix::Covariances& covariances) const override {
    const gaussmix::Vector step =
        basis_ * Eigen::Map<const gaussmix::Vector>(from + n(), dimension() - 1) * 2.0 /
        root_of_shape();
    const gaussmix::Vector shape = LogVei(reference().of(0)).shape + step;
    for (gaussmix::Index k = 0; k < n(); ++k) {
      const double volume =
          LogVei(reference().of(k)).volume + 2.0 * from[k] / root_of_volume(k);
      covariances.values[static_cast<std::size_t>(k)] = (shape.array() + volume).exp();
    }
  }

 private:
  gaussmix::Index n() const {
    return static_cast<gaussmix::Index>(reference().values.size());
  }
  double root_of_volume(gaussmix::Index k) const {
    return std::sqrt(2.0 * static_cast<double>(dimension())) *
           root(static_cast<std::size_t>(k));
  }
  double root_of_shape() const {
    double counts = 0.0;
    for (std::size_t k = 0; k < reference().values.size(); ++k)
      counts += root(k) * root(k);
    return std::sqrt(2.0 * counts);
  }

  gaussmix::Matrix basis_;  // d x (d - 1)
};

class Vei : public gaussmix::Family {
 public:
  Vei() : Family("vei", "VEI", gaussmix::Shape::diagonal, false) {}

  double n_parameters(double d, double n_components) const override {
    return n_components + d - 1.0;
  }

  bool suits_conjugate_prior() const override { return false; }

  // Volumes and the shape in turn, from the shape that was.
  gaussmix::Solution solve(gaussmix::Moments&& moments, const gaussmix::Vector& divisors,
                           const gaussmix::Matrix& ridge,
                           const gaussmix::Covariances& previous) const override {
    constexpr int most = 500;
    constexpr double still = 1e-13;
    const auto n = static_cast<gaussmix::Index>(previous.values.size());
    gaussmix::Covariances before = previous;
    conform(before, divisors);
    gaussmix::Vector shape = LogVei(before.of(0)).shape.array().exp();
    for (gaussmix::Index k = 0; k < n && ridge.size() > 0; ++k) {
      moments.scatters[static_cast<std::size_t>(k)] +=
          divisors[k] * ridge.col(ridge.cols() > 1 ? k : 0);
    }
    gaussmix::Vector volumes(n);
    gaussmix::Solution solution;
    solution.converged = false;
    while (!solution.converged && solution.iterations < most) {
      gaussmix::Vector sum = gaussmix::Vector::Zero(shape.size());
      for (gaussmix::Index k = 0; k < n; ++k) {
        const gaussmix::Matrix& scatter = moments.scatters[static_cast<std::size_t>(k)];
        volumes[k] = divisors[k] > 0.0
                         ? scatter.col(0).cwiseQuotient(shape).mean() / divisors[k]
                         : std::exp(LogVei(before.of(k)).volume);
        if (divisors[k] > 0.0) sum += scatter / volumes[k];
      }
      const gaussmix::Vector next = sum / std::exp(sum.array().log().mean());
      solution.converged = (next - shape).norm() <= still * shape.norm();
      shape = next;
      ++solution.iterations;
    }
    solution.covariances = {gaussmix::Shape::diagonal, false, {}};
    for (gaussmix::Index k = 0; k < n; ++k) {
      solution.covariances.values.push_back(volumes[k] * shape);
    }
    return solution;
  }

  // Each keeps its volume; the shape is the mean of theirs, in logs.
  void conform(gaussmix::Covariances& covariances,
               const gaussmix::Vector& weights) const override {
    const auto n = static_cast<gaussmix::Index>(covariances.values.size());
    const bool any = weights.sum() > 0.0;
    gaussmix::Vector shape = gaussmix::Vector::Zero(covariances.of(0).rows());
    for (gaussmix::Index k = 0; k < n; ++k) {
      shape += (any ? weights[k] / weights.sum() : 1.0 / static_cast<double>(n)) *
               LogVei(covariances.of(k)).shape;
    }
    for (gaussmix::Matrix& value : covariances.values) {
      value = (shape.array() + LogVei(value).volume).exp();
    }
  }

  std::shared_ptr<const gaussmix::CovarianceChart> chart(
      const gaussmix::Covariances& reference, gaussmix::Index d,
      const gaussmix::Vector& roots) const override {
    return std::make_shared<VeiChart>(reference, d, roots);
  }
};

#endif
