#include "from-starts.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "../ground/random.h"
#include "../ground/watch.h"
#include "../nouns/shape.h"
#include "../pass/local-pass.h"
#include "../search/first-parameters.h"
#include "../search/judge.h"
#include "../search/saddle.h"
#include "../search/sampled-search.h"
#include "../search/screen.h"
#include "../search/search.h"
#include "../starts/start-recipe.h"
#include "../starts/swap.h"
#include "noise.h"
#include "ridge-of-fit.h"
#include "run-given.h"
#include "settle.h"

namespace gaussmix {

namespace {

// So many swaps for each component take about a tenth of a second of one processor, at an iteration
// for each swap, as most are given up after a few.
double affordable_swaps(const Pass& pass, const Family& family, Index n_components) {
  constexpr double products = 1.8e8;
  // What the exponential of a density and all around it take.
  constexpr double around = 30.0;
  const double d = static_cast<double>(pass.n_columns());
  const double of_a_density = around + 1.0 + d + std::max(n_numbers(family.shape, d), d);
  const double k = static_cast<double>(n_components);
  return products / (static_cast<double>(pass.count().all) * of_a_density * k * k);
}

// How many swaps in a row may be in vain for each component. Of one component there is
// nothing to swap.
Index swaps_per_component(const Pass& pass, const Family& family, Index n_components,
                          const FitOptions& options) {
  if (n_components == 1) return 0;
  return static_cast<Index>(std::clamp(affordable_swaps(pass, family, n_components),
                                       static_cast<double>(options.least_swaps),
                                       static_cast<double>(options.most_swaps)));
}

Fit fit_of(SearchResult&& found, const Vector& ridge) {
  Fit fit;
  fit.run = std::move(found.run);
  fit.ridge = ridge;
  fit.restarts = std::move(found.restarts);
  fit.chosen = found.chosen;
  fit.swaps = found.moves;
  fit.gainful_swaps = found.gains;
  return fit;
}

bool has_candidate(const SearchResult& found) {
  return found.restarts[static_cast<std::size_t>(found.chosen)].is_candidate();
}

// Whether a search would be one run on all rows: that of one component.
bool is_one_run(const Pass& pass, const Model& model, const StartSample& sample,
                const StartSet& set, const FitOptions& options) {
  if (set.n_components() > 1 || set.starts.size() > 1 || set.starts[0].is_about_sample())
    return false;
  const double each = rows_per_parameter(pass, sample.rows(), model.family, 1);
  return !sample_will_do(sample.rows(), each, options.em);
}

// The search of a fit: what its starts begin with, and swaps, on the sample or on all rows.
class SearchOfFit {
 public:
  // What is referred to must live as long.
  SearchOfFit(const Pass& pass, const Model& model, const MixtureEstimator& estimator,
              const Vector& ridge, const StartSample& sample, const StartSet& set,
              const std::vector<Parameters>& known, std::uint64_t seed,
              const FitOptions& options)
      : pass_(pass),
        sample_pass_(sample.rows(), pass.execution()),
        model_(model),
        estimator_(estimator),
        ridge_(ridge),
        sample_(sample),
        set_(set),
        known_(known),
        seed_(seed),
        options_(options),
        random_swap_(sample.rows(), Random(seed, move_stream),
                     model.method.may_be_empty()),
        begins_on_sample_(sample_will_do(
            sample.rows(),
            rows_per_parameter(pass, sample.rows(), model.family, set.n_components()),
            options.em)) {}

  SearchResult run() {
    const Move swap = [this](const Parameters& from) {
      return ordered(random_swap_(from));
    };
    SearchOptions options = options_on(pass_);
    std::optional<SearchResult> found;
    if (begins_on_sample_) {
      found = search_on_sample(pass_, as_search_sample(sample_.rows()), estimator_,
                               options_.em, options_on(sample_pass_), n_starts(),
                               first_on(sample_pass_), swap);
    } else if (may_screen()) {
      found = search_from_few_rows(options);
    }
    if (found && has_candidate(*found)) return std::move(*found);
    // What was sound on the sample is not on all rows: the first optimum that is will do.
    if (found) options.agreement = 1;
    return search(pass_, estimator_, options_.em, options, n_starts(), first_on(pass_),
                  swap);
  }

 private:
  static constexpr std::uint64_t move_stream = std::uint64_t{1} << 32;
  static constexpr std::uint64_t fewer_rows_stream = std::uint64_t{1} << 36;

  // There are more starts than are run to their ends, and a search takes time.
  bool may_screen() const {
    const Index n_components = set_.n_components();
    return options_.em.tol > 0.0 && n_starts() > options_.search.screen_keep &&
           n_components > 1 && affordable_swaps(pass_, model_.family, n_components) < 1.0;
  }

  // Enough for components to have their width.
  bool are_enough(const Sample& rows) const {
    constexpr double enough = 4.0;
    const double effective =
        static_cast<double>(rows.n_rows()) * pass_.count().effective_share;
    return effective >=
           enough * static_cast<double>(set_.n_components() * (pass_.n_columns() + 1));
  }

  // Of many more rows than the sample has, starts race that were screened on it. Of others
  // a quarter tells whether there is anything to search for.
  std::optional<SearchResult> search_from_few_rows(const SearchOptions& options) const {
    constexpr Index many_more = 4;
    const Sample& rows = sample_.rows();
    const bool many = rows.drawn_from() > many_more * rows.n_rows();
    std::optional<Sample> fewer;
    if (!many) {
      Random random(seed_, fewer_rows_stream);
      fewer = rows.sample(rows.drawn_from() / many_more, random);
    }
    const Sample& few = fewer ? *fewer : rows;
    if (!are_enough(few)) return std::nullopt;
    return search_from_screened(pass_, as_search_sample(few), estimator_, options_.em,
                                options, many, n_starts(),
                                first_on(many ? sample_pass_ : pass_));
  }

