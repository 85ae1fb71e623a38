// What sinks write per row: labels, uncertainties and responsibilities.

#include <catch.h>

#include <cmath>
#include <vector>

#include "compare.h"
#include "core/pass/given-responder.h"
#include "core/pass/pass.h"
#include "core/pass/row-sinks.h"
#include "core/pass/soft-responder.h"
#include "models.h"
#include "problem.h"

using namespace gaussmix;

TEST_CASE("labels are the first of the largest, uncertainty is the rest", "[sinks]") {
  // Responsibilities written down: rows that sum to one in binary fractions.
  Matrix z(4, 3);
  z << 0.25, 0.5, 0.25,  //
      0.5, 0.5, 0.0,     //
      0.25, 0.25, 0.5,   //
      0.0, 0.0, 1.0;
  const Problem problem = unweighted(Matrix::Zero(4, 1));
  const MatrixResponder given(z.data(), 4, 3);
  std::vector<int> labels(4);
  LabelSink label(labels.data());
  problem.pass().run(given, label);
  CHECK(labels == std::vector<int>({2, 1, 3, 3}));
  Vector values(4);
  UncertaintySink uncertainty(values.data());
  problem.pass().run(given, uncertainty);
  CHECK(same_bits(values, Vector(Eigen::Vector4d(0.5, 0.5, 0.5, 0.0))));
}

TEST_CASE("a tiny uncertainty keeps its digits", "[sinks]") {
  // z_1 = 1 / (1 + (.7 / .3) e^{2 x}) at x = 30 is 3.75e-27: one minus the other
  // would be zero.
  const Parameters parameters = two_points(Shape::diagonal, true);
  const Plan plan = plan_of(parameters);
  double value = 0.0;
  UncertaintySink sink(&value);
  const Problem problem = unweighted(Matrix::Constant(1, 1, 30.0));
  problem.pass().run(SoftResponder(plan), sink);
  CHECK(relative_error(value, 1 / (1 + 0.7L / 0.3L * std::exp(60.0L))) < 1e-12);
}

TEST_CASE("sinks write every row to its place", "[sinks]") {
  // More rows than a block has, and a label for each that says which row it is.
  const Index n = 2000;
  Dice dice(1);
  const Problem problem = random_problem(n, 2, 1, false, dice);
  std::vector<int> given(static_cast<std::size_t>(n));
  for (int& label : given) label = static_cast<int>(dice.below(5));
  std::vector<int> labels(static_cast<std::size_t>(n), -1);
  LabelSink sink(labels.data());
  problem.pass(3).run(LabelResponder(given.data(), 5), sink);
  for (int& label : given) ++label;
  CHECK(labels == given);
}

TEST_CASE("random responsibilities sum to one and favour no component", "[sinks]") {
  const Index n = 20000;
  const Problem problem = unweighted(Matrix::Zero(n, 1));
  Matrix z(n, 4);
  MatrixSink sink(MatrixSink::Content::responsibilities, z.data(), n);
  problem.pass().run(RandomResponder(5, 4), sink);
  CHECK(z.minCoeff() > 0.0);
  CHECK((z.rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-15);
  // A share varies by less than 0.25 around its mean, so five standard errors are
  // less than 5 * 0.25 / sqrt(n).
  for (Index k = 0; k < 4; ++k) {
    CHECK(std::abs(z.col(k).mean() - 0.25) < 1.25 / std::sqrt(static_cast<double>(n)));
  }
  Matrix other(n, 4);
  MatrixSink again(MatrixSink::Content::responsibilities, other.data(), n);
  problem.pass().run(RandomResponder(6, 4), again);
  CHECK_FALSE(same_bits(z, other));
  // Blocks have streams of their own.
  CHECK_FALSE(same_bits(z.topRows(8), z.middleRows(block_rows(1), 8)));
}
