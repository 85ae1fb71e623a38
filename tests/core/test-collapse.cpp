// Which components count as collapsed.

#include <catch.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "core/estimators/collapse.h"
#include "core/nouns/parameters.h"
#include "core/nouns/shape.h"
#include "families.h"
#include "problem.h"

using namespace gaussmix;

namespace {

// Covariances v_k times one fixed matrix of the shape.
Matrix covariance_of(Shape shape, Index d, double variance) {
  if (shape == Shape::spherical) return Matrix::Constant(1, 1, variance);
  if (shape == Shape::diagonal) return Matrix::Constant(d, 1, variance);
  Matrix value = Matrix::Constant(d, d, 0.5 * variance);
  value.diagonal().setConstant(variance);
  return value;
}

Parameters model(Shape shape, Index d, const Vector& counts,
                 const std::vector<double>& variances) {
  Parameters parameters{counts / counts.sum(),
                        Matrix::Zero(d, counts.size()),
                        {shape, variances.size() == 1 && counts.size() > 1, {}}};
  for (const double variance : variances) {
    parameters.covariances.values.push_back(covariance_of(shape, d, variance));
  }
  return parameters;
}

// The structure in which nothing ties covariances of this form.
const Family& family_of(const Parameters& p) {
  for (const Family& family : families()) {
    if (family.shape == p.covariances.shape && family.shared == p.covariances.shared)
      return family;
  }
  throw std::logic_error("a form without a structure");
}

RidgeColumns ridge_of(Index d, double ridge) {
  return {Vector::Constant(d, ridge),
          std::vector<bool>(static_cast<std::size_t>(d), false)};
}

// As many rows as weight.
RowCount rows_of(const Vector& counts) {
  RowCount rows(1, nullptr);
  rows.positive = counts.sum();
  return rows;
}

// Those of a pass that nobody asked for scatters.
Statistics statistics_of(const Vector& counts) {
  Statistics statistics;
  statistics.counts = counts;
  return statistics;
}

Standing standing_of(const Parameters& parameters, const Vector& counts,
                     const RidgeColumns& ridge) {
  return find_standing(family_of(parameters), parameters, statistics_of(counts),
                       rows_of(counts), {}, ridge);
}

Status find_collapse(const Parameters& parameters, const Vector& counts,
                     const RidgeColumns& ridge) {
  return standing_of(parameters, counts, ridge).status;
}

Status verdict(Shape shape, const Vector& counts, const std::vector<double>& variances,
               double ridge) {
  return find_collapse(model(shape, 2, counts, variances), counts, ridge_of(2, ridge));
}

const std::vector<Shape> shapes = {Shape::spherical, Shape::diagonal, Shape::full};

}  // namespace

TEST_CASE("sound components are not condemned", "[collapse]") {
  for (const Shape shape : shapes) {
    const Vector counts = Eigen::Vector2d(500.0, 500.0);
    CHECK(verdict(shape, counts, {1.0, 2.0}, 1e-9).ok());
    CHECK(verdict(shape, counts, {1.0, 2.0}, 0.0).ok());
    CHECK(verdict(shape, counts, {1.0}, 1e-9).ok());
  }
}

TEST_CASE("a variance that the ridge holds up is a collapse", "[collapse]") {
  for (const Shape shape : shapes) {
    const Vector counts = Eigen::Vector3d(500.0, 300.0, 400.0);
    // At the ridge means less than twice the ridge in some direction; half of the
    // variance is the smallest eigenvalue of the full matrix here.
    const double share = shape == Shape::full ? 2.0 : 1.0;
    const Status at = verdict(shape, counts, {1.0, 1.9e-6 * share, 1.0}, 1e-6);
    CHECK(at.trouble == Trouble::at_ridge);
    CHECK(at.component == 1);
    CHECK(verdict(shape, counts, {1.0, 2.1e-6 * share, 1.0}, 1e-6).ok());
    // Without a ridge nothing is at it.
    CHECK(verdict(shape, counts, {1.0, 1.9e-6, 1.0}, 0.0).ok());
    // A shared covariance is everybody's: no component is named.
    const Status shared = verdict(shape, counts, {1.9e-6}, 1e-6);
    CHECK(shared.trouble == Trouble::at_ridge);
    CHECK(shared.component == -1);
  }
}

TEST_CASE("the ridge of a spherical type is the mean over the columns", "[collapse]") {
  // 5e-3 for ridges of 0 and 1e-2 or so; twice that is where the ridge holds up.
  const Vector counts = Eigen::Vector2d(500.0, 500.0);
  const RidgeColumns ridge(Vector(Eigen::Vector2d(1e-6, 9.999e-3)), {false, false});
  for (const double variance : {0.0099, 0.0101}) {
    const Status status =
        find_collapse(model(Shape::spherical, 2, counts, {1.0, variance}), counts, ridge);
    CHECK(status.ok() == (variance > 0.01));
  }
}

