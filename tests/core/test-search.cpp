// Which of several starts is returned.

#include <catch.h>

#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "actor.h"
#include "core/search/search.h"
#include "problem.h"

using namespace gaussmix;

namespace {

constexpr Index never = Index{1} << 40;

struct Stage {
  Problem data = unweighted(Matrix::Zero(10, 1));
  EmOptions em;
  SearchOptions search_options;
  std::vector<Index> reported;
  std::vector<std::vector<Role>> understudies;  // of each start, when it is drawn again
  std::vector<std::pair<Index, Index>> drawn_again;
  std::function<Role(const Role&)> move = [](const Role& role) { return role; };

  Stage() {
    em.tol = 0.0;
    em.max_iter = 20;
  }

  SearchResult play(const std::vector<Role>& roles) {
    reported.clear();
    search_options.report = [this](const Restart& restart) {
      reported.push_back(restart.start);
    };
    const auto pass = data.pass();
    const Actor actor;
    const auto first = [&](Index s, Index draw) -> std::optional<Parameters> {
      const auto at = static_cast<std::size_t>(s);
      if (draw == 0) return as_parameters(roles[at]);
      const auto next = static_cast<std::size_t>(draw - 1);
      if (at >= understudies.size() || next >= understudies[at].size()) return {};
      drawn_again.push_back({s, draw});
      return as_parameters(understudies[at][next]);
    };
    return search(
        pass, actor, em, search_options, static_cast<Index>(roles.size()), first,
        [&](const Parameters& from) { return as_parameters(move(role_of(from))); });
  }
};

// Ten rows at zero, a plan at the place with log constant zero.
double log_likelihood_at(double place) { return -5.0 * place * place; }

}  // namespace

TEST_CASE("the most likely sound run is returned", "[search]") {
  Stage stage;
  const auto result = stage.play({{2.0}, {1.0}, {3.0}});
  CHECK(result.chosen == 1);
  CHECK(role_of(result.run.parameters).place == 1.0);
  CHECK(result.restarts.size() == 3);
  for (Index s = 0; s < 3; ++s) {
    CHECK(result.restarts[static_cast<std::size_t>(s)].start == s);
    CHECK(result.restarts[static_cast<std::size_t>(s)].status.ok());
    CHECK(result.restarts[static_cast<std::size_t>(s)].iterations == 20);
  }
  CHECK(result.restarts[1].objective == log_likelihood_at(1.0));
  CHECK(result.run.statistics().log_likelihood == log_likelihood_at(1.0));
  CHECK(result.run.trace.size() == 21);
}

TEST_CASE("a collapsed run never beats a sound one", "[search]") {
  for (const Trouble trouble :
       {Trouble::at_ridge, Trouble::small_variance, Trouble::empty, Trouble::singular}) {
    for (const Index after : {0, 5, 15, 20}) {
      CAPTURE(static_cast<int>(trouble));
      CAPTURE(after);
      // Few starts are run at once, many are screened with ten iterations first.
      for (const std::size_t n_starts : {3, 12}) {
        Stage stage;
        std::vector<Role> roles(n_starts, {0.0, trouble, after});
        for (std::size_t s = 0; s < n_starts; ++s)
          roles[s].place = 0.01 * static_cast<double>(s + 1);
        roles[n_starts / 2] = {5.0};
        const auto result = stage.play(roles);
        CHECK(result.chosen == static_cast<Index>(n_starts / 2));
        CHECK(role_of(result.run.parameters).place == 5.0);
        CHECK(result.run.status.ok());
        CHECK(result.run.statistics().log_likelihood == log_likelihood_at(5.0));
      }
    }
  }
}

