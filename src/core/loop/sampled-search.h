#ifndef GAUSSMIX_CORE_LOOP_SAMPLED_SEARCH_H
#define GAUSSMIX_CORE_LOOP_SAMPLED_SEARCH_H

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "../ground/types.h"
#include "../nouns/observations.h"
#include "em.h"
#include "race.h"
#include "rivals.h"
#include "search.h"

namespace gaussmix {

// Searches on a sample, where a pass costs little, and takes what was found there to all
// rows: these decide between optima that the sample cannot tell apart, and have the last
// word in any case.
template <class Estimator>
class SampledSearch {
 public:
  using Parameters = typename Estimator::Parameters;
  using Run = EmRun<Estimator>;
  using Result = SearchResult<Estimator>;
  using End = RunEnd<Estimator>;

  // share: of all rows that are in the sample. noise: by how much the log-likelihood per
  // observation of the sample is higher at its maximum than at the true parameters.
  SampledSearch(const Observations& observations, const Observations& sample,
                double share, double noise, const Estimator& estimator,
                const EmOptions& em, const SearchOptions& options)
      : observations_(observations),
        sample_(sample),
        share_(share),
        noise_(noise),
        estimator_(estimator),
        em_(em),
        em_on_sample_(em),
        options_(options) {
    // What the sample tells to so many digits only need not be computed to more.
    constexpr double precision = 0.01;
    em_on_sample_.tol = std::max(em.tol, precision * noise);
  }

  // first(s) gives the parameters that start s begins with on the sample. Nothing where
  // all is collapsed on the sample, or what was taken to all rows is there.
  template <class First, class Move>
  std::optional<Result> from(Index n_starts, const First& first, const Move& move) const {
    SearchOptions options = options_;
    options.same_optimum = std::max(options.same_optimum, em_on_sample_.tol);
    options.keep_ends = true;
    options.interest = noise_;
    options.report = [this](const Restart& restart) { options_.report(of_sample(restart)); };
    Result result =
        Search<Estimator>(sample_, estimator_, em_on_sample_, options).from(n_starts, first, move);
    for (Restart& restart : result.restarts) restart = of_sample(restart);
    // So far from a maximum of all rows lies that of a sample next to it: others that are
    // no farther from each other lead to one of all rows. There may be as many as a search on all
    // rows runs to convergence.
    const RivalOptions rival_options{share_, 2.0 * noise_,
                                     2 * static_cast<std::size_t>(options_.screen_keep)};
    Rivals<Estimator> rivals(sample_, estimator_, em_, rival_options);
    const std::vector<End> ends = to_carry(std::move(result.ends), rivals);
    if (ends.empty()) return std::nullopt;
    carry(ends, rivals, result);
    const bool sound = result.restarts[static_cast<std::size_t>(result.chosen)].status.ok();
    return sound ? std::optional<Result>(std::move(result)) : std::nullopt;
  }

 private:
  Restart of_sample(Restart restart) const {
    restart.sample_rows = sample_.n_rows;
    return restart;
  }

  // The sound optima that may be the best, and the likeliest of the collapsed ones, opened
  // again: few rows of the sample may be enough of all rows.
  std::vector<End> to_carry(std::vector<End>&& ends, Rivals<Estimator>& rivals) const {
    const auto sound = [](const End& end) { return end.restart.status.ok(); };
    const auto middle = std::stable_partition(ends.begin(), ends.end(), sound);
    std::vector<End> collapsed(std::make_move_iterator(middle),
                               std::make_move_iterator(ends.end()));
    ends.erase(middle, ends.end());
    std::vector<End> carried = rivals.among(std::move(ends));
    if (carried.empty()) return carried;
    for (End& end : reopened(std::move(collapsed))) carried.push_back(std::move(end));
    return carried;
  }

  std::vector<End> reopened(std::vector<End>&& ends) const {
    constexpr std::size_t most = 2;
    std::stable_sort(ends.begin(), ends.end(), [](const End& a, const End& b) {
      return better(a.restart, b.restart);
    });
    std::vector<End> result;
    std::vector<double> seen;
    for (End& end : ends) {
      const double objective = end.restart.objective;
      if (result.size() == most) break;
      if (contains_near(seen, objective, em_on_sample_.tol * end.counts.sum())) continue;
      if (!estimator_.reopen(end.parameters, end.counts)) continue;
      seen.push_back(objective);
      result.push_back(std::move(end));
    }
    return result;
  }

  // Runs them on all rows; the restarts that they are from say what became of them there.
  void carry(const std::vector<End>& ends, const Rivals<Estimator>& rivals,
             Result& result) const {
    std::vector<Parameters> points;
    for (const End& end : ends) points.push_back(end.parameters);
    const auto told = [&](std::size_t i, Restart restart) {
      restart.start = ends[i].restart.start;
      return restart;
    };
    Race<Estimator> race(observations_, estimator_, em_, options_.screen_iter,
                         [&](const Parameters& a, const Parameters& b) {
                           return rivals.distance(a, b);
                         });
    race.from(std::move(points), [&](std::size_t i, const Restart& restart) {
      options_.report(told(i, restart));
    });
    // Of several from one start the last word is that of the best.
    std::vector<Index> order = best_first(race.restarts());
    std::reverse(order.begin(), order.end());
    for (const Index number : order) {
      const std::size_t i = static_cast<std::size_t>(number);
      const Restart restart = told(i, race.restarts()[i]);
      result.restarts[static_cast<std::size_t>(restart.start)] = restart;
    }
    result.chosen = ends[race.winner()].restart.start;
    result.run = race.take_run();
  }

  const Observations& observations_;
  const Observations& sample_;
  double share_;
  double noise_;
  const Estimator& estimator_;
  const EmOptions& em_;
  EmOptions em_on_sample_;
  const SearchOptions& options_;
};

}  // namespace gaussmix

#endif
