#include "secants.h"

#include <algorithm>
#include <cmath>

namespace gaussmix {

void Secants::remember(const Vector& step, Vector change, double flattest) {
  const double square = step.squaredNorm();
  double product = step.dot(change);
  if (!(square > 0.0) || !std::isfinite(product)) return;
  const double curvature = product / square;
  const double wanted = std::max(std::abs(product), flattest * square);
  if (product < wanted) {
    change += (wanted - product) / square * step;
    product = wanted;
  }
  if (steps_.cols() == 0) {
    steps_.resize(step.size(), depth_);
    changes_.resize(step.size(), depth_);
    products_.resize(depth_);
    curvatures_.resize(depth_);
  }
  // The oldest goes.
  steps_.col(next_) = step;
  changes_.col(next_) = change;
  products_[next_] = product;
  curvatures_[next_] = curvature;
  next_ = (next_ + 1) % depth_;
  filled_ = std::min(filled_ + 1, depth_);
}

Vector Secants::way(const Vector& gradient) const {
  Vector result = gradient;
  if (empty()) return result;
  Vector shares(filled_);
  for (Index age = 0; age < filled_; ++age) {
    const Index i = column(age);
    shares[age] = steps_.col(i).dot(result) / products_[i];
    result -= shares[age] * changes_.col(i);
  }
  // Steps of EM are too short in all directions, but not much in most.
  constexpr double longest = 4.0;
  const Index last = column(0);
  result *= std::clamp(products_[last] / changes_.col(last).squaredNorm(), 1.0, longest);
  for (Index age = filled_ - 1; age >= 0; --age) {
    const Index i = column(age);
    result += (shares[age] - changes_.col(i).dot(result) / products_[i]) * steps_.col(i);
  }
  return result;
}

double Secants::least_curvature() const {
  constexpr Index lately = 5;
  double least = 1.0;
  for (Index age = 0; age < std::min(filled_, lately); ++age) {
    least = std::min(least, curvatures_[column(age)]);
  }
  return least;
}

}  // namespace gaussmix
