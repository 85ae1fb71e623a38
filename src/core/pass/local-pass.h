#ifndef GAUSSMIX_CORE_PASS_LOCAL_PASS_H
#define GAUSSMIX_CORE_PASS_LOCAL_PASS_H

#include <functional>
#include <memory>
#include <vector>

#include "../rows/rows.h"
#include "pass.h"
#include "run.h"

namespace gaussmix {

// A pass over rows that this process reads, on threads of its own.
class LocalPass : public Pass {
 public:
  // The rows must live as long.
  explicit LocalPass(const Rows& rows, Execution execution = {});

  const RowCount& count() const override { return rows_.count(); }
  const Vector& origin() const override { return rows_.origin(); }
  const Execution& execution() const override { return execution_; }

  Statistics e_step(const Plan& plan, ScatterRequest request) const override;

  Statistics sum(const Responder& responder, ScatterRequest request,
                 const Matrix& origins) const override;

  Vector variances_within(const Responder& responder,
                          const Matrix& origins) const override;
  Vector variances_within(const Plan& plan) const override;

  Array log_densities(const Plan& plan) const override;

  Sample sample(Index m, Random& random) const override;

  std::unique_ptr<Pass> over(const Sample& sample) const override;

  Vector rounding_variances() const override;

  std::vector<Index> identical_rows(const Matrix& places,
                                    const Vector& units) const override;

  std::unique_ptr<Pass> by_one_thread(
      const std::function<void()>& check_interrupt) const override;

  // Whatever a sink makes of the responses.
  template <class Sink>
  void run(const Responder& responder, Sink& sink) const {
    run_over_rows(rows_, responder, execution_.n_threads, sink);
  }

 private:
  const Rows& rows_;
  Execution execution_;
};

}  // namespace gaussmix

#endif
