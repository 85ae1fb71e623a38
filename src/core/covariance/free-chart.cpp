#include "free-chart.h"

#include <cmath>

#include "../nouns/factor.h"
#include "../nouns/shape.h"

namespace gaussmix {

Index FreeChart::size() const {
  const double of_one = n_numbers(reference().shape, static_cast<double>(dimension()));
  return static_cast<Index>(of_one) * static_cast<Index>(reference().values.size());
}

// What a unit of the log of a standard deviation is worth: of n observations the information
// about it is 2 n, d times as much where d columns share it.
double FreeChart::root_of_log(std::size_t s) const {
  return std::sqrt(2.0 * copies_of_number(reference().shape, dimension())) * root(s);
}

bool FreeChart::write(const Covariances& covariances, double* to) const {
  const bool is_triangle = reference().shape == Shape::full;
  Factor own;
  for (std::size_t s = 0; s < covariances.values.size(); ++s) {
    if (!find_root(reference().shape, covariances.values[s], own)) return false;
    const Matrix turned = inverse(static_cast<Index>(s)).times(own).values;
    for (Index j = 0; j < turned.cols(); ++j) {
      for (Index i = is_triangle ? j : 0; i < turned.rows(); ++i) {
        const bool is_scale = !is_triangle || i == j;
        *to++ =
            is_scale ? root_of_log(s) * std::log(turned(i, j)) : root(s) * turned(i, j);
      }
    }
  }
  return true;
}

void FreeChart::read(const double* from, Covariances& covariances) const {
  const bool is_triangle = reference().shape == Shape::full;
  for (std::size_t s = 0; s < covariances.values.size(); ++s) {
    Matrix& value = covariances.values[s];
    Factor turned{reference().shape, Matrix::Zero(value.rows(), value.cols())};
    for (Index j = 0; j < value.cols(); ++j) {
      for (Index i = is_triangle ? j : 0; i < value.rows(); ++i) {
        const bool is_scale = !is_triangle || i == j;
        turned.values(i, j) =
            is_scale ? std::exp(*from++ / root_of_log(s)) : *from++ / root(s);
      }
    }
    value = factor(static_cast<Index>(s)).times(turned).square();
  }
}

}  // namespace gaussmix