TEST_CASE("a covariance without a rank is singular, whatever its units",
          "[collapse][singular]") {
  // Correlation r: the smallest eigenvalue of the correlations is 1 - r.
  const Vector counts = Eigen::Vector2d(500.0, 500.0);
  for (const double rest : {1e-12, 1e-9}) {
    for (const double unit : {1.0, 1e-8, 1e8}) {
      CAPTURE(rest);
      CAPTURE(unit);
      Matrix narrow(2, 2);
      narrow << unit * unit, (1.0 - rest) * unit,  //
          (1.0 - rest) * unit, 1.0;
      const Trouble expected = rest < 1e-11 ? Trouble::singular : Trouble::none;
      Parameters parameters = model(Shape::full, 2, counts, {1.0, 1.0});
      parameters.covariances.values[1] = narrow;
      const Status own = find_collapse(parameters, counts, ridge_of(2, 0.0));
      CHECK(own.trouble == expected);
      CHECK(own.component == (expected == Trouble::none ? -1 : 1));
      parameters.covariances = {Shape::full, true, {narrow}};
      const Status shared = find_collapse(parameters, counts, ridge_of(2, 0.0));
      CHECK(shared.trouble == expected);
      CHECK(shared.component == -1);
    }
  }
}

TEST_CASE("without a ridge holes let a variance shrink to nothing in no number of steps",
          "[collapse]") {
  // Told from where it is 1e-16 of that of all: 1e-17 of 1 but not 1e-15.
  const Vector counts = Eigen::Vector2d(500.0, 500.0);
  for (const Shape shape : shapes) {
    CAPTURE(shape);
    for (const double variance : {1e-15, 1e-17}) {
      CAPTURE(variance);
      const Parameters parameters = model(shape, 2, counts, {1.0, variance});
      Statistics statistics = statistics_of(counts);
      const auto trouble = [&] {
        return find_standing(family_of(parameters), parameters, statistics,
                             rows_of(counts), {}, ridge_of(2, 0.0))
            .status.trouble;
      };
      CHECK(trouble() == Trouble::none);
      statistics.pair_counts = counts;
      CHECK(trouble() == (variance < 5e-17 ? Trouble::singular : Trouble::none));
    }
  }
}

TEST_CASE("what is degenerate is suspicious, and excluded if it has few rows for a plane",
          "[collapse]") {
  for (const Shape shape : shapes) {
    CAPTURE(static_cast<int>(shape));
    // Two columns: d + 1.5 is 3.5 rows.
    for (const double few : {3.4, 3.6, 100.0}) {
      const Vector counts = Eigen::Vector2d(500.0, few);
      const Standing standing =
          standing_of(model(shape, 2, counts, {1.0, 1e-9}), counts, ridge_of(2, 1e-9));
      CHECK(standing.status.trouble == Trouble::at_ridge);
      CHECK(standing.degenerate == std::vector<Index>{1});
      CHECK(standing.suspicious == std::vector<Index>{1});
      CHECK(standing.excluded == (few < 3.5));
      CHECK_FALSE(standing.all_few);
    }
    const Vector counts = Eigen::Vector2d(500.0, 12.0);
    const Parameters narrow = model(shape, 2, counts, {1.0, 0.01});
    const Standing standing = standing_of(narrow, counts, ridge_of(2, 1e-9));
    CHECK(standing.degenerate.empty());
    CHECK(standing.suspicious == std::vector<Index>{1});
    CHECK_FALSE(standing.excluded);
    // What a penalty holds up is degenerate, however wide.
    const Standing held = find_standing(family_of(narrow), narrow, statistics_of(counts),
                                        rows_of(counts), {true, false}, ridge_of(2, 1e-9));
    CHECK(held.degenerate == std::vector<Index>{0});
    CHECK(held.suspicious == std::vector<Index>({0, 1}));
    CHECK(held.status.trouble == Trouble::degenerate);
    CHECK_FALSE(held.all_few);
  }
}

TEST_CASE("rows are counted, not weight", "[collapse]") {
  for (const double unit : {1e-4, 1.0, 5000.0}) {
    const Vector counts = unit * Vector(Eigen::Vector2d(1000.0, 14.0));
    const Statistics statistics = statistics_of(counts);
    RowCount rows = rows_of(counts);
    rows.positive = 1014.0;
    rows.mean_weight = unit;
    const Parameters narrow = model(Shape::full, 2, counts, {1.0, 0.01});
    CHECK(find_standing(family_of(narrow), narrow, statistics, rows, {}, ridge_of(2, 0.0))
              .suspicious.size() == 1);
    rows.mean_weight = 0.9 * unit;  // 15.6 rows
    CHECK(find_standing(family_of(narrow), narrow, statistics, rows, {}, ridge_of(2, 0.0))
              .ok());
  }
}

