// Where rows come from: a pass does not see in what pieces they lie, nor in what order a block
// of them was read.

#include <catch.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "compare.h"
#include "core/fit/fit.h"
#include "core/fit/from-starts.h"
#include "core/nouns/plan.h"
#include "core/pass/given-responder.h"
#include "core/pass/hard-responder.h"
#include "core/pass/local-pass.h"
#include "core/pass/responder.h"
#include "core/pass/row-sinks.h"
#include "core/pass/soft-responder.h"
#include "core/rows/rows.h"
#include "families.h"
#include "problem.h"

using namespace gaussmix;

namespace {

// The rows of a problem cut into pieces of nearly the same length, each of which stands by itself.
// Only its readers know of them: a block is put together from as many as it takes, its
// rows in an order that depends on the block.
class Pieces final : public Rows {
 public:
  using Order = std::function<void(Index block, std::vector<Index>& places)>;

  Pieces(const Problem& problem, Index n_pieces, Order order = {})
      : Rows(problem.rows().count(), problem.d(), problem.origin),
        problem_(problem),
        order_(std::move(order)) {
    for (Index p = 0; p < n_pieces; ++p) {
      const Index first = problem.n() * p / n_pieces;
      pieces_.push_back(
          problem.slice(first, problem.n() * (p + 1) / n_pieces - first).values);
    }
  }

  std::unique_ptr<RowReader> reader() const override {
    return std::make_unique<Reader>(*this);
  }

  Sample sample(Index m, Random& random) const override {
    return problem_.rows().sample(m, random);
  }

 private:
  class Reader final : public RowReader {
   public:
    explicit Reader(const Pieces& rows) : rows_(rows) {}

    void read(Index number, Columns columns, Block& block) override {
      rows_.prepare(number, columns, block);
      std::vector<Index> places(static_cast<std::size_t>(block.count));
      std::iota(places.begin(), places.end(), Index{0});
      if (rows_.order_) {
        rows_.order_(number, places);
        block.numbers.resize(places.size());
      }
      for (Index i = 0; i < block.count; ++i) {
        const Index row = block.first + places[static_cast<std::size_t>(i)];
        const Vector cells = rows_.row(row);
        for (Index j = 0; j < block.n_columns; ++j) {
          block.column(j)[i] = cells[j] - rows_.origin()[j];
        }
        const Vector& weights = rows_.problem_.weights;
        block.weights()[i] = weights.size() > 0 ? weights[row] : 1.0;
        if (rows_.order_) block.numbers[static_cast<std::size_t>(i)] = row;
      }
      block.fill_up();
      block.blank_rows_without_weight();
    }

   private:
    const Pieces& rows_;
  };

  Vector row(Index i) const {
    for (const Matrix& piece : pieces_) {
      if (i < piece.rows()) return piece.row(i).transpose();
      i -= piece.rows();
    }
    return {};
  }

  const Problem& problem_;
  Order order_;
  std::vector<Matrix> pieces_;
};

void shuffle(Index block, std::vector<Index>& places) {
  Dice dice(static_cast<std::uint64_t>(block));
  for (std::size_t i = places.size(); i > 1; --i) {
    std::swap(places[i - 1],
              places[static_cast<std::size_t>(dice.below(static_cast<Index>(i)))]);
  }
}

// Two thousand rows, of which some have no weight, and a model of them.
struct Trial {
  static constexpr Index n = 2000;
  Problem problem;
  Parameters parameters;
  std::vector<int> labels;
  Matrix shares;

  explicit Trial(const Family& family) {
    Dice dice(26);
    problem = random_problem(n, 3, 4, true, dice);
    for (Index i = 0; i < n; i += 9) problem.weights[i] = 0.0;
    parameters = random_parameters(family, 3, 4, dice);
    shares.resize(n, 4);
    for (Index i = 0; i < n; ++i) {
      labels.push_back(static_cast<int>(dice.below(4)));
      shares.row(i) = random_shares(4, dice).transpose();
    }
  }

  Plan plan() const {
    Status status;
    return make_plan(parameters, status);
  }

  // Of the posterior, of the nearest, and of what is given or drawn for each row.
  std::vector<Statistics> statistics(const Rows& rows, ScatterRequest request,
                                     int n_threads) const {
    const Plan soft = plan();
    const LocalPass pass(rows, {n_threads, []() {}});
    const auto sum = [&](const Responder& responder) {
      return pass.sum(responder, request, parameters.means);
    };
    return {sum(SoftResponder(soft)), sum(HardResponder(soft)),
            sum(LabelResponder(labels.data(), 4)),
            sum(MatrixResponder(shares.data(), n, 4)), sum(RandomResponder(7, 4))};
  }

