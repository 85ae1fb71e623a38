#include "run-given.h"

#include <utility>

#include "../em/em.h"
#include "../search/judge.h"
#include "../search/saddle.h"
#include "noise.h"
#include "settle.h"

namespace gaussmix {

namespace {

// Components that are the same as others in all but weight.
std::vector<Index> identical_components(const Parameters& p) {
  std::vector<Index> result;
  for (Index k = 0; k < p.n_components(); ++k) {
    for (Index other = 0; other < p.n_components(); ++other) {
      const bool same = other != k && p.means.col(k) == p.means.col(other) &&
                        p.covariances.of(k) == p.covariances.of(other);
      if (!same) continue;
      result.push_back(k);
      break;
    }
  }
  return result;
}

// Where the data are the same as the last time, so is the objective.
void resume(const Resumption& from, const FitOptions& options, EmRun& run) {
  constexpr double rounding = 1e-12;
  const EmOptions& em = options.em;
  if (from.reg_covar != options.reg_covar || from.absolute_ridge != options.absolute_ridge)
    return;
  const double size = std::abs(from.objective) + run.total_weight;
  if (!(std::abs(run.objective() - from.objective) <= rounding * size)) return;
  run.last_gain = from.last_gain;
  if (em.tol == 0.0 || em.max_iter == 0 || !(from.left <= em.tol * run.total_weight))
    return;
  run.left = from.left;
  run.converged = true;
}

}  // namespace

Fit run_given(const Pass& pass, const Model& model, const MixtureEstimator& estimator,
              Parameters first, bool exactly_given, const FitOptions& given,
              const Resumption& resumed) {
  constexpr Index first_look = 100;
  const FitOptions options = options_of(given, pass, model.family, first.n_components());
  const Judge judge(pass, estimator, options.em);
  Fit fit;
  fit.identical = identical_components(first);
  std::vector<bool> held = resumed.held;
  if (!held.empty() && !judge.can_hold()) held.clear();
  fit.run = judge.start_as_given(std::move(first), std::move(held));
  resume(resumed, options, fit.run);
  // What is given is the answer where no iteration is asked for, whatever a penalty would make of it.
  const bool as_given = exactly_given && options.em.max_iter == 0;
  if (!as_given) judge.finish(fit.run, -INFINITY, first_look);
  judge.iterate(fit.run, options.em.max_iter);
  restore_best(fit.run);
  if (fit.run.converged && !model.method.may_be_empty()) {
    leave_saddle(pass, judge, fit.run);
  }
  fit.restarts.push_back(judge.verdict(0, fit.run, -INFINITY));
  if (!fit.restarts[0].is_candidate() && !fit.run.held.empty()) {
    judge.finish_plainly(fit.run);
    fit.restarts[0] = judge.verdict(0, fit.run, -INFINITY);
  }
  describe_degenerate(pass, model, estimator, judge, fit);
  // Without an iteration these are the means that were given.
  if (!(exactly_given && fit.run.iterations() == 0)) {
    settle_in_data(pass, estimator, fit);
  }
  options.search.report(fit.restarts.back());
  return fit;
}

}  // namespace gaussmix
