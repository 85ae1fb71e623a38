// Statistics of a pass: against the reference, and as sums of those of pieces.

#include <catch.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "compare.h"
#include "core/nouns/plan.h"
#include "core/pass/given-responder.h"
#include "core/pass/hard-responder.h"
#include "core/pass/pass.h"
#include "core/pass/responder.h"
#include "core/pass/soft-responder.h"
#include "core/pass/statistics-sink.h"
#include "families.h"
#include "models.h"
#include "problem.h"
#include "reference.h"
#include "scatter-requests.h"

using namespace gaussmix;

namespace {

constexpr Index n_components = 3;

// Blocks are cut at 64 to 512 rows: sizes on both sides of these. Of fewer rows than kernels
// take at once, 32, columns may lie close to each other.
const std::vector<Index> row_counts = {1, 2, 31, 32, 33, 63, 64, 65, 511, 512, 513, 5000};

// What the responder is for the rows first, ..., last - 1 of a problem.
using ResponderOfPiece =
    std::function<std::unique_ptr<Responder>(Index first, Index count)>;

Statistics sum_of_pieces(const Problem& problem, const ResponderOfPiece& responder_of,
                         ScatterRequest request, const Matrix& origins, Index pieces) {
  Statistics sum(request, origins);
  for (Index p = 0; p < pieces; ++p) {
    const Index first = problem.n() * p / pieces;
    const Index count = problem.n() * (p + 1) / pieces - first;
    const Problem piece = problem.slice(first, count);
    sum += piece.pass().sum(*responder_of(first, count), request, origins);
  }
  return sum;
}

// Whatever the cut, the statistics are those of the reference.
void check_cuts(const Problem& problem, const ResponderOfPiece& responder_of,
                const reference::Posterior& posterior, const Matrix& origins) {
  const reference::Sums expected = reference::sum_about(
      as_table(origins.transpose()), rows_of(problem), weights_of(problem), posterior);
  for (const ScatterRequest request : requests) {
    CAPTURE(static_cast<int>(request.scatter));
    CAPTURE(request.pooled);
    const Statistics whole =
        problem.pass().sum(*responder_of(0, problem.n()), request, origins);
    CHECK(whole.request == request);
    CHECK(same_bits(whole.origins, origins));
    CHECK(statistics_error(whole, expected) < 1e-12);
    for (const Index pieces : {1, 7, 1000}) {
      CAPTURE(pieces);
      const Statistics sum =
          sum_of_pieces(problem, responder_of, request, origins, pieces);
      CHECK(statistics_error(sum, expected) < 1e-12);
    }
  }
}

reference::Posterior posterior_of_labels(const std::vector<int>& labels) {
  reference::Table z = reference::zeros(labels.size(), n_components);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    z[i][static_cast<std::size_t>(labels[i])] = 1;
  }
  return reference::given(z);
}

}  // namespace

TEST_CASE("soft statistics of any cut of the rows are those of the reference",
          "[statistics][long]") {
  for (const Index n : row_counts) {
    // Tiles are of four or six columns; roots of the weights begin at thirteen, panels of
    // four columns, of which three make a tile, at twenty.
    for (const Index d : {1, 3, 6, 7, 12, 13, 17, 20, 27, 41}) {
      for (const bool weighted : {false, true}) {
        CAPTURE(n);
        CAPTURE(d);
        CAPTURE(weighted);
        Dice dice(static_cast<std::uint64_t>(1000 * n + 10 * d + weighted));
        const Problem problem = random_problem(n, d, n_components, weighted, dice);
        const Parameters parameters =
            random_parameters(full_family(), d, n_components, dice);
        const Plan plan = plan_of(parameters);
        const auto soft = [&](Index, Index) {
          return std::make_unique<SoftResponder>(plan);
        };
        const reference::Posterior posterior =
            reference::respond(as_reference(parameters), rows_of(problem));
        check_cuts(problem, soft, posterior, dice.normals(d, n_components));
      }
    }
  }
}