// Diagonal scatters of a hundred rows each, and what a family makes of them with a ridge.
Standing standing_of_scatters(const Family& family, const Matrix& variances,
                              double ridge) {
  const Vector counts = Vector::Constant(variances.cols(), 100.0);
  Statistics statistics(family.request, Matrix::Zero(variances.rows(), counts.size()));
  statistics.counts = counts;
  std::vector<Matrix> scatters;
  for (Index k = 0; k < counts.size(); ++k) {
    scatters.push_back(100.0 *
                       gaussmix::covariance_of(family.shape, Vector(variances.col(k))));
    statistics.scatters[static_cast<std::size_t>(k)] = scatters.back();
  }
  const RidgeColumns ridges = ridge_of(variances.rows(), ridge);
  const Covariances previous = family.start(Vector::Ones(variances.rows()), counts.size());
  const Covariances covariances =
      family.solve({counts, statistics.sums, scatters}, counts, ridges.ridge, previous)
          .covariances;
  return find_standing(family, {counts / counts.sum(), statistics.sums, covariances},
                       statistics, rows_of(counts), {}, ridges);
}

TEST_CASE("under one volume a component's own variances say whether a ridge holds it up",
          "[collapse]") {
  for (const char* name : {"EVI", "EVE", "EVV"}) {
    CAPTURE(name);
    const Family& family = *find_family(name);
    // The second has the ridge's variance, 1e-6, which one volume makes fifty times as large.
    Matrix variances = Matrix::Ones(3, 2);
    variances(2, 1) = 0.0;
    CHECK(standing_of_scatters(family, variances, 1e-6).degenerate ==
          std::vector<Index>{1});
    // Rows that are all the same are a ball as large as the others.
    variances.col(1).setZero();
    CHECK(standing_of_scatters(family, variances, 1e-6).ok());
    // Beside narrow ones one volume makes .0035 of that .0018, less than twice the ridge.
    variances.col(0).setConstant(0.002);
    variances.col(1) << 0.0025, 1.0, 1.0;
    CHECK(standing_of_scatters(family, variances, 1e-3).ok());
  }
}

TEST_CASE("few rows are fewer than five for each column and one more, or than parameters",
          "[collapse]") {
  CHECK(few_rows(full_family(), 1) == 10.0);
  CHECK(few_rows(full_family(), 13) == 1.0 + 13.0 + 91.0);
  CHECK(few_rows(diag_family(), 13) == 70.0);
  CHECK(few_rows(spherical_family(), 13) == 70.0);
  CHECK(full_family().n_parameters_of_component(4.0) == 15.0);
  CHECK(diag_family().n_parameters_of_component(4.0) == 9.0);
  CHECK(spherical_family().n_parameters_of_component(4.0) == 6.0);
}

TEST_CASE("one narrow direction is enough", "[collapse]") {
  const Vector counts = Eigen::Vector2d(500.0, 500.0);
  Parameters parameters = model(Shape::diagonal, 2, counts, {1.0, 1.0});
  parameters.covariances.values[1](1) = 1e-8;
  CHECK(find_collapse(parameters, counts, ridge_of(2, 1e-8)).component == 1);
  // Variances of 1 along (1, 1), of 1e-8 across.
  parameters = model(Shape::full, 2, counts, {1.0, 1.0});
  parameters.covariances.values[1] << 0.5 + 0.5e-8, 0.5 - 0.5e-8,  //
      0.5 - 0.5e-8, 0.5 + 0.5e-8;
  const Status status = find_collapse(parameters, counts, ridge_of(2, 1e-8));
  CHECK(status.trouble == Trouble::at_ridge);
  CHECK(status.component == 1);
}

TEST_CASE("few observations of small variance are a collapse", "[collapse]") {
  for (const Shape shape : shapes) {
    // Few is less than 5 (d + 1) = 15; small is less than a twentieth of the pooled
    // variance, which is close to one here.
    const Vector few = Eigen::Vector2d(1000.0, 14.0);
    const Vector enough = Eigen::Vector2d(1000.0, 15.0);
    for (const double ridge : {0.0, 1e-9}) {
      const Status status = verdict(shape, few, {1.0, 0.049}, ridge);
      CHECK(status.trouble == Trouble::small_variance);
      CHECK(status.component == 1);
      CHECK(verdict(shape, few, {1.0, 0.051}, ridge).ok());
      // A legitimate small cluster: narrow, but there are enough of it.
      CHECK(verdict(shape, enough, {1.0, 0.049}, ridge).ok());
      CHECK(verdict(shape, enough, {1.0, 1e-4}, ridge).ok());
      // Under a shared covariance none is narrower than the others.
      CHECK(verdict(shape, few, {0.001}, ridge).ok());
    }
  }
}