TEST_CASE("a start that collapses at once is drawn again", "[search][redraw]") {
  // Ten iterations of screening, of which the first three are the first look.
  const Role lost{0.5, Trouble::small_variance, 3};
  std::vector<Role> roles(12, {9.0});
  for (std::size_t s = 0; s < roles.size(); ++s)
    roles[s].place += 0.1 * static_cast<double>(s);
  roles[4] = lost;
  roles[7] = {2.0, Trouble::small_variance, 4};
  Stage stage;
  stage.understudies.assign(12, {{1.0}});
  stage.understudies[4] = {lost, {4.0}, {3.0}};
  const auto result = stage.play(roles);
  // Not those that are sound, and not any more once one is.
  using Draws = std::vector<std::pair<Index, Index>>;
  CHECK((stage.drawn_again == Draws{{4, 1}, {4, 2}}));
  CHECK(result.chosen == 4);
  CHECK(role_of(result.run.parameters).place == 4.0);
  CHECK(result.restarts.size() == 12);

  // Not four times, and not once more than there are starts.
  std::vector<Role> hopeless(12, lost);
  Stage other;
  other.understudies.assign(12, std::vector<Role>(20, lost));
  other.play(hopeless);
  CHECK((other.drawn_again == Draws{{0, 1},
                                    {0, 2},
                                    {0, 3},
                                    {0, 4},
                                    {1, 1},
                                    {1, 2},
                                    {1, 3},
                                    {1, 4},
                                    {2, 1},
                                    {2, 2},
                                    {2, 3},
                                    {2, 4}}));

  // Who asks for few starts gets these.
  Stage few;
  few.understudies.assign(5, {{1.0}});
  few.play(std::vector<Role>(5, lost));
  CHECK(few.drawn_again.empty());
}

TEST_CASE("moves go on until enough of them in a row were in vain", "[search][swap]") {
  const std::vector<Role> roles = {{3.0}, {1.0}, {0.5, Trouble::at_ridge, 0}, {2.0}, {2.0}};
  using Count = std::map<double, int>;
  const auto moves_from = [](const std::vector<Role>& from, Index moves, Index moved,
                             double to_from_2) {
    Stage stage;
    stage.search_options.moves = moves;
    stage.search_options.moved = moved;
    Count count;
    stage.move = [&](const Role& role) {
      ++count[role.place];
      return role.place == 2.0 ? Role{to_from_2} : role;
    };
    const auto result = stage.play(from);
    Index sum = 0;
    for (const auto& of : count) sum += of.second;
    CHECK(result.moves == sum);
    count[-1.0] = static_cast<int>(role_of(result.run.parameters).place * 1000.0);
    return count;
  };
  // The best was found once: seven in vain are not enough, twice as many are.
  CHECK((moves_from(roles, 7, 1, 2.0) == Count{{-1.0, 1000}, {1.0, 14}}));
  std::vector<Role> twice = roles;
  twice.push_back({1.0});
  CHECK((moves_from(twice, 7, 1, 2.0) == Count{{-1.0, 1000}, {1.0, 7}}));
  // Of several runs each has its part of the first half, twice as well, and the best all of the
  // second. The two runs to 2 are one optimum: 3 / 2 and 3 for the halves of 7.
  CHECK((moves_from(roles, 7, 2, 2.0) == Count{{-1.0, 1000}, {1.0, 2 + 6}, {2.0, 2}}));
  CHECK((moves_from(roles, 7, 3, 2.0) ==
         Count{{-1.0, 1000}, {1.0, 2 + 6}, {2.0, 2}, {3.0, 2}}));
  // There is no fourth.
  CHECK((moves_from(roles, 8, 4, 2.0) ==
         Count{{-1.0, 1000}, {1.0, 2 + 8}, {2.0, 2}, {3.0, 2}}));
  // From the second best to what none has reached: it counts anew, and goes on from there.
  CHECK((moves_from(roles, 8, 3, 0.25) ==
         Count{{-1.0, 250}, {0.25, 2 + 8}, {1.0, 2}, {2.0, 1}, {3.0, 2}}));
  // From the second best to the best: there others have been.
  CHECK((moves_from(roles, 8, 2, 1.0) == Count{{-1.0, 1000}, {1.0, 4 + 8}, {2.0, 1}}));
}