TEST_CASE("a pooled scatter keeps its digits where clusters lie far apart",
          "[statistics]") {
  constexpr Index d = 8;
  constexpr Index far_components = 6;
  Dice dice(8);
  const Parameters parameters =
      random_parameters(Shape::full, true, d, far_components, dice);
  for (const double apart : {1.0, 30.0, 1e6}) {
    CAPTURE(apart);
    Parameters spread = parameters;
    spread.means = apart * dice.normals(d, far_components);
    Problem problem = random_problem(700, d, 1, true, dice);
    std::vector<int> labels;
    for (Index i = 0; i < problem.n(); ++i) {
      labels.push_back(static_cast<int>(i % far_components));
      problem.values.row(i) = problem.origin.transpose() + dice.normals(1, d) +
                              spread.means.col(i % far_components).transpose();
    }
    const ScatterRequest request{Scatter::full, true};
    const Plan plan = plan_of(spread);
    const reference::Table origins = as_table(spread.means.transpose());
    const Statistics soft = problem.pass().sum(SoftResponder(plan), request, spread.means);
    const auto mixed = reference::respond(as_reference(spread), rows_of(problem));
    CHECK(statistics_error(soft, reference::sum_about(origins, rows_of(problem),
                                                      weights_of(problem), mixed)) <
          1e-11);
    const Statistics hard = problem.pass().sum(
        LabelResponder(labels.data(), far_components), request, spread.means);
    reference::Table z = reference::zeros(labels.size(), far_components);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      z[i][static_cast<std::size_t>(labels[i])] = 1;
    }
    CHECK(statistics_error(hard, reference::sum_about(origins, rows_of(problem),
                                                      weights_of(problem),
                                                      reference::given(z))) < 1e-11);
  }
}

TEST_CASE("no row is lost or counted twice where blocks outnumber partial sums",
          "[statistics]") {
  // 79 blocks share 64 partial sums.
  const Index n = 40000;
  Dice dice(79);
  const Problem problem = random_problem(n, 1, n_components, true, dice);
  const Parameters parameters = random_parameters(full_family(), 1, n_components, dice);
  const Plan plan = plan_of(parameters);
  const ScatterRequest request{Scatter::full, false};
  const StatisticsSink empty(request, plan.centres);
  REQUIRE(n_blocks(n, 1) == 79);
  REQUIRE(n_partials(79, empty.bytes()) == 64);
  const reference::Sums expected = reference::sum_about(
      as_table(plan.centres.transpose()), rows_of(problem), weights_of(problem),
      reference::respond(as_reference(parameters), rows_of(problem)));
  for (const int n_threads : {1, 3}) {
    const Statistics statistics =
        problem.pass(n_threads).sum(SoftResponder(plan), request, plan.centres);
    CHECK(statistics_error(statistics, expected) < 1e-12);
  }
}

TEST_CASE("statistics of labels are those of the reference for any cut", "[statistics]") {
  for (const Index n : row_counts) {
    CAPTURE(n);
    Dice dice(static_cast<std::uint64_t>(n));
    const Problem problem = random_problem(n, 4, n_components, true, dice);
    std::vector<int> labels(static_cast<std::size_t>(n));
    for (int& label : labels) label = static_cast<int>(dice.below(n_components));
    const auto given = [&](Index first, Index) {
      return std::make_unique<LabelResponder>(labels.data() + first, n_components);
    };
    check_cuts(problem, given, posterior_of_labels(labels), dice.normals(4, n_components));
  }
}

TEST_CASE("rows of given responsibilities are made to sum to one", "[statistics]") {
  for (const Index n : row_counts) {
    CAPTURE(n);
    Dice dice(static_cast<std::uint64_t>(n));
    const Problem problem = random_problem(n, 2, n_components, true, dice);
    const Matrix z = dice.normals(n, n_components).cwiseAbs();
    reference::Table shares = as_table(z);
    for (reference::Row& row : shares) {
      reference::Real total = 0;
      for (const reference::Real share : row) total += share;
      for (reference::Real& share : row) share /= total;
    }
    // Every piece has a matrix of its own rows.
    Matrix part;
    const auto given = [&](Index first, Index count) {
      part = z.middleRows(first, count);
      return std::make_unique<MatrixResponder>(part.data(), count, n_components);
    };
    check_cuts(problem, given, reference::given(shares), dice.normals(2, n_components));
  }
}