  Index n_starts() const { return static_cast<Index>(set_.starts.size() + known_.size()); }

  SearchSample as_search_sample(const Sample& rows) const {
    const double share = static_cast<double>(rows.n_rows()) /
                         static_cast<double>(sample_.rows().drawn_from());
    const double each =
        rows_per_parameter(pass_, rows, model_.family, set_.n_components());
    // Half a chi-squared with as many degrees of freedom as there are parameters.
    return {rows, share, 0.5 / each, seed_};
  }

  // In another order than this, sticks would be judged by it as much as by the components.
  Parameters ordered(Parameters p) const {
    if (!model_.method.is_ordered()) return p;
    return reordered(p, by_decreasing_weight(p.weights));
  }

  // What starts begin with, those of the set before the known parameters. The latter cannot be
  // drawn again.
  FirstParameters first_on(const Pass& pass) const {
    return [this, &pass](Index start, Index draw) -> std::optional<Parameters> {
      const std::size_t at = static_cast<std::size_t>(start);
      const std::size_t n_own = set_.starts.size();
      if (at >= n_own) {
        if (draw > 0) return std::nullopt;
        return ordered(known_[at - n_own]);
      }
      if (draw == 0) return begun_at(set_.starts[at], pass);
      const std::size_t number = at + n_own * static_cast<std::size_t>(draw);
      return begun_at(draw_start(sample_, set_.starts[at].kind, set_.n_components(),
                                 set_.seed, number, true, options_.kmeans_max_iter,
                                 pass_.execution()),
                      pass);
    };
  }

  Parameters begun_at(const Start& start, const Pass& pass) const {
    const Pass& rows = start.is_about_sample() ? sample_pass_ : pass;
    return ordered(first_parameters(rows, model_.family, estimator_, start, ridge_));
  }

  SearchOptions options_on(const Pass& pass) const {
    // Of more there are too many pairs, where the passes for them are not counted.
    constexpr Index most_components = 40;
    const Index n_components = set_.n_components();
    const bool too_many = n_components > most_components && !begins_on_sample_;
    const Index swaps =
        too_many ? 0 : swaps_per_component(pass, model_.family, n_components, options_);
    SearchOptions of_search = options_.search;
    of_search.moves = swaps * n_components;
    // What is best of a sample need not be of all rows. From few swaps a run does not get far.
    if (begins_on_sample_) of_search.moved = std::clamp<Index>(swaps / 4, 1, 4);
    return of_search;
  }

  const Pass& pass_;
  const LocalPass sample_pass_;
  const Model& model_;
  const MixtureEstimator& estimator_;
  const Vector& ridge_;
  const StartSample& sample_;
  const StartSet& set_;
  const std::vector<Parameters>& known_;
  const std::uint64_t seed_;
  const FitOptions& options_;
  RandomSwap random_swap_;
  const bool begins_on_sample_;
};

}  // namespace

Fit fit_from_start_set(const Pass& pass, const Model& model, const StartSample& sample,
                       const StartSet& set, const std::vector<Parameters>& known,
                       std::uint64_t seed, const FitOptions& given) {
  const Watch watch(pass.execution().check_interrupt);
  const FitOptions options = options_of(given, pass, model.family, set.n_components());
  const Ridge ridge = ridge_of(options, set.reference);
  const auto made = make_estimator(model, set.n_components(), ridge);
  const MixtureEstimator& estimator = *made;
  SearchOfFit search_of_fit(pass, model, estimator, ridge.variances, sample, set, known,
                            seed, options);
  Fit fit = fit_of(search_of_fit.run(), ridge.variances);
  if (model.method.is_ordered()) settle_order(pass, estimator, options.em, fit);
  const Judge judge(pass, estimator, options.em);
  if (fit.run.converged && !model.method.may_be_empty()) {
    Restart& chosen = fit.restarts[static_cast<std::size_t>(fit.chosen)];
    if (leave_saddle(pass, judge, fit.run)) {
      chosen = judge.verdict(chosen.start, fit.run, -INFINITY);
    }
    judge.doubt(fit.run, chosen);
  }
  describe_degenerate(pass, model, estimator, judge, fit);
  settle_in_data(pass, estimator, fit);
  return fit;
}

Fit fit_from_starts(const Pass& pass, const Model& model,
                    const std::vector<StartKind>& kinds, Index n_components,
                    std::uint64_t seed, const FitOptions& options) {
  const Watch watch(pass.execution().check_interrupt);
  const StartRecipe recipe{n_components, seed, kinds};
  std::optional<StartSample> sample(std::in_place, pass, recipe);
  std::optional<StartSet> set(
      make_starts(recipe, *sample, options.kmeans_max_iter, pass.execution()));
  if (!is_one_run(pass, model, *sample, *set, options)) {
    return fit_from_start_set(pass, model, *sample, *set, {}, seed, options);
  }
  const Ridge ridge = ridge_of(options, set->reference);
  const auto estimator = make_estimator(model, n_components, ridge);
  Parameters first =
      first_parameters(pass, model.family, *estimator, set->starts[0], ridge.variances);
  // They take more memory than all that follows.
  set.reset();
  sample.reset();
  Fit fit = run_given(pass, model, *estimator, std::move(first), false, options);
  fit.ridge = ridge.variances;
  return fit;
}

}  // namespace gaussmix
