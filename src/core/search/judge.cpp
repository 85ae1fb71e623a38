#include "judge.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "../estimators/penalty.h"
#include "../starts/swap.h"

namespace gaussmix {

namespace {

// The mixture without some components; the others keep their proportions.
Parameters without_components(const Parameters& p, const std::vector<Index>& components) {
  std::vector<Index> kept;
  for (Index k = 0; k < p.n_components(); ++k) {
    if (std::find(components.begin(), components.end(), k) == components.end())
      kept.push_back(k);
  }
  const Index n = static_cast<Index>(kept.size());
  Parameters rest{Vector(n), Matrix(p.dimension(), n), {p.covariances.shape, false, {}}};
  for (Index to = 0; to < n; ++to) {
    const Index from = kept[static_cast<std::size_t>(to)];
    rest.weights[to] = p.weights[from];
    rest.means.col(to) = p.means.col(from);
    rest.covariances.values.push_back(p.covariances.of(from));
  }
  rest.weights /= rest.weights.sum();
  return rest;
}

// The closest two components become one.
Parameters with_closest_merged(const Parameters& p) {
  const Pair closest = pairs_to_merge(p)[0];
  Parameters merged = p;
  merge(merged, closest.a, closest.b);
  return without_components(merged, {closest.b});
}

// By so many rows an optimum is higher than another if it is.
constexpr double least_gain = 0.01;

Index lightest(const Parameters& p) {
  Index least = 0;
  p.weights.minCoeff(&least);
  return least;
}

// Whether a run cannot be hoped to come as high as the bar.
bool is_hopeless(const EmRun& run, double bar) {
  constexpr double hope = 4.0;
  return run.objective() + hope * run.left < bar;
}

bool has_scatters(const EmRun& run) { return !run.statistics().scatters.empty(); }

}  // namespace

Judge::Judge(const Pass& pass, const MixtureEstimator& estimator, const EmOptions& em)
    : pass_(pass), estimator_(estimator), em_(em) {}

const MixtureEstimator& Judge::estimator_of(const std::vector<bool>& held) const {
  if (held.empty()) return estimator_;
  std::unique_ptr<HeldUp>& made = held_up_[held];
  if (!made) made = std::make_unique<HeldUp>(estimator_, *spread(), held);
  return *made;
}

const Spread* Judge::spread() const {
  if (!looked_for_spread_) {
    spread_ = estimator_.spread(pass_);
    looked_for_spread_ = true;
  }
  return spread_ ? &*spread_ : nullptr;
}

EmRun Judge::start(Parameters&& parameters, std::vector<bool> held) const {
  estimator_.conform(parameters);
  return start_as_given(std::move(parameters), std::move(held));
}

EmRun Judge::start_as_given(Parameters&& parameters, std::vector<bool> held) const {
  EmRun run = start_run(pass_, estimator_of(held), std::move(parameters));
  run.held = std::move(held);
  return run;
}

void Judge::iterate(EmRun& run, Index until) const {
  gaussmix::iterate(pass_, estimator_of(run.held), em_, std::min(until, em_.max_iter),
                    run);
}

void Judge::wake(EmRun& run) const {
  if (!goes_on(run, em_) || has_scatters(run)) return;
  run.here = evaluate(pass_, estimator_of(run.held), run.parameters, run.status);
}

Evaluation Judge::free_evaluation(const EmRun& run) const {
  Status status;
  return evaluate(pass_, estimator_, run.parameters, status);
}

Standing Judge::standing(const EmRun& run) const {
  Evaluation again;
  if (estimator_.stands_by_scatters() && !has_scatters(run)) {
    Status status;
    again = evaluate(pass_, estimator_of(run.held), run.parameters, status);
  }
  const bool renewed = !again.statistics.scatters.empty();
  return estimator_.standing(run.parameters, renewed ? again.statistics : run.statistics(),
                             rows(), run.held);
}

double Judge::penalised(const EmRun& run) const {
  if (run.held.empty() && has_scatters(run)) {
    return penalised_log_likelihood(*spread(), run.parameters, run.statistics());
  }
  return penalised_log_likelihood(*spread(), run.parameters,
                                  free_evaluation(run).statistics);
}

// A run of its own: the objective is another one.
void Judge::hold(EmRun& run, const std::vector<Index>& components) const {
  std::vector<bool> held = run.held;
  held.resize(static_cast<std::size_t>(run.parameters.n_components()), false);
  for (const Index k : components) held[static_cast<std::size_t>(k)] = true;
  if (!has_scatters(run)) run.here = free_evaluation(run);
  Parameters next = estimator_of(held).advance(run.statistics(), run.parameters);
  run = start(std::move(next), std::move(held));
}

bool Judge::tend(EmRun& run) const {
  if (!run.status.ok()) return false;
  const Standing now = standing(run);
  if (now.excluded) return false;
  std::vector<Index> loose;
  for (const Index k : now.degenerate) {
    if (run.held.empty() || !run.held[static_cast<std::size_t>(k)]) loose.push_back(k);
  }
  if (loose.empty()) return true;
  if (!spread()) return false;
  // A ridge of the user's own is what holds up.
  if (spread()->has_ridge) return true;
  hold(run, loose);
  return run.status.ok();
}

// What no longer shrinks without a penalty needs none. True if there was such a thing.
bool Judge::release(EmRun& run) const {
  Evaluation there = free_evaluation(run);
  if (there.statistics.scatters.empty()) return false;
  const Parameters next = estimator_.advance(there.statistics, run.parameters);
  const std::vector<Index> degenerate =
      estimator_.standing(next, there.statistics, rows(), {}).degenerate;
  std::vector<bool> still(run.held.size(), false);
  for (const Index k : degenerate) still[static_cast<std::size_t>(k)] = true;
  for (std::size_t k = 0; k < still.size(); ++k) still[k] = still[k] && run.held[k];
  if (still == run.held) return false;
  const bool none = std::find(still.begin(), still.end(), true) == still.end();
  run = start(std::move(run.parameters), none ? std::vector<bool>() : std::move(still));
  return true;
}

void Judge::finish(EmRun& run, double bar, Index first_look) const {
  if (em_.tol == 0.0) {
    iterate(run, em_.max_iter);
    return;
  }
  bool released = false;
  Status seen;
  for (Index until = std::max<Index>(first_look, 1);; until *= 2) {
    iterate(run, until);
    if (!run.status.ok()) return;
    const Standing now = standing(run);
    if (now.excluded) {
      const bool again =
          now.status.trouble == seen.trouble && now.status.component == seen.component;
      if (again || !goes_on(run, em_)) return;
      seen = now.status;
      continue;
    }
    if (!now.ok() && is_hopeless(run, bar)) return;
    const std::vector<bool> before = run.held;
    if (!tend(run)) return;
    if (run.held != before) {
      until = 10;
      continue;
    }
    if (goes_on(run, em_)) continue;
    restore_best(run);
    if (run.held.empty() || released || !release(run)) return;
    released = true;
    until = 10;
  }
}

void Judge::finish_plainly(EmRun& run) const {
  if (!run.held.empty()) run = start(std::move(run.parameters));
  wake(run);
  iterate(run, em_.max_iter);
  if (run.status.ok()) restore_best(run);
}

double Judge::price_of_component(const Parameters& parameters) const {
  const double d = static_cast<double>(parameters.dimension());
  const double no_weight = estimator_.proportions() == Proportions::equal ? 1.0 : 0.0;
  return 0.5 * (spread()->family->n_parameters_of_component(d) - no_weight) *
         std::log(rows().positive) * rows().mean_weight;
}

Restart Judge::prospect(Index start, const EmRun& run) const {
  Restart restart;
  restart.start = start;
  restart.n_components = run.parameters.n_components();
  restart.objective = run.objective();
  restart.score = run.objective();
  restart.iterations = run.iterations();
  restart.converged = run.converged;
  restart.status = run.status;
  if (!run.status.ok()) {
    restart.verdict = Verdict::failed;
    return restart;
  }
  Standing now = standing(run);
  restart.status = now.status;
  if (now.ok()) return restart;
  if (now.status.component >= 0) {
    restart.rows = rows().of(run.statistics().counts[now.status.component]);
  }
  restart.verdict = now.excluded || !spread() ? Verdict::excluded : Verdict::untested;
  restart.degenerate = std::move(now.degenerate);
  if (restart.verdict == Verdict::excluded) return restart;
  restart.score = penalised(run);
  return restart;
}

Restart Judge::verdict(Index start, const EmRun& run, double best_score) const {
  Restart restart = prospect(start, run);
  if (restart.verdict != Verdict::untested) return restart;
  const double penalised_here = restart.score;
  if (!run.held.empty()) restart.objective = free_evaluation(run).objective;
  const bool is_loose = run.held.empty() && !restart.degenerate.empty();
  restart.score = is_loose ? penalised_here : run.objective();
  if (!(restart.score > best_score)) return restart;
  restart.verdict = pays(run, standing(run), penalised_here, restart)
                        ? Verdict::candidate
                        : Verdict::unsupported;
  if (!restart.is_candidate()) restart.score = penalised_here;
  return restart;
}

std::optional<Parameters> Judge::emptied(const EmRun& run) const {
  const Standing now = standing(run);
  std::vector<bool> against(static_cast<std::size_t>(run.parameters.n_components()),
                            false);
  for (const Index k : now.degenerate) against[static_cast<std::size_t>(k)] = true;
  for (const Index k : now.suspicious) against[static_cast<std::size_t>(k)] = true;
  if (now.status.component >= 0)
    against[static_cast<std::size_t>(now.status.component)] = true;
  const auto n = std::count(against.begin(), against.end(), true);
  if (n == 0 || n == run.parameters.n_components()) return std::nullopt;
  Parameters result = run.parameters;
  for (std::size_t k = 0; k < against.size(); ++k) {
    if (against[k]) result.weights[static_cast<Index>(k)] = 0.0;
  }
  result.weights /= result.weights.sum();
  return result;
}

double Judge::score_without_empty(const Parameters& parameters) const {
  std::vector<Index> empty;
  for (Index k = 0; k < parameters.n_components(); ++k) {
    if (parameters.weights[k] == 0.0) empty.push_back(k);
  }
  EmRun run = start(without_components(parameters, empty));
  iterate(run, em_.max_iter);
  const Restart restart = verdict(0, run, -INFINITY);
  return restart.verdict < Verdict::excluded ? restart.score : -INFINITY;
}

Parameters Judge::held_up(const Parameters& parameters, const Vector& counts) const {
  Parameters result = parameters;
  if (!spread()) return result;
  std::vector<Matrix> scatters;
  for (Index k = 0; k < result.n_components(); ++k)
    scatters.push_back(counts[k] * parameters.covariances.of(k));
  result.covariances = penalised_covariances(*spread(), counts, std::move(scatters),
                                             parameters.covariances);
  return result;
}

// The penalised log-likelihood that EM reaches without the components.
double Judge::without(const EmRun& full, const std::vector<Index>& components) const {
  constexpr Index most = 200;
  constexpr double precision = 1e-3;  // rows
  EmOptions short_em = em_;
  short_em.max_iter = most;
  short_em.tol = precision / rows().positive;
  Parameters rest =
      without_components(held_up(full.parameters, full.statistics().counts), components);
  const HeldUp all(estimator_, *spread(),
                   std::vector<bool>(static_cast<std::size_t>(rest.n_components()), true));
  all.conform(rest);
  EmRun run = start_run(pass_, all, std::move(rest));
  gaussmix::iterate(pass_, all, short_em, most, run);
  restore_best(run);
  return run.objective();
}

// Tells in the restart by how much, or how much too little, where that is least.
bool Judge::pays(const EmRun& run, const Standing& standing, double penalised,
                 Restart& restart) const {
  // There is nothing without the only component.
  if (standing.all_few || run.parameters.n_components() == 1) return false;
  std::vector<std::vector<Index>> sets;
  for (const Index k : standing.suspicious) sets.push_back({k});
  const Index n = static_cast<Index>(sets.size());
  if (n > 1 && n < run.parameters.n_components()) sets.push_back(standing.suspicious);
  double least = INFINITY;
  for (const std::vector<Index>& set : sets) {
    const double gain = penalised - without(run, set);
    const double price =
        static_cast<double>(set.size()) * price_of_component(run.parameters);
    if (gain - price >= least) continue;
    least = gain - price;
    restart.gain = gain;
    restart.price = price;
    restart.status.component = set.front();
    restart.rows = rows().of(run.statistics().counts[set.front()]);
    if (least <= 0.0) return false;
  }
  return true;
}

void Judge::doubt(const EmRun& run, Restart& restart) const {
  const Parameters& p = run.parameters;
  const double few = 5.0 * static_cast<double>((p.dimension() + 1) * p.n_components());
  // Asked last, as the spread takes all rows in order of size.
  const bool may_be = restart.is_candidate() && run.converged && p.n_components() > 1 &&
                      rows().positive < few && can_hold();
  if (!may_be || !is_outdone(run, restart.score)) return;
  restart.verdict = Verdict::unsupported;
  restart.status = {Trouble::outdone, lightest(p)};
  restart.rows = rows().of(run.statistics().counts[restart.status.component]);
}

// Goes on until it is seen that the run cannot be hoped to come as high, or that it can.
bool Judge::may_come_to(double bar, EmRun& run) const {
  constexpr Index look = 10;
  while (run.objective() <= bar && goes_on(run, em_)) {
    iterate(run, run.iterations() + look);
    if (is_hopeless(run, bar)) return false;
  }
  return run.status.ok();
}

// One component less: the closest two become one, or the lightest is taken out.
bool Judge::is_outdone(const EmRun& run, double score) const {
  const Parameters& p = run.parameters;
  std::vector<Parameters> fewer{with_closest_merged(p),
                                without_components(p, {lightest(p)})};
  const double bar = score + least_gain * rows().mean_weight;
  return std::any_of(fewer.begin(), fewer.end(), [&](Parameters& one) {
    EmRun smaller = start(std::move(one));
    if (!may_come_to(bar, smaller)) return false;
    finish(smaller, bar, 100);
    if (!smaller.status.ok()) return false;
    restore_best(smaller);
    const Restart restart = verdict(0, smaller, bar);
    return restart.is_candidate() && restart.score > bar;
  });
}

bool Judge::is_not_doubled(const EmRun& run) const {
  EmRun smaller = start(with_closest_merged(run.parameters));
  gaussmix::iterate(pass_, estimator_, em_, em_.max_iter, smaller);
  return run.objective() > smaller.objective() + least_gain * rows().mean_weight;
}

}  // namespace gaussmix
