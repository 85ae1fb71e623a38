#include "screen.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

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

  Screened from(Index n_starts, const FirstParameters& first, const IsEnough& is_enough) {
    constexpr Index few = 8;
    const Index glance = iterations_ / 3;
    std::vector<RunEnd> enough;
    for (Index s = 0; s < n_starts; ++s) {
      if (s == few && is_enough) enough = those_that_are(is_enough);
      begin(*first(s, 0));
      run_to(s, enough.empty() ? glance : 0);
    }
    const Index n_promising = std::max((n_starts + 1) / 2, 2 * keep_);
    Screened screened;
    screened.kept =
        enough.empty() ? best_of(std::min(n_starts, n_promising)) : std::move(enough);
    screened.restarts = std::move(restarts_);
    return screened;
  }

 private:
  Restart& restart_of(Index s) { return restarts_[static_cast<std::size_t>(s)]; }

  void begin(Parameters&& parameters) {
    runs_.push_back(judge_.start(std::move(parameters)));
    restarts_.emplace_back();
  }

  void run_to(Index s, Index iterations) {
    EmRun& run = runs_[static_cast<std::size_t>(s)];
    judge_.wake(run);
    judge_.iterate(run, iterations);
    restart_of(s) = judge_.prospect(s, run);
    restart_of(s).screening = Screening::not_among_best;
    run.drop_memory();
  }

  // The better half of the starts that there are yet. If it is not, it stands beside the others
  // as it did before.
  std::vector<RunEnd> those_that_are(const IsEnough& is_enough) {
    const std::vector<Restart> before = restarts_;
    std::vector<RunEnd> ends = best_of(static_cast<Index>(restarts_.size()) / 2);
    if (is_enough(ends)) return ends;
    restarts_ = before;
    return {};
  }

  // Of the most promising ones.
  std::vector<RunEnd> best_of(Index n_promising) {
    std::vector<Index> promising = most_promising_first(restarts_);
    promising.resize(static_cast<std::size_t>(n_promising));
    for (const Index s : promising) run_to(s, iterations_);
    std::stable_sort(promising.begin(), promising.end(), [&](Index a, Index b) {
      return more_promising(restart_of(a), restart_of(b));
    });
    return chosen(promising);
  }

  static bool is_sound(const Restart& restart) {
    return restart.verdict == Verdict::candidate || restart.verdict == Verdict::untested;
  }

  std::vector<RunEnd> chosen(const std::vector<Index>& promising) {
    std::vector<RunEnd> kept;
    Distinct seen(same_optimum_);
    for (const Index s : promising) {
      Restart& restart = restart_of(s);
      if (!is_sound(restart) || static_cast<Index>(kept.size()) == keep_) continue;
      if (!seen.add(restart.score)) {
        restart.screening = Screening::repeats_another;
        continue;
      }
      const EmRun& run = runs_[static_cast<std::size_t>(s)];
      kept.push_back({restart, run.parameters, run.statistics().counts, run.held});
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
                       const FirstParameters& first, const IsEnough& is_enough) {
  return Screen(few_rows, estimator, em, options).from(n_starts, first, is_enough);
}

std::optional<SearchResult> search_from_screened(
    const Pass& pass, const SearchSample& sample, const MixtureEstimator& estimator,
    const EmOptions& em, const SearchOptions& options, bool may_race, Index n_starts,
    const FirstParameters& first) {
  // Runs that have not ended differ by less than this share of the noise where they are on their
  // way to one optimum, and often by more. What led to others differed by all of it, and more.
  constexpr double on_the_way = 0.05;
  const std::unique_ptr<Pass> few_rows = pass.over(sample.rows);
  Rivals rivals(*few_rows, sample.rows, estimator,
                {sample.share, on_the_way * sample.noise,
                 static_cast<std::size_t>(options.screen_keep)});
  const auto are_one = [&](const std::vector<RunEnd>& ends) {
    return rivals.among(ends).size() == 1;
  };
  Screened screened =
      screen_starts(*few_rows, estimator, em, options, n_starts, first, are_one);
  if (screened.kept.empty()) return std::nullopt;
  const std::vector<RunEnd> ends = rivals.among(std::move(screened.kept));
  if (ends.empty() || (ends.size() > 1 && !may_race)) return std::nullopt;
  SearchResult result;
  result.restarts = std::move(screened.restarts);
  for (Restart& restart : result.restarts) restart.sample_rows = sample.rows.n_rows();
  carry(pass, estimator, em, ends, leg_of(options), options.report, result);
  return result;
}

}  // namespace gaussmix
