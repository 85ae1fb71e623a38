// Fits that know of each other: several structures and numbers of components.

#include <catch.h>

#include <cmath>
#include <vector>

#include "compare.h"
#include "core/fit/select.h"
#include "core/starts/grow.h"
#include "families.h"
#include "problem.h"

using namespace gaussmix;

namespace {

// Three overlapping clusters.
Problem overlapping_clusters() {
  Dice dice(7);
  Problem problem = unweighted(dice.normals(240, 2));
  problem.values.middleRows(80, 80).array() += 2.5;
  problem.values.bottomRows(80).col(0).array() -= 3.0;
  return problem;
}

std::vector<StartRecipe> candidates_of(const std::vector<Index>& counts,
                                       std::size_t n_init) {
  std::vector<StartRecipe> candidates;
  for (const Index k : counts) {
    candidates.push_back({k, 100 + static_cast<std::uint64_t>(k),
                          std::vector<StartKind>(k == 1 ? 1 : n_init, StartKind::kmeans)});
  }
  return candidates;
}

std::vector<Model> structures_of(std::vector<const char*> names) {
  std::vector<Model> structures;
  for (const char* name : names) structures.push_back(family_called(name));
  return structures;
}

FitOptions options_of() {
  FitOptions options;
  options.least_swaps = options.most_swaps = 1;
  options.constant_columns.assign(2, false);
  return options;
}

}  // namespace

TEST_CASE("a mixture that has grown has all components and all weight", "[select]") {
  const Problem problem = overlapping_clusters();
  Problem weighted = problem;
  weighted.weights = Vector::Ones(240);
  const Sample sample = whole_sample(weighted);
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    Dice dice(3);
    const Parameters small = random_parameters(family, 2, 2, dice);
    Random random(1, 0);
    const Parameters large = grow(small, 5, sample, random);
    CHECK(large.n_components() == 5);
    CHECK(large.means.cols() == 5);
    CHECK(large.weights.sum() == Approx(1.0).epsilon(1e-14));
    CHECK(large.weights.minCoeff() > 0.0);
    Status status;
    make_plan(large, status);
    CHECK(status.ok());
    const Parameters wide = grow_widest(small, 5, random);
    CHECK(wide.n_components() == 5);
    CHECK(wide.weights.sum() == Approx(1.0).epsilon(1e-14));
    // Its mean is that of the small one.
    CHECK((wide.means * wide.weights - small.means * small.weights).norm() < 1e-13);
    make_plan(wide, status);
    CHECK(status.ok());
  }
}

TEST_CASE("a selection is the same on any number of threads", "[select][threads]") {
  const Problem problem = overlapping_clusters();
  const auto one = problem.pass(1);
  const auto three = problem.pass(3);
  const FitOptions options = options_of();
  Selection alone(one, structures_of({"full", "tied", "diag"}),
                  candidates_of({1, 2, 4}, 6), options);
  Selection beside(three, structures_of({"full", "tied", "diag"}),
                   candidates_of({1, 2, 4}, 6), options);
  alone.run(true, []() {});
  beside.run(true, []() {});
  CHECK(alone.finished() == 9);
  CHECK(beside.finished() == 9);
  for (std::size_t i = 0; i < 9; ++i) {
    const Fit& a = alone.combinations()[i].fit;
    const Fit& b = beside.combinations()[i].fit;
    CHECK(a.run.objective() == b.run.objective());
    CHECK(a.run.parameters.means == b.run.parameters.means);
    CHECK(a.restarts.size() == b.restarts.size());
  }
}

TEST_CASE("a fit also begins at the one with fewer components", "[select]") {
  const Problem problem = overlapping_clusters();
  const auto pass = problem.pass();
  const FitOptions options = options_of();
  Selection selection(pass, structures_of({"spherical"}), candidates_of({1, 2, 3, 6}, 2),
                      options);
  selection.run(false, []() {});
  const auto& all = selection.combinations();
  CHECK(all[0].fit.restarts.size() == 1);
  double before = -INFINITY;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) CHECK(all[i].fit.restarts.size() == 6);
    // The smaller mixture is among those with more components.
    CHECK(all[i].fit.run.objective() > before);
    before = all[i].fit.run.objective();
  }
}

TEST_CASE("a selection that is ended holds what has been finished", "[select]") {
  struct Interrupt {};
  const Problem problem = overlapping_clusters();
  const auto pass = problem.pass();
  const FitOptions options = options_of();
  Selection selection(pass, structures_of({"full", "diag"}), candidates_of({1, 2}, 2),
                      options);
  const auto after_three = [&]() {
    if (selection.finished() == 3) throw Interrupt();
  };
  CHECK_THROWS_AS(selection.run(false, after_three), Interrupt);
  const auto& all = selection.combinations();
  CHECK(all[2].finished);
  CHECK_FALSE(all[3].finished);
  CHECK(std::isfinite(all[2].fit.run.objective()));

  const auto by_two = problem.pass(2);
  Selection parallel(by_two, structures_of({"full", "diag"}), candidates_of({1, 2}, 2),
                     options);
  CHECK_THROWS_AS(parallel.run(true,
                               [&]() {
                                 if (parallel.finished() < 4) throw Interrupt();
                               }),
                  Interrupt);
}
