#ifndef GAUSSMIX_CORE_PASS_DRAW_H
#define GAUSSMIX_CORE_PASS_DRAW_H

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "../ground/linalg.h"
#include "../ground/parallel.h"
#include "../ground/random.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../nouns/status.h"
#include "blocks.h"

namespace gaussmix {

// L with L L' = covariance, in the shape of the covariance.
inline std::vector<Matrix> square_roots(const Covariances& covariances,
                                        Status& status) {
  std::vector<Matrix> roots;
  for (std::size_t k = 0; k < covariances.values.size(); ++k) {
    const Matrix& value = covariances.values[k];
    Matrix root = value;
    if (covariances.shape == Shape::full) {
      if (!cholesky(value, root)) {
        status = {Trouble::singular, static_cast<Index>(k)};
        return roots;
      }
    } else {
      root = value.array().sqrt();
    }
    roots.push_back(root);
  }
  return roots;
}

// Independent draws, n x d column-major, and their components 0, ..., K - 1. Rows
// come in blocks with a random stream each, so the result is the same for any
// number of threads.
inline Status draw_rows(const Parameters& parameters, Index n,
                        std::uint64_t seed, int n_threads, double* values,
                        int* components) {
  Status status;
  const std::vector<Matrix> roots = square_roots(parameters.covariances, status);
  if (!status.ok()) return status;
  const Index d = parameters.dimension();
  const Shape shape = parameters.covariances.shape;
  std::vector<double> cumulative(static_cast<std::size_t>(parameters.n_components()));
  double sum = 0.0;
  for (Index k = 0; k < parameters.n_components(); ++k) {
    sum += parameters.weights[k];
    cumulative[static_cast<std::size_t>(k)] = sum;
  }
  const double below_sum = std::nextafter(sum, 0.0);
  const Index rows = block_rows(d);
  parallel_for(n_blocks(n, d), n_threads, [&](Index b) {
    Random random(seed, static_cast<std::uint64_t>(b));
    Vector z(d);
    Vector x(d);
    for (Index i = b * rows; i < std::min(n, (b + 1) * rows); ++i) {
      // The first component whose cumulative weight exceeds the draw has a
      // positive weight. The product can round up to the sum itself.
      const double u = std::min(random.uniform() * sum, below_sum);
      const Index k = std::upper_bound(cumulative.begin(), cumulative.end(), u) -
                      cumulative.begin();
      const Matrix& root =
          roots[parameters.covariances.shared ? 0 : static_cast<std::size_t>(k)];
      for (Index j = 0; j < d; ++j) z[j] = random.normal();
      if (shape == Shape::spherical) {
        x = root(0) * z;
      } else if (shape == Shape::diagonal) {
        x = root.col(0).cwiseProduct(z);
      } else {
        x.noalias() = root.triangularView<Eigen::Lower>() * z;
      }
      components[i] = static_cast<int>(k);
      for (Index j = 0; j < d; ++j) values[i + n * j] = parameters.means(j, k) + x[j];
    }
  });
  return status;
}

}  // namespace gaussmix

#endif
