#include "convert-rows.h"

#include <utility>

#include "convert.h"
#include "core/pass/incomplete-pass.h"
#include "core/pass/local-pass.h"
#include "core/rows/incomplete-rows.h"
#include "core/starts/draw-fill.h"

namespace gaussmix {

GivenPass::GivenPass(const Rcpp::List& data, int threads) {
  const Execution execution = as_execution(threads);
  Observations whole = as_observations(data);
  const bool incomplete =
      data.containsElementNamed("missing") && !Rf_isNull(data["missing"]);
  if (!incomplete) {
    auto rows = std::make_unique<Observations>(std::move(whole));
    pass_ = std::make_unique<LocalPass>(*rows, execution);
    rows_ = std::move(rows);
    return;
  }
  // The same fillings for the same data: random numbers of a fit are those of its starts.
  constexpr std::uint64_t seed = 1;
  auto rows = std::make_unique<IncompleteRows>(incomplete_rows(
      whole.values(), whole.n_rows(), whole.n_columns(), whole.weights(), whole.origin()));
  fill_by_draws(*rows, seed, execution);
  pass_ = std::make_unique<IncompletePass>(*rows, execution);
  rows_ = std::move(rows);
}

}  // namespace gaussmix
