#include "sampled-search.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "../ground/random.h"
#include "../nouns/parameters.h"
#include "distinct.h"
#include "judge.h"
#include "race.h"
#include "restart.h"
#include "rivals.h"

namespace gaussmix {

namespace {

class SampledSearch {
 public:
  SampledSearch(const Pass& pass, const SearchSample& sample,
                const MixtureEstimator& estimator, const EmOptions& em,
                const SearchOptions& options)
      : pass_(pass),
        rows_(sample.rows),
        sample_(pass.over(sample.rows)),
        share_(sample.share),
        noise_(sample.noise),
        seed_(sample.seed),
        estimator_(estimator),
        em_(em),
        em_on_sample_(em),
        options_(options) {
    // What the sample tells to so many digits only need not be computed to more.
    constexpr double precision = 0.01;
    em_on_sample_.tol = std::max(em.tol, precision * noise_);
  }

  std::optional<SearchResult> from(Index n_starts, const FirstParameters& first,
                                   const Move& move) const {
    SearchOptions options = options_;
    options.same_optimum = std::max(options.same_optimum, em_on_sample_.tol);
    options.keep_ends = true;
    options.move_passes = static_cast<Index>(moves_cost / share_);
    options.report = [this](const Restart& restart) {
      options_.report(of_sample(restart));
    };
    SearchResult result =
        search(*sample_, estimator_, em_on_sample_, options, n_starts, first, move);
    for (Restart& restart : result.restarts) restart = of_sample(restart);
    std::vector<RunEnd> ends = to_carry(std::move(result.ends));
    if (ends.empty()) return std::nullopt;
    const bool in_order = run_on_more_rows(ends);
    const Index leg = in_order ? 0 : leg_of(options_);
    carry(pass_, estimator_, em_, ends, leg, options_.report, result);
    return result;
  }

 private:
  // All moves on the sample may take as long as so many passes over all rows: from there EM
  // has a long way to go in any case.
  static constexpr double moves_cost = 10.0;
  static constexpr std::uint64_t more_rows_stream = std::uint64_t{1} << 35;

  Restart of_sample(Restart restart) const {
    restart.sample_rows = rows_.n_rows();
    return restart;
  }

  // The candidates that may be the best, and the likeliest of the others: few rows of the
  // sample may be enough of all rows.
  std::vector<RunEnd> to_carry(std::vector<RunEnd>&& ends) const {
    // So far from a maximum of all rows lies that of a sample next to it: others that are
    // no farther from each other lead to one of all rows.
    const RivalOptions options{share_, 2.0 * noise_,
                               static_cast<std::size_t>(options_.screen_keep)};
    Rivals rivals(*sample_, rows_, estimator_, options);
    const auto sound = [](const RunEnd& end) { return end.restart.is_candidate(); };
    const auto middle = std::stable_partition(ends.begin(), ends.end(), sound);
    std::vector<RunEnd> others(std::make_move_iterator(middle),
                               std::make_move_iterator(ends.end()));
    ends.erase(middle, ends.end());
    std::vector<RunEnd> carried = rivals.among(std::move(ends));
    if (carried.empty()) return carried;
    for (RunEnd& end : likeliest(std::move(others))) carried.push_back(std::move(end));
    return carried;
  }

  std::vector<RunEnd> likeliest(std::vector<RunEnd>&& ends) const {
    const Judge judge(*sample_, estimator_, em_on_sample_);
    constexpr std::size_t most = 2;
    std::stable_sort(ends.begin(), ends.end(), [](const RunEnd& a, const RunEnd& b) {
      return better(a.restart, b.restart);
    });
    std::vector<RunEnd> result;
    Distinct seen(em_on_sample_.tol * sample_->total_weight());
    for (RunEnd& end : ends) {
      if (result.size() == most) break;
      const bool is_shared = end.parameters.covariances.shared;
      if (is_shared || end.restart.status.trouble == Trouble::empty) continue;
      if (!seen.add(end.restart.score)) continue;
      // As wide as a penalty makes it, rows beyond the sample find their way into it.
      end.parameters = judge.held_up(end.parameters, end.counts);
      end.held.clear();
      result.push_back(std::move(end));
    }
    return result;
  }

  // Takes them to a larger sample, where the way across plateaus costs a quarter, and the winner
  // there to the front. False if none is a candidate there, or all rows are not many more.
  bool run_on_more_rows(std::vector<RunEnd>& ends) const {
    constexpr Index cells = Index{1} << 21;
    constexpr Index worth_it = 3;  // times the rows of the sample
    const Index n = std::min(rows_.drawn_from() / 4, cells / pass_.n_columns());
    if (n < worth_it * rows_.n_rows()) return false;
    Random random(seed_, more_rows_stream);
    const Sample more_rows = pass_.sample(n, random);
    const std::unique_ptr<Pass> pass = pass_.over(more_rows);
    Race race(*pass, estimator_, em_, leg_of(options_));
    race.from(ends, [](std::size_t, const Restart&) {});
    if (!race.restarts()[race.winner()].is_candidate()) return false;
    std::vector<RunEnd> arrived;
    for (const std::size_t i : race.order()) {
      EmRun run = race.take_run(i);
      if (!run.status.ok()) continue;
      Vector counts = run.statistics().counts;
      arrived.push_back({race.restarts()[i], std::move(run.parameters), std::move(counts),
                         std::move(run.held)});
      arrived.back().restart.start = ends[i].restart.start;
    }
    ends = std::move(arrived);
    return true;
  }

  const Pass& pass_;
  const Sample& rows_;
  const std::unique_ptr<Pass> sample_;
  double share_;
  double noise_;
  std::uint64_t seed_;
  const MixtureEstimator& estimator_;
  const EmOptions& em_;
  EmOptions em_on_sample_;
  const SearchOptions& options_;
};

}  // namespace

double rows_per_parameter(const Pass& pass, const Sample& sample, const Family& family,
                          Index n_components) {
  const double rows = static_cast<double>(sample.n_rows()) * pass.count().effective_share;
  return rows / n_parameters_of_mixture(family, static_cast<double>(pass.n_columns()),
                                        static_cast<double>(n_components));
}

bool sample_will_do(const Sample& sample, double rows_per_parameter, const EmOptions& em) {
  constexpr double enough = 10.0;
  return em.tol > 0.0 && em.max_iter > 0 && sample.drawn_from() > 2 * sample.n_rows() &&
         rows_per_parameter >= enough;
}

std::optional<SearchResult> search_on_sample(const Pass& pass, const SearchSample& sample,
                                             const MixtureEstimator& estimator,
                                             const EmOptions& em,
                                             const SearchOptions& options, Index n_starts,
                                             const FirstParameters& first,
                                             const Move& move) {
  return SampledSearch(pass, sample, estimator, em, options).from(n_starts, first, move);
}

}  // namespace gaussmix