TEST_CASE("small is relative to the pooled covariance", "[collapse]") {
  // Pooled: (10 * 1 + 90 * v) / 100.
  for (const Shape shape : shapes) {
    const Vector counts = Eigen::Vector2d(10.0, 90.0);
    CHECK(verdict(shape, counts, {1.0, 20.0}, 0.0).ok());
    CHECK(verdict(shape, counts, {1.0, 23.0}, 0.0).trouble == Trouble::small_variance);
    CHECK(verdict(shape, counts, {1.0, 21.9}, 0.0).ok());
  }
}

TEST_CASE("a component without weight is empty", "[collapse]") {
  for (const Shape shape : shapes) {
    for (const bool shared : {false, true}) {
      const std::vector<double> variances =
          shared ? std::vector<double>{1.0} : std::vector<double>{1.0, 1.0, 1.0};
      const Status status =
          verdict(shape, Eigen::Vector3d(500.0, 400.0, 1e-10), variances, 1e-9);
      CHECK(status.trouble == Trouble::empty);
      CHECK(status.component == 2);
    }
  }
}

TEST_CASE("the first empty component is named, else the first in trouble", "[collapse]") {
  const Status empty = verdict(Shape::diagonal, Eigen::Vector4d(500.0, 5.0, 0.0, 500.0),
                               {1.0, 1e-3, 1.0, 1e-9}, 1e-9);
  CHECK(empty.trouble == Trouble::empty);
  CHECK(empty.component == 2);
  const Status narrow = verdict(Shape::diagonal, Eigen::Vector4d(500.0, 5.0, 9.0, 500.0),
                                {1.0, 1e-3, 1.0, 1e-9}, 1e-9);
  CHECK(narrow.trouble == Trouble::small_variance);
  CHECK(narrow.component == 1);
}

TEST_CASE("constant columns have no say", "[collapse]") {
  // Under an absolute ridge the second column has the ridge for its variance in
  // every component.
  const Vector counts = Eigen::Vector2d(500.0, 500.0);
  const RidgeColumns columns(Vector::Constant(3, 1e-3), {false, true, false});
  CHECK(columns.columns == std::vector<Index>({0, 2}));
  CHECK(columns.as_covariance(Shape::diagonal).size() == 2);
  for (const Shape shape : {Shape::diagonal, Shape::full}) {
    Parameters parameters = model(shape, 3, counts, {1.0, 1.0});
    for (Matrix& value : parameters.covariances.values) {
      if (shape == Shape::diagonal) {
        value(1) = 1e-3;
      } else {
        value.row(1).setZero();
        value.col(1).setZero();
        value(1, 1) = 1e-3;
      }
    }
    CHECK(find_collapse(parameters, counts, columns).ok());
    CHECK(find_collapse(parameters, counts, ridge_of(3, 1e-3)).trouble ==
          Trouble::at_ridge);
    // The columns that vary are looked at still.
    parameters.covariances.values[1](0, 0) = 1e-3;
    if (shape == Shape::full) {
      parameters.covariances.values[1](0, 2) = parameters.covariances.values[1](2, 0) =
          0.0;
    }
    CHECK(find_collapse(parameters, counts, columns).component == 1);
  }
  const RidgeColumns none(Vector::Constant(2, 1e-3), {true, true});
  CHECK(find_collapse(model(Shape::diagonal, 2, counts, {1e-3, 1e-3}), counts, none).ok());
}

TEST_CASE("columns in very different units are not taken for a collapse", "[collapse]") {
  // Variances 1e-12 and 1e20 with correlation 1/2, and a ridge of 1e-9 of each.
  Matrix value(2, 2);
  value << 1e-12, 0.5e4,  //
      0.5e4, 1e20;
  const Vector counts = Eigen::Vector2d(500.0, 12.0);
  const Parameters parameters{counts / counts.sum(),
                              Matrix::Zero(2, 2),
                              {Shape::full, false, {value, value}}};
  const RidgeColumns relative(Vector(Eigen::Vector2d(1e-21, 1e11)), {false, false});
  CHECK(find_collapse(parameters, counts, relative).ok());
  const RidgeColumns absolute(Vector::Constant(2, 1e-15), {false, false});
  CHECK(find_collapse(parameters, counts, absolute).ok());
}