  // What is said of each row: the first of its components, its density and its shares.
  std::pair<std::vector<int>, Matrix> of_rows(const Rows& rows) const {
    const Plan soft = plan();
    const LocalPass pass(rows, {2, []() {}});
    std::vector<int> label(n);
    Matrix values(n, 6);
    LabelSink labels_of_rows(label.data());
    MatrixSink shares_of_rows(MatrixSink::Content::responsibilities, values.data(), n);
    LogDensitySink density(values.col(4).data());
    UncertaintySink uncertainty(values.col(5).data());
    const SoftResponder responder(soft);
    pass.run(responder, labels_of_rows);
    pass.run(responder, shares_of_rows);
    pass.run(responder, density);
    pass.run(responder, uncertainty);
    return {label, values};
  }
};

double difference(const Statistics& a, const Statistics& b) {
  double largest = (a.counts - b.counts).lpNorm<Eigen::Infinity>() / b.total_weight;
  largest = std::max(largest, std::abs(a.log_likelihood - b.log_likelihood) /
                                  (1.0 + std::abs(b.log_likelihood)));
  largest = std::max(largest,
                     (a.sums - b.sums).lpNorm<Eigen::Infinity>() / (1.0 + b.sums.norm()));
  for (std::size_t s = 0; s < a.scatters.size(); ++s) {
    const Matrix own = a.scatters[s].triangularView<Eigen::Lower>();
    const Matrix other = b.scatters[s].triangularView<Eigen::Lower>();
    largest =
        std::max(largest, (own - other).lpNorm<Eigen::Infinity>() / (1.0 + other.norm()));
  }
  return largest;
}

}  // namespace

TEST_CASE("a pass over rows in pieces is that over the whole, bit for bit", "[rows]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Trial trial(family);
    const auto whole = trial.statistics(trial.problem.rows(), family.request, 1);
    for (const Index n_pieces : {1, 7, 1000}) {
      CAPTURE(n_pieces);
      const auto cut =
          trial.statistics(Pieces(trial.problem, n_pieces), family.request, 2);
      for (std::size_t i = 0; i < whole.size(); ++i) CHECK(same_bits(cut[i], whole[i]));
    }
  }
}

TEST_CASE("rows of a block may be read in any order: their numbers tell what is theirs",
          "[rows]") {
  for (const Family& family : all_families()) {
    CAPTURE(family.name);
    const Trial trial(family);
    const Pieces shuffled(trial.problem, 7, shuffle);
    const auto whole = trial.statistics(trial.problem.rows(), family.request, 1);
    const auto sums = trial.statistics(shuffled, family.request, 2);
    for (std::size_t i = 0; i < whole.size(); ++i) {
      CAPTURE(i);
      // They are added in another order.
      CHECK(difference(sums[i], whole[i]) < 1e-13);
    }
    CHECK(trial.of_rows(shuffled).first == trial.of_rows(trial.problem.rows()).first);
    CHECK(same_bits(trial.of_rows(shuffled).second,
                    trial.of_rows(trial.problem.rows()).second));
  }
}

TEST_CASE("a whole fit of rows in pieces is that of the whole, bit for bit", "[rows]") {
  Dice dice(3);
  const Problem problem = random_problem(500, 2, 3, true, dice);
  FitOptions options;
  options.constant_columns.assign(2, false);
  const auto fit = [&](const Rows& rows) {
    return fit_from_starts(LocalPass(rows), family_called("full"),
                           {StartKind::ward, StartKind::kmeans, StartKind::random_rows}, 3,
                           5, options);
  };
  const Fit whole = fit(problem.rows());
  const Fit cut = fit(Pieces(problem, 7));
  CHECK(same_bits(cut.run.parameters, whole.run.parameters));
  CHECK(same_bits(cut.run.trace, whole.run.trace));
}

TEST_CASE("what hides of rows in pieces is found as in the whole", "[rows]") {
  Dice dice(8);
  Problem problem = random_problem(700, 2, 1, true, dice);
  problem.values.col(0) = (4.0 * problem.values.col(0)).array().round() / 4.0;
  problem.values.middleRows(100, 30).rowwise() = problem.values.row(99);
  problem.weights[110] = 0.0;
  const Pieces rows(problem, 7, shuffle);
  const LocalPass pass(rows);
  CHECK(same_bits(pass.rounding_variances(), problem.pass().rounding_variances()));
  // The gaps between multiples of 1/4.
  CHECK(pass.rounding_variances()[0] == Approx(0.0625 / 12.0));
  const Matrix place =
      (problem.values.row(99).transpose() - problem.origin).array() + 1e-3;
  // Row 99 and the thirty after it, less the one without weight.
  CHECK(pass.identical_rows(place, Vector::Ones(2)) == std::vector<Index>({30}));
}