TEST_CASE("hard statistics give every row to its nearest centre", "[statistics]") {
  for (const Shape shape : {Shape::spherical, Shape::diagonal, Shape::full}) {
    CAPTURE(static_cast<int>(shape));
    Dice dice(static_cast<std::uint64_t>(shape) + 77);
    const Problem problem = random_problem(3000, 3, n_components, true, dice);
    const Parameters parameters = random_parameters(shape, true, 3, n_components, dice);
    const Plan plan = plan_of(parameters);
    // Under one shared covariance, the nearest centre has the largest density.
    reference::Mixture mixture = as_reference(parameters);
    reference::Posterior posterior{{}, {}, {}};
    for (const reference::Row& row : rows_of(problem)) {
      const reference::Table lower = reference::cholesky(mixture.covariances[0]);
      reference::Row negative_half_squares;
      for (const reference::Row& mean : mixture.means) {
        reference::Real sum = 0;
        for (const reference::Real z :
             reference::solve_lower(lower, reference::difference(row, mean))) {
          sum += z * z;
        }
        negative_half_squares.push_back(-sum / 2);
      }
      const auto nearest =
          std::max_element(negative_half_squares.begin(), negative_half_squares.end());
      reference::Row z(n_components, 0);
      z[static_cast<std::size_t>(nearest - negative_half_squares.begin())] = 1;
      posterior.z.push_back(z);
      posterior.log_z.push_back(reference::Row(n_components, 0));
      posterior.log_density.push_back(*nearest);
    }
    const auto hard = [&](Index, Index) { return std::make_unique<HardResponder>(plan); };
    check_cuts(problem, hard, posterior, dice.normals(3, n_components));
  }
}

TEST_CASE("statistics of another request, size or origin do not add", "[statistics]") {
  Dice dice(11);
  const Matrix origins = dice.normals(3, 2);
  for (const ScatterRequest request : requests) {
    const Statistics own(request, origins);
    const auto refused = [&](const Statistics& other, const std::string& why) {
      Statistics sum = own;
      CHECK_THROWS_AS(sum += other, std::invalid_argument);
      Statistics turned = other;
      CHECK_THROWS_WITH(turned += own, Catch::Contains(why));
      // Nothing was added before it was refused.
      CHECK(same_bits(sum.origins, own.origins));
      CHECK(same_bits(turned.origins, other.origins));
      CHECK(sum.total_weight == own.total_weight);
    };
    for (const ScatterRequest other : requests) {
      if (!(other == request)) refused(Statistics(other, origins), "requests");
    }
    refused(Statistics(request, dice.normals(3, 3)), "numbers of components or columns");
    refused(Statistics(request, dice.normals(4, 2)), "numbers of components or columns");
    refused(Statistics(request, dice.normals(2, 3)), "numbers of components or columns");
    Matrix moved = origins;
    moved(2, 1) = std::nextafter(moved(2, 1), 10.0);
    refused(Statistics(request, moved), "origins");
    // What has forgotten its moments has no origins any more.
    Statistics forgetful(request, origins);
    forgetful.drop_moments();
    refused(forgetful, "numbers of components or columns");
  }
}

