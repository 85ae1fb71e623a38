#ifndef GAUSSMIX_CORE_SEARCH_JUDGE_H
#define GAUSSMIX_CORE_SEARCH_JUDGE_H

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "../em/em.h"
#include "../estimators/estimator.h"
#include "../estimators/held-up.h"
#include "../estimators/spread.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../pass/pass.h"
#include "restart.h"

namespace gaussmix {

// Says what a run is worth. A component with few rows that is far narrower than the others, or
// whose rows are identical or lie in a plane, must pay for itself: without it the penalised
// log-likelihood must fall by more than the price of a component in BIC. Where the likelihood
// has no maximum, a weak penalty holds the component up, and by what is maximised then the
// mixture is compared with others. For the runs of one thread.
class Judge {
 public:
  // What is referred to must live as long.
  Judge(const Pass& pass, const MixtureEstimator& estimator, const EmOptions& em);

  // From what the family of covariances makes of the parameters; from parameters that are
  // given, as they are.
  EmRun start(Parameters&& parameters, std::vector<bool> held = {}) const;
  EmRun start_as_given(Parameters&& parameters, std::vector<bool> held) const;

  // Whether there is a penalty that can hold anything up.
  bool can_hold() const { return spread() && !spread()->has_ridge; }

  // EM, with a penalty on what the run holds up.
  void iterate(EmRun& run, Index until) const;

  // A pass for a run that has none of its own any more.
  void wake(EmRun& run) const;

  // EM to the end; what becomes degenerate on the way is held up. A run with something
  // suspicious is given up where it cannot be hoped to come as high as the bar, and one that
  // is excluded, too: what has collapsed onto few rows seldom comes back. Whether that is so is
  // looked at first after so many iterations in all.
  void finish(EmRun& run, double bar, Index first_look) const;

  // EM to the end without a penalty: nothing holds up what the data do not support.
  void finish_plainly(EmRun& run) const;

  // Holds up what has become degenerate. False if the run is not worth it, being excluded.
  bool tend(EmRun& run) const;

  // Of a run on its way. The score is the penalised log-likelihood where something is suspicious:
  // nothing that glows gets ahead.
  Restart prospect(Index start, const EmRun& run) const;

  // Of a run at its end; what is suspicious is tested if its score is above the best one.
  Restart verdict(Index start, const EmRun& run, double best_score) const;

  // The last look at a candidate. Where rows are few for so many components the price of one is
  // next to nothing, and one may pay beside another that does not: unsupported is, too,
  // what is worth less than what EM makes of it with one component less.
  void doubt(const EmRun& run, Restart& restart) const;

  // The mixture without the components that speak against it, which have the weight 0; nothing
  // if there is no such component, or no other.
  std::optional<Parameters> emptied(const EmRun& run) const;

  // What the run is worth that EM makes without the components of weight 0: what it makes may have
  // collapsed, too. -Inf if it is excluded.
  double score_without_empty(const Parameters& parameters) const;

  // Whether it is more likely than what EM makes of it when its closest two components are
  // one: a component that is there twice is no optimum.
  bool is_not_doubled(const EmRun& run) const;

  const RowCount& rows() const { return pass_.count(); }

  // Where a run stands without the penalty.
  Evaluation free_evaluation(const EmRun& run) const;

  // The parameters with penalised covariances: a penalty that begins at others would find
  // no density where they are narrow.
  Parameters held_up(const Parameters& parameters, const Vector& counts) const;

 private:
  const MixtureEstimator& estimator_of(const std::vector<bool>& held) const;
  Standing standing(const EmRun& run) const;
  const Spread* spread() const;
  double penalised(const EmRun& run) const;
  void hold(EmRun& run, const std::vector<Index>& components) const;
  bool release(EmRun& run) const;
  bool may_come_to(double bar, EmRun& run) const;
  bool is_outdone(const EmRun& run, double score) const;
  double price_of_component(const Parameters& parameters) const;
  double without(const EmRun& full, const std::vector<Index>& components) const;
  bool pays(const EmRun& run, const Standing& standing, double penalised,
            Restart& restart) const;

  const Pass& pass_;
  const MixtureEstimator& estimator_;
  const EmOptions& em_;
  // What few runs ask for.
  mutable bool looked_for_spread_ = false;
  mutable std::optional<Spread> spread_;
  mutable std::map<std::vector<bool>, std::unique_ptr<HeldUp>> held_up_;
};

}  // namespace gaussmix

#endif