TEST_CASE("when all collapse the best of them is returned", "[search]") {
  for (const Index after : {0, 15}) {
    for (const std::size_t n_starts : {4, 13}) {
      Stage stage;
      std::vector<Role> roles(n_starts, {0.0, Trouble::at_ridge, after});
      for (std::size_t s = 0; s < n_starts; ++s)
        roles[s].place = 1.0 + static_cast<double>((s * 5 + 2) % n_starts);
      const auto result = stage.play(roles);
      CHECK(role_of(result.run.parameters).place == 1.0);
      const Restart& chosen = result.restarts[static_cast<std::size_t>(result.chosen)];
      CHECK(chosen.status.trouble == Trouble::at_ridge);
      CHECK(chosen.objective == log_likelihood_at(1.0));
      // None is left out while there is hope for a sound one.
      CHECK(stage.reported.size() == n_starts);
    }
  }
}

TEST_CASE("a collapsed run is preferred to one that failed", "[search]") {
  Stage stage;
  const auto result = stage.play({{0.0, Trouble::singular, 5},
                                  {3.0, Trouble::small_variance, 0},
                                  {0.0, Trouble::singular, 0}});
  CHECK(result.chosen == 1);
  CHECK(result.restarts[0].status.trouble == Trouble::singular);
  CHECK(result.restarts[2].status.trouble == Trouble::singular);
  CHECK(result.restarts[2].iterations == 0);
  CHECK(result.restarts[0].iterations == 4);
}

TEST_CASE("of failed runs the one with a likelihood is preferred", "[search][singular]") {
  // The first never had a plan; the second had one for four iterations.
  Stage stage;
  const auto result =
      stage.play({{0.0, Trouble::singular, 0}, {3.0, Trouble::singular, 5}});
  CHECK(result.restarts[0].objective == -INFINITY);
  CHECK(result.chosen == 1);
}

TEST_CASE("a failed run that is returned has the likelihood of its restart",
          "[search][singular]") {
  // All fail in the screening, after four iterations.
  Stage stage;
  std::vector<Role> roles(8, {3.0, Trouble::singular, 5});
  const auto result = stage.play(roles);
  const Restart& chosen = result.restarts[static_cast<std::size_t>(result.chosen)];
  CHECK(chosen.objective == log_likelihood_at(3.0));
  CHECK(result.run.trace.back() == log_likelihood_at(3.0));
  CHECK(result.run.statistics().log_likelihood == chosen.objective);
}

TEST_CASE("the best of the screening go on, equals only once", "[search]") {
  Stage stage;
  // Places 1, 1, 2, 2, ..., 7, 7: five different ones are kept.
  std::vector<Role> roles;
  for (int place = 1; place <= 7; ++place) {
    roles.push_back({static_cast<double>(place)});
    roles.push_back({static_cast<double>(place)});
  }
  const auto result = stage.play(roles);
  CHECK(result.chosen == 0);
  CHECK(stage.reported == std::vector<Index>({0, 2, 4, 6, 8}));
  for (std::size_t s = 0; s < roles.size(); ++s) {
    CAPTURE(s);
    const Restart& restart = result.restarts[s];
    // After three iterations ten of the fourteen go on, after ten the best.
    const Index screened = s < 10 ? 10 : 3;
    CHECK(restart.iterations == (restart.screening == Screening::kept ? 20 : screened));
    if (s % 2 == 1 && s < 10) CHECK(restart.screening == Screening::repeats_another);
    if (s % 2 == 0 && s < 10) CHECK(restart.screening == Screening::kept);
    if (s >= 10) CHECK(restart.screening == Screening::not_among_best);
  }
}

TEST_CASE("a search ends when as many runs agree as are wanted", "[search]") {
  Stage stage;
  Index moved = 0;
  stage.move = [&](const Role& role) {
    ++moved;
    return role;
  };
  stage.search_options.moves = 3;
  stage.search_options.agreement = 2;
  // The first three end in one place, which two of them are enough to tell.
  const auto result = stage.play({{1.0}, {1.0}, {1.0}, {2.0}});
  CHECK(stage.reported == std::vector<Index>({0, 1}));
  CHECK(result.restarts[2].screening == Screening::not_among_best);
  CHECK(result.restarts[3].screening == Screening::not_among_best);
  CHECK(moved == 0);
  // Where no two agree all are run, and moves are made.
  stage.play({{1.0}, {3.0}, {4.0}, {2.0}});
  CHECK(stage.reported.size() == 4);
  CHECK(moved > 0);
}

