#include "statistics.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace gaussmix {

namespace {

bool have_same_size(const Matrix& a, const Matrix& b) {
  return a.rows() == b.rows() && a.cols() == b.cols();
}

// What two statistics must share and do not; nullptr if they add.
const char* difference_of(const Statistics& a, const Statistics& b) {
  if (!(a.request == b.request)) return "different requests";
  const bool same_size =
      have_same_size(a.origins, b.origins) && a.counts.size() == b.counts.size() &&
      a.pair_counts.size() == b.pair_counts.size() && have_same_size(a.sums, b.sums) &&
      a.scatters.size() == b.scatters.size() &&
      std::equal(a.scatters.begin(), a.scatters.end(), b.scatters.begin(), have_same_size);
  if (!same_size) return "different numbers of components or columns";
  if (a.origins != b.origins) return "different origins";
  return nullptr;
}

}  // namespace

Statistics::Statistics(ScatterRequest request_, const Matrix& origins_)
    : request(request_),
      origins(origins_),
      counts(Vector::Zero(origins_.cols())),
      sums(Matrix::Zero(origins_.rows(), origins_.cols())) {
  if (request.scatter == Scatter::none) return;
  const Index d = origins.rows();
  const Index n_scatters = request.pooled ? 1 : origins.cols();
  scatters.assign(static_cast<std::size_t>(n_scatters),
                  Matrix::Zero(d, request.scatter == Scatter::full ? d : 1));
}

void Statistics::drop_moments() {
  origins.resize(0, 0);
  sums.resize(0, 0);
  scatters.clear();
}

Statistics& Statistics::operator+=(const Statistics& other) {
  if (const char* difference = difference_of(*this, other)) {
    throw std::invalid_argument(std::string("statistics with ") + difference +
                                " do not add");
  }
  counts += other.counts;
  pair_counts += other.pair_counts;
  sums += other.sums;
  for (std::size_t s = 0; s < scatters.size(); ++s) scatters[s] += other.scatters[s];
  log_likelihood += other.log_likelihood;
  entropy += other.entropy;
  log_certainty += other.log_certainty;
  total_weight += other.total_weight;
  least_share = std::min(least_share, other.least_share);
  return *this;
}

}  // namespace gaussmix