TEST_CASE("statistics about the same origins add, number by number", "[statistics]") {
  Dice dice(12);
  const Matrix origins = dice.normals(3, 2);
  for (const ScatterRequest request : requests) {
    Statistics a(request, origins);
    a.counts << 1.0, 2.0;
    a.sums.setConstant(3.0);
    for (Matrix& scatter : a.scatters) scatter.setConstant(4.0);
    a.log_likelihood = -5.0;
    a.entropy = 6.0;
    a.log_certainty = -7.0;
    a.total_weight = 8.0;
    Statistics b = a;
    b.counts << 10.0, 20.0;
    b.total_weight = 80.0;
    // Of a sum with a part whose responsibilities are taken at their word, all are.
    b.least_share = 0.0;
    b += a;
    CHECK(b.counts[0] == 11.0);
    CHECK(b.counts[1] == 22.0);
    CHECK(same_bits(b.sums, Matrix::Constant(3, 2, 6.0)));
    for (const Matrix& scatter : b.scatters) CHECK((scatter.array() == 8.0).all());
    CHECK(b.log_likelihood == -10.0);
    CHECK(b.entropy == 12.0);
    CHECK(b.log_certainty == -14.0);
    CHECK(b.total_weight == 88.0);
    CHECK(b.least_share == 0.0);
    a += b;
    CHECK(a.least_share == 0.0);
  }
}

TEST_CASE("no rows have zero statistics", "[statistics]") {
  Dice dice(6);
  const Problem problem = random_problem(0, 2, 1, false, dice);
  const Parameters parameters = random_parameters(full_family(), 2, 2, dice);
  const Plan plan = plan_of(parameters);
  const Statistics statistics =
      problem.pass(2).sum(SoftResponder(plan), {Scatter::full, false}, plan.centres);
  CHECK(same_bits(statistics, Statistics({Scatter::full, false}, plan.centres)));
}

TEST_CASE("blocks and partial sums are fixed by the problem", "[statistics]") {
  // 65536 cells in whole 32s of rows, at least 64 rows and at most 512.
  CHECK(block_rows(1) == 512);
  CHECK(block_rows(128) == 512);
  CHECK(block_rows(129) == 480);  // 65536 / 129 = 508.03
  CHECK(block_rows(200) == 320);  // 327.7
  CHECK(block_rows(1024) == 64);
  CHECK(block_rows(100000) == 64);
  CHECK(n_blocks(0, 1) == 0);
  CHECK(n_blocks(1, 1) == 1);
  CHECK(n_blocks(512, 1) == 1);
  CHECK(n_blocks(513, 1) == 2);
  // More rows than a 32-bit number of cells.
  CHECK(n_blocks(Index{1} << 40, 200) == ((Index{1} << 40) + 319) / 320);
  // Four megabytes of partial sums, between 16 and 64 of them, never more than blocks.
  CHECK(n_partials(0, 100.0) == 1);
  CHECK(n_partials(40, 100.0) == 40);
  CHECK(n_partials(1000, 100.0) == 64);
  CHECK(n_partials(1000, 0.0) == 64);
  CHECK(n_partials(1000, 128.0 * 1024.0) == 32);
  CHECK(n_partials(1000, 1e9) == 16);
  CHECK(n_partials(3, 1e9) == 3);
}

TEST_CASE("a row of weight zero does not count wherever it lies",
          "[statistics][weights]") {
  Dice dice(8);
  Problem problem = random_problem(600, 2, n_components, true, dice);
  const Parameters parameters = random_parameters(full_family(), 2, n_components, dice);
  const Plan plan = plan_of(parameters);
  problem.weights[100] = 0.0;
  for (const double place :
       {0.0, 1e300, -1e300, static_cast<double>(INFINITY), static_cast<double>(NAN)}) {
    CAPTURE(place);
    problem.values.row(100).setConstant(place);
    const Statistics with =
        problem.pass().sum(SoftResponder(plan), {Scatter::full, false}, plan.centres);
    Problem without = problem;
    without.values.row(100).setZero();
    const reference::Posterior posterior =
        reference::respond(as_reference(parameters), rows_of(without));
    const reference::Sums expected =
        reference::sum_about(as_table(plan.centres.transpose()), rows_of(without),
                             weights_of(without), posterior);
    CHECK(statistics_error(with, expected) < 1e-12);
  }
}
