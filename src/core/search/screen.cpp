#include "screen.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "../pass/local-pass.h"
#include "distinct.h"
#include "judge.h"
#include "race.h"
#include "rivals.h"

namespace gaussmix {

namespace {

class Screen {
 public:
  Screen(const Pass& few_rows, const MixtureEstimator& estimator, const EmOptions& em,
         const SearchOptions& options)
      : judge_(few_rows, estimator, em),
        iterations_(std::min(options.screen_iter, em.max_iter)),
        keep_(options.screen_keep),
        same_optimum_(options.same_optimum * few_rows.total_weight()) {}

  Screened from(Index n_starts, const FirstParameters& first) {
    for (Index s = 0; s < n_starts; ++s) {
      runs_.push_back(judge_.start(*first(s, 0)));
      restarts_.emplace_back();
      run_to(s, iterations_ / 3);
    }
    std::vector<Index> promising = promising_ones();
    for (const Index s : promising) run_to(s, iterations_);
    std::stable_sort(promising.begin(), promising.end(), [&](Index a, Index b) {
      return more_promising(restart_of(a), restart_of(b));
    });
    std::vector<RunEnd> kept = chosen(promising);
    return {std::move(restarts_), std::move(kept)};
  }

 private:
  Restart& restart_of(Index s) { return restarts_[static_cast<std::size_t>(s)]; }

  void run_to(Index s, Index iterations) {
    EmRun& run = runs_[static_cast<std::size_t>(s)];
    judge_.wake(run);
    judge_.iterate(run, iterations);
    restart_of(s) = judge_.prospect(s, run);
    restart_of(s).screening = Screening::not_among_best;
    run.drop_memory();
  }

  std::vector<Index> promising_ones() const {
    const Index n_starts = static_cast<Index>(runs_.size());
    std::vector<Index> result = most_promising_first(restarts_);
    result.resize(static_cast<std::size_t>(
        std::min(n_starts, std::max((n_starts + 1) / 2, 2 * keep_))));
    return result;
  }

  std::vector<RunEnd> chosen(const std::vector<Index>& promising) {
    std::vector<RunEnd> kept;
    Distinct seen(same_optimum_);
    for (const Index s : promising) {
      Restart& restart = restart_of(s);
      const bool sound =
          restart.verdict == Verdict::candidate || restart.verdict == Verdict::untested;
      if (!sound || static_cast<Index>(kept.size()) == keep_) continue;
      if (!seen.add(restart.score)) {
        restart.screening = Screening::repeats_another;
        continue;
      }
      EmRun& run = runs_[static_cast<std::size_t>(s)];
      kept.push_back({restart, std::move(run.parameters),
                      std::move(run.here.statistics.counts), std::move(run.held)});
    }
    return kept;
  }

  Judge judge_;
  Index iterations_;
  Index keep_;
  double same_optimum_;
  std::vector<EmRun> runs_;
  std::vector<Restart> restarts_;
};

}  // namespace

Screened screen_starts(const Pass& few_rows, const MixtureEstimator& estimator,
                       const EmOptions& em, const SearchOptions& options, Index n_starts,
                       const FirstParameters& first) {
  return Screen(few_rows, estimator, em, options).from(n_starts, first);
}

std::optional<SearchResult> search_from_screened(
    const Pass& pass, const SearchSample& sample, const MixtureEstimator& estimator,
    const EmOptions& em, const SearchOptions& options, bool may_race, Index n_starts,
    const FirstParameters& first) {
  // Runs that have not ended differ by less than this share of the noise where they are on their
  // way to one optimum, and often by more. What led to others differed by all of it, and more.
  constexpr double on_the_way = 0.05;
  const LocalPass few_rows(sample.rows, pass.execution());
  Screened screened = screen_starts(few_rows, estimator, em, options, n_starts, first);
  if (screened.kept.empty()) return std::nullopt;
  Rivals rivals(sample.rows, pass.execution(), estimator,
                {sample.share, on_the_way * sample.noise,
                 static_cast<std::size_t>(options.screen_keep)});
  const std::vector<RunEnd> ends = rivals.among(std::move(screened.kept));
  if (ends.empty() || (ends.size() > 1 && !may_race)) return std::nullopt;
  SearchResult result;
  result.restarts = std::move(screened.restarts);
  for (Restart& restart : result.restarts) restart.sample_rows = sample.rows.n_rows();
  carry(pass, estimator, em, ends, leg_of(options), options.report, result);
  return result;
}

}  // namespace gaussmix
