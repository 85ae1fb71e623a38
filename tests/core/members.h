#ifndef GAUSSMIX_TESTS_MEMBERS_H
#define GAUSSMIX_TESTS_MEMBERS_H

// Whether covariances are members of their family, by what the letters of its name say.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "core/covariance/family.h"
#include "core/ground/eigen-solvers.h"
#include "core/nouns/factor.h"

namespace gaussmix {

// The logs of the volume and of the variances along axes, the former being their mean.
struct LogVariances {
  double volume;
  Array axes;

  LogVariances(Shape shape, const Matrix& covariance) {
    if (shape == Shape::full) {
      axes = Eigen::SelfAdjointEigenSolver<Matrix>(covariance).eigenvalues().array().log();
    } else {
      axes = covariance.array().log();
    }
    volume = axes.mean();
  }
};

// How two covariances differ in what the letters of their family say is equal.
inline double differs(const Family& family, const Matrix& a, const Matrix& b) {
  const std::string letters = family.mclust;
  const LogVariances of_a(family.shape, a);
  const LogVariances of_b(family.shape, b);
  double worst = 0.0;
  if (letters[0] == 'E') worst = std::abs(of_a.volume - of_b.volume);
  if (letters[1] == 'E') {
    const Array difference = (of_a.axes - of_a.volume) - (of_b.axes - of_b.volume);
    worst = std::max(worst, difference.abs().maxCoeff());
  }
  // Matrices of the same eigenvectors commute.
  if (letters[2] == 'E') {
    worst = std::max(worst, (a * b - b * a).norm() / (a.norm() * b.norm()));
    if (letters[1] == 'E') {
      const Matrix difference = a / std::exp(of_a.volume) - b / std::exp(of_b.volume);
      worst = std::max(worst, difference.norm() / b.norm() * std::exp(of_b.volume));
    }
  }
  return worst;
}

// How far covariances lie outside of a family, by what its members have in common, which
// is not asked of the family itself: relative to variances; infinite if the form is another.
inline double strays(const Family& family, const Parameters& p) {
  const Covariances& covariances = p.covariances;
  const std::size_t copies =
      family.shared ? 1 : static_cast<std::size_t>(p.n_components());
  if (covariances.shape != family.shape || covariances.shared != family.shared ||
      covariances.values.size() != copies) {
    return HUGE_VAL;
  }
  double worst = 0.0;
  for (const Matrix& value : covariances.values) {
    Factor root;
    if (!find_root(family.shape, value, root)) return HUGE_VAL;
    if (family.shape == Shape::full) {
      worst = std::max(worst, (value - value.transpose()).norm() / value.norm());
    }
    if (!family.shared) worst = std::max(worst, differs(family, value, covariances.of(0)));
  }
  return worst;
}

}  // namespace gaussmix

#endif
