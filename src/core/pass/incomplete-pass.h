#ifndef GAUSSMIX_CORE_PASS_INCOMPLETE_PASS_H
#define GAUSSMIX_CORE_PASS_INCOMPLETE_PASS_H

#include <functional>
#include <memory>
#include <vector>

#include "../rows/incomplete-rows.h"
#include "local-pass.h"

namespace gaussmix {

// A pass over rows with holes. The E-step is that of the likelihood of what is seen, values being
// missing at random (Rubin 1976, doi 10.1093/biomet/63.3.581): responsibilities of what is seen of a
// row, and statistics completed by what a plan expects of the rest. Other sums are over filled rows.
class IncompletePass final : public LocalPass {
 public:
  // The rows must live as long.
  explicit IncompletePass(const IncompleteRows& rows, Execution execution = {});

  Statistics e_step(const Plan& plan, ScatterRequest request) const override;

  Vector rounding_variances() const override;

  std::unique_ptr<Pass> by_one_thread(
      const std::function<void()>& check_interrupt) const override;

 private:
  // So many rows of one pattern, from so far behind its first.
  struct Stretch {
    const Pattern* pattern;
    Index from;
    Index count;
  };

  Statistics completed(const Plan& plan, ScatterRequest request,
                       const Matrix& origins) const;

  const IncompleteRows& rows_;
  std::vector<Stretch> stretches_;
};

}  // namespace gaussmix

#endif
