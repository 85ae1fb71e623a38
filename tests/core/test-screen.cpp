// Which starts go on from few rows.

#include <catch.h>

#include <optional>
#include <vector>

#include "actor.h"
#include "core/search/screen.h"
#include "problem.h"

using namespace gaussmix;

TEST_CASE("starts are screened on few rows, and the best that differ are kept",
          "[search][screen]") {
  // Places 1, 1, 2, 2, ..., 7, 7, and one that would be best, but is empty.
  std::vector<Role> roles = {{0.0, Trouble::empty}};
  for (int place = 1; place <= 7; ++place) {
    roles.push_back({static_cast<double>(place)});
    roles.push_back({static_cast<double>(place)});
  }
  const Problem data = unweighted(Matrix::Zero(10, 1));
  const Actor actor;
  EmOptions em;
  em.tol = 0.0;
  const Screened screened =
      screen_starts(data.pass(), actor, em, {}, static_cast<Index>(roles.size()),
                    [&](Index s, Index) -> std::optional<Parameters> {
                      return as_parameters(roles[static_cast<std::size_t>(s)]);
                    });
  // Ten of the fifteen go on after three iterations: up to place 5.
  std::vector<Index> kept;
  for (const RunEnd& end : screened.kept) kept.push_back(end.restart.start);
  CHECK(kept == std::vector<Index>({1, 3, 5, 7, 9}));
  REQUIRE(screened.restarts.size() == roles.size());
  for (std::size_t s = 0; s < roles.size(); ++s) {
    CAPTURE(s);
    const Restart& restart = screened.restarts[s];
    const bool repeats = s % 2 == 0 && s > 0 && s <= 8;
    CHECK(restart.start == static_cast<Index>(s));
    CHECK(restart.iterations == (s > 0 && s <= 10 ? 10 : 3));
    CHECK(restart.screening ==
          (repeats ? Screening::repeats_another : Screening::not_among_best));
  }
  for (std::size_t i = 0; i < screened.kept.size(); ++i) {
    CHECK(role_of(screened.kept[i].parameters).place == static_cast<double>(i + 1));
  }
}

TEST_CASE("where the best of the first eight starts are enough, no other goes on",
          "[search][screen]") {
  std::vector<Role> roles;
  for (int place = 12; place >= 1; --place) roles.push_back({static_cast<double>(place)});
  const Problem data = unweighted(Matrix::Zero(10, 1));
  const Actor actor;
  EmOptions em;
  em.tol = 0.0;
  std::vector<Index> asked;
  const auto screened = [&](bool is_enough) {
    return screen_starts(
        data.pass(), actor, em, {}, static_cast<Index>(roles.size()),
        [&](Index s, Index) -> std::optional<Parameters> {
          return as_parameters(roles[static_cast<std::size_t>(s)]);
        },
        [&](const std::vector<RunEnd>& ends) {
          for (const RunEnd& end : ends) asked.push_back(end.restart.start);
          return is_enough;
        });
  };
  // Places 12 to 5, of which 5 to 8 are the best, and 4 to 1, which nobody looks at.
  const Screened enough = screened(true);
  CHECK(asked == std::vector<Index>({7, 6, 5, 4}));
  REQUIRE(enough.kept.size() == 4);
  CHECK(enough.kept[0].restart.start == 7);
  for (std::size_t s = 0; s < roles.size(); ++s) {
    CAPTURE(s);
    CHECK(enough.restarts[s].iterations == (s < 4 ? 3 : s < 8 ? 10 : 0));
  }
  // Else the four stand beside the others as if they had not been asked.
  const Screened all = screened(false);
  CHECK(all.kept[0].restart.start == 11);
  CHECK(all.restarts[2].iterations == 10);
  CHECK(all.restarts[0].iterations == 3);
}
