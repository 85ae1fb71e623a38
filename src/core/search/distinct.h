#ifndef GAUSSMIX_CORE_SEARCH_DISTINCT_H
#define GAUSSMIX_CORE_SEARCH_DISTINCT_H

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace gaussmix {

// Values, by which optima are told apart: those as near to each other as a tolerance are of one.
class Distinct {
 public:
  explicit Distinct(double tolerance) : tolerance_(tolerance) {}

  std::size_t size() const { return values_.size(); }

  bool contains(double value) const {
    return std::any_of(values_.begin(), values_.end(), [&](double other) {
      return std::abs(value - other) <= tolerance_;
    });
  }

  // False if it is none that is new.
  bool add(double value) {
    if (contains(value)) return false;
    values_.push_back(value);
    return true;
  }

 private:
  double tolerance_;
  std::vector<double> values_;
};

}  // namespace gaussmix

#endif