TEST_CASE("starts that meet in one optimum make room for others", "[search]") {
  // All but the last are different after the screening and equal at the end.
  Stage stage;
  std::vector<Role> roles;
  for (int s = 0; s < 14; ++s) {
    // After 10 updates at 1 + 0.1 s, after 20 at 1.
    const double step = -0.01 * s;
    roles.push_back({1.0 + 0.2 * s, Trouble::none, never, step});
  }
  const auto result = stage.play(roles);
  // Twice as many as would be kept, and no more.
  CHECK(stage.reported.size() == 10);
  CHECK(result.restarts[9].screening == Screening::kept);
  CHECK(result.restarts[10].screening == Screening::not_among_best);
}

TEST_CASE("a run that collapses late makes room for the next", "[search]") {
  Stage stage;
  std::vector<Role> roles;
  for (int s = 0; s < 12; ++s) roles.push_back({1.0 + s, Trouble::small_variance, 15});
  roles[11].end = Trouble::none;
  const auto result = stage.play(roles);
  CHECK(result.chosen == 11);
  CHECK(result.restarts[0].status.trouble == Trouble::small_variance);
}

TEST_CASE("a run that falls is returned where it was best", "[search][monotone]") {
  // The place moves away from the data in every update; only its start is good.
  for (const std::size_t n_starts : {2, 9}) {
    Stage stage;
    std::vector<Role> roles(n_starts, {1.0, Trouble::none, never, 1.0});
    for (std::size_t s = 1; s < n_starts; ++s)
      roles[s].place = 100.0 * static_cast<double>(s);
    stage.em.tol = 1e-8;
    const auto best = stage.play(roles);
    CHECK(best.chosen == 0);
    CHECK(role_of(best.run.parameters).place == 1.0);
    CHECK(best.run.statistics().log_likelihood == log_likelihood_at(1.0));
    CHECK(best.restarts[0].objective == log_likelihood_at(1.0));
    // Without a tolerance, twenty updates are twenty updates.
    stage.em.tol = 0.0;
    const auto last = stage.play(roles);
    CHECK(role_of(last.run.parameters).place == 21.0);
    CHECK(last.run.statistics().log_likelihood == log_likelihood_at(21.0));
  }
}

TEST_CASE("a screening is no longer than the run", "[search]") {
  Stage stage;
  for (const Index max_iter : {0, 1, 4}) {
    stage.em.max_iter = max_iter;
    std::vector<Role> roles;
    for (int s = 0; s < 8; ++s) roles.push_back({1.0 + s});
    const auto result = stage.play(roles);
    CHECK(result.run.iterations() == max_iter);
    for (const Restart& restart : result.restarts) CHECK(restart.iterations == max_iter);
  }
}

TEST_CASE("runs compare by what they are worth, then by score", "[search]") {
  const auto restart = [](Verdict verdict, double score) {
    Restart r;
    r.verdict = verdict;
    r.score = score;
    return r;
  };
  const auto candidate = restart(Verdict::candidate, -50.0);
  CHECK(better(candidate, restart(Verdict::candidate, -60.0)));
  CHECK_FALSE(better(candidate, candidate));
  CHECK(better(candidate, restart(Verdict::unsupported, -5.0)));
  CHECK(better(restart(Verdict::untested, -5.0), restart(Verdict::unsupported, -6.0)));
  CHECK(better(restart(Verdict::unsupported, -50.0), restart(Verdict::excluded, -5.0)));
  CHECK(better(restart(Verdict::excluded, -50.0), restart(Verdict::failed, -5.0)));
  // Nobody knows yet what becomes of a run on its way.
  CHECK(more_promising(restart(Verdict::untested, -5.0), candidate));
  CHECK(more_promising(candidate, restart(Verdict::excluded, -5.0)));
  CHECK(more_promising(restart(Verdict::excluded, -50.0), restart(Verdict::failed, -5.0)));
}
