#ifndef GAUSSMIX_CORE_NOUNS_MARGINAL_H
#define GAUSSMIX_CORE_NOUNS_MARGINAL_H

#include <cstddef>
#include <vector>

#include "../ground/random.h"
#include "../ground/types.h"
#include "plan.h"

namespace gaussmix {

// What a component says of missing columns where others are seen: given those they have the mean
// m + B (x - c), where m and c are the centre's parts, and a covariance that no row changes.
struct Regression {
  Matrix slopes;  // B, missing x seen; nothing where columns are independent
  Matrix root;    // of the covariance, a lower triangle; of independent columns deviations
};

// What a plan says of the columns that are seen, and of the others.
struct Marginal {
  Plan plan;                            // of those columns
  std::vector<Regression> regressions;  // as many as the whitening has factors

  const Regression& of(Index component) const {
    return regressions[plan.whitening.shared ? 0 : static_cast<std::size_t>(component)];
  }

  // What a component expects of the missing columns of rows that are seen in part (n x seen), a
  // row each; `centre` has the missing columns' part.
  Matrix expected(Index component, const ConstMatrixMap& seen, const Vector& centre) const;

  // A draw of them for one such row.
  Vector draw(Index component, const Vector& seen, const Vector& centre,
              Random& random) const;
};

// Makes marginals of one plan, which must live as long. (Anderson 2003, An Introduction to
// Multivariate Statistical Analysis, section 2.5.)
class Marginals {
 public:
  explicit Marginals(const Plan& plan) : plan_(plan) {}

  const Plan& plan() const { return plan_; }

  // By how much, at most, the variance of a column is more than what the others leave of it, under
  // a factor of full covariances.
  double inflation(std::size_t factor) const;

  // There is some column that is seen.
  Marginal of(const std::vector<Index>& seen, const std::vector<Index>& missing) const;

 private:
  // Of one factor, with that of the seen columns.
  Regression full(std::size_t factor, const std::vector<Index>& seen,
                  const std::vector<Index>& missing, Factor& of_seen) const;
  Regression independent(std::size_t factor, const std::vector<Index>& seen,
                         const std::vector<Index>& missing, Factor& of_seen) const;

  const Plan& plan_;
};

}  // namespace gaussmix

#endif
