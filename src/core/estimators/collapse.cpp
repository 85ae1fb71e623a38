#include "collapse.h"

#include <algorithm>
#include <cstddef>

#include "../ground/linalg.h"
#include "../nouns/factor.h"
#include "../nouns/moments.h"
#include "../nouns/shape.h"

namespace gaussmix {

bool is_narrower(Shape shape, const Matrix& a, const Matrix& b, double times) {
  if (shape != Shape::full) return (a.array() / b.array()).minCoeff() < times;
  Matrix difference = a - times * b;
  const Array scale = a.diagonal().array().max(times * b.diagonal().array()).sqrt();
  for (Index j = 0; j < difference.cols(); ++j) {
    difference.col(j).array() /= scale * scale[j];
  }
  return !factor_in_place(difference);
}

namespace {

// Whether a covariance lacks a rank, up to the rounding of the scatter that it comes
// from: on the scale of its own variances.
bool lacks_rank(Shape shape, const Matrix& covariance) {
  constexpr double rounding = 1e-11;
  if (shape != Shape::full) return false;
  return is_narrower(shape, covariance, covariance.diagonal().asDiagonal(), rounding);
}

// A variance that is less than so many times the ridge is mostly ridge.
constexpr double near_ridge = 2.0;

// Whether the likelihood lets a covariance shrink without bound, and by what that is seen.
// The ridge is empty if there is none.
Trouble degeneration_of(Shape shape, const Matrix& part, const Matrix& ridge) {
  if (ridge.size() > 0 && is_narrower(shape, part, ridge, near_ridge)) {
    return Trouble::at_ridge;
  }
  // A ridge that is lost in rounding is none.
  return lacks_rank(shape, part) ? Trouble::singular : Trouble::none;
}

// The same where the family has scaled what the component has by itself. Of identical rows, or nearly
// so by the ridge, the ridge makes a ball, which takes the volume of the others: degenerate is
// that where the others are no larger.
Trouble degeneration_of(Shape shape, const Matrix& part, double own_scale,
                        const Matrix& ridge) {
  constexpr double small = 1e3;
  const Matrix own = own_scale * part;
  const Trouble trouble = degeneration_of(shape, own, ridge);
  const bool is_ball =
      trouble == Trouble::at_ridge && !is_narrower(shape, ridge, own, 1.0 / small);
  return is_ball ? degeneration_of(shape, part, ridge) : trouble;
}

// What stands for the ridge where there is none and rows have holes. What fills these lets a variance
// shrink by a factor in each step, but never to nothing as seen values do: below this it has no bound,
// either. Empty if seen values decide.
Matrix least_with_holes(const Parameters& parameters, const Statistics& statistics,
                        const std::vector<Index>& columns) {
  constexpr double no_width = 1e-16;
  if (statistics.pair_counts.size() == 0) return {};
  const Shape shape = parameters.covariances.shape;
  const Vector centre = parameters.means * parameters.weights;
  Matrix total = pooled_covariance(parameters);
  for (Index k = 0; k < parameters.n_components(); ++k)
    add_square(shape, parameters.weights[k], parameters.means.col(k) - centre, total);
  const Matrix part = part_of(shape, total, columns);
  if (shape != Shape::full) return no_width * part;
  return no_width * Matrix(part.diagonal().asDiagonal());
}

// What makes the components' own covariances, a ridge among them, of those that the family has
// scaled.
Vector own_scales(const Family& family, const Parameters& parameters,
                  const Statistics& statistics, const Vector& ridge) {
  Vector scales = Vector::Ones(parameters.n_components());
  if (!family.scales_components() || statistics.scatters.empty()) return scales;
  const Moments moments = moments_of(statistics);
  const Index d = parameters.dimension();
  for (Index k = 0; k < scales.size(); ++k) {
    Factor whitening;
    double log_determinant = 0.0;
    if (!whiten(family.shape, d, parameters.covariances.of(k), whitening, log_determinant))
      continue;
    const Matrix& scatter = moments.scatters[static_cast<std::size_t>(k)];
    scales[k] = (whitening.trace(shaped(family.shape, scatter), d) / moments.counts[k] +
                 whitening.trace_of_variances(ridge, d)) /
                static_cast<double>(d);
  }
  return scales;
}

}  // namespace

RidgeColumns::RidgeColumns(const Vector& ridge_of_all, const std::vector<bool>& constant)
    : ridge(ridge_of_all) {
  for (Index j = 0; j < ridge.size(); ++j) {
    if (!constant[static_cast<std::size_t>(j)]) columns.push_back(j);
  }
}

bool RidgeColumns::positive() const {
  return std::all_of(columns.begin(), columns.end(),
                     [&](Index j) { return ridge[j] > 0.0; });
}

Matrix RidgeColumns::as_covariance(Shape shape) const {
  return part_of(shape, covariance_of(shape, ridge), columns);
}

double few_rows(const Family& family, Index d) {
  const double size = static_cast<double>(d);
  return std::max(5.0 * (size + 1.0), family.n_parameters_of_component(size));
}

Standing find_standing(const Family& family, const Parameters& parameters,
                       const Statistics& statistics, const RowCount& rows,
                       const std::vector<bool>& held, const RidgeColumns& ridge) {
  constexpr double narrow = 0.05;
  const Covariances& covariances = parameters.covariances;
  const Vector& counts = statistics.counts;
  const Shape shape = covariances.shape;
  const Index d = parameters.dimension();
  const double few = few_rows(family, d);
  const double of_a_plane = static_cast<double>(d) + 1.5;
  Standing standing;
  for (Index k = 0; k < parameters.n_components(); ++k) {
    if (is_empty(counts[k], counts.sum()))
      return {{Trouble::empty, k}, {}, {}, false, true};
  }
  if (ridge.columns.empty()) return standing;
  const bool has_ridge = ridge.positive();
  const Matrix least = has_ridge ? ridge.as_covariance(shape)
                                 : least_with_holes(parameters, statistics, ridge.columns);
  const auto trouble_of = [&](const Matrix& part, double own_scale) {
    const Trouble trouble = degeneration_of(shape, part, own_scale, least);
    return trouble == Trouble::at_ridge && !has_ridge ? Trouble::singular : trouble;
  };
  if (covariances.shared) {
    const Matrix part = part_of(shape, covariances.of(0), ridge.columns);
    const Trouble trouble = trouble_of(part, 1.0);
    if (trouble == Trouble::none) return standing;
    return {{trouble, -1}, {}, {}, false, true};
  }
  const Vector scales = own_scales(family, parameters, statistics, ridge.ridge);
  Index n_few = 0;
  const Matrix pooled = part_of(shape, pooled_covariance(parameters), ridge.columns);
  for (Index k = 0; k < parameters.n_components(); ++k) {
    const Matrix part = part_of(shape, covariances.of(k), ridge.columns);
    const double n_rows = rows.of(statistics.seen_count(k));
    const bool is_held = !held.empty() && held[static_cast<std::size_t>(k)];
    Trouble trouble = is_held ? Trouble::degenerate : trouble_of(part, scales[k]);
    if (trouble != Trouble::none) {
      standing.degenerate.push_back(k);
      standing.excluded = standing.excluded || n_rows < of_a_plane;
    }
    const bool is_few = n_rows < few;
    if (trouble == Trouble::none && is_few && is_narrower(shape, part, pooled, narrow)) {
      trouble = Trouble::small_variance;
    }
    if (trouble != Trouble::none) standing.suspicious.push_back(k);
    n_few += trouble != Trouble::none && is_few;
    if (standing.ok() && trouble != Trouble::none) standing.status = {trouble, k};
  }
  standing.all_few = n_few == parameters.n_components();
  return standing;
}

}  // namespace gaussmix
