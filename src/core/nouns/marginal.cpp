#include "marginal.h"

#include <utility>

#include "../ground/linalg.h"

namespace gaussmix {

Matrix Marginal::expected(Index component, const ConstMatrixMap& seen,
                          const Vector& centre) const {
  const Matrix& slopes = of(component).slopes;
  if (slopes.size() == 0) return centre.transpose().replicate(seen.rows(), 1);
  const Matrix from_centre = seen.rowwise() - plan.centres.col(component).transpose();
  return (from_centre * slopes.transpose()).rowwise() + centre.transpose();
}

Vector Marginal::draw(Index component, const Vector& seen, const Vector& centre,
                      Random& random) const {
  const Regression& regression = of(component);
  Vector normals(regression.root.cols() == 1 ? centre.size() : regression.root.cols());
  for (Index j = 0; j < normals.size(); ++j) normals[j] = normal(random);
  if (regression.slopes.size() == 0)
    return centre + regression.root.col(0).cwiseProduct(normals);
  return centre + regression.slopes * (seen - plan.centres.col(component)) +
         regression.root * normals;
}

double Marginals::inflation(std::size_t factor) const {
  const Factor& whitening = plan_.whitening.factors[factor];
  const Array variances = whitening.inverse().values.rowwise().squaredNorm();
  const Array precisions = whitening.values.colwise().squaredNorm();
  return (variances * precisions).maxCoeff();
}

Marginal Marginals::of(const std::vector<Index>& seen,
                       const std::vector<Index>& missing) const {
  const Index d = plan_.dimension();
  const Index q = static_cast<Index>(seen.size());
  Marginal marginal;
  Plan& plan = marginal.plan;
  plan.centres = rows_at(plan_.centres, seen);
  plan.whitening.shared = plan_.whitening.shared;
  const std::size_t n_factors = plan_.whitening.factors.size();
  Vector changes(static_cast<Index>(n_factors));
  for (std::size_t s = 0; s < n_factors; ++s) {
    Factor of_seen;
    marginal.regressions.push_back(plan_.whitening.shape() == Shape::full
                                       ? full(s, seen, missing, of_seen)
                                       : independent(s, seen, missing, of_seen));
    changes[static_cast<Index>(s)] =
        of_seen.log_determinant(q) - plan_.whitening.factors[s].log_determinant(d);
    plan.whitening.factors.push_back(std::move(of_seen));
  }
  plan.log_constants =
      plan_.log_constants.array() + 0.5 * static_cast<double>(d - q) * log_two_pi;
  for (Index k = 0; k < plan.n_components(); ++k)
    plan.log_constants[k] += changes[plan.whitening.shared ? 0 : k];
  return marginal;
}

// With F' F the precision, and the missing columns last, F = [A 0; B D]: A whitens what is seen, and
// given that what is missing has the slopes - D^-1 B and the root D^-1 of its covariance.
Regression Marginals::full(std::size_t factor, const std::vector<Index>& seen,
                           const std::vector<Index>& missing, Factor& of_seen) const {
  const Matrix whole = with_columns_last(plan_.whitening.factors[factor].values, missing);
  const Index q = static_cast<Index>(seen.size());
  const Index m = static_cast<Index>(missing.size());
  of_seen = {Shape::full, whole.topLeftCorner(q, q)};
  if (m == 0) return {};
  Regression regression;
  regression.root = inverse_of_lower(whole.bottomRightCorner(m, m));
  regression.slopes =
      -(regression.root.triangularView<Eigen::Lower>() * whole.bottomLeftCorner(m, q));
  return regression;
}

Regression Marginals::independent(std::size_t factor, const std::vector<Index>& seen,
                                  const std::vector<Index>& missing,
                                  Factor& of_seen) const {
  const Factor& whole = plan_.whitening.factors[factor];
  if (whole.shape == Shape::spherical) {
    of_seen = whole;
    return {
        {},
        Matrix::Constant(static_cast<Index>(missing.size()), 1, 1.0 / whole.values(0))};
  }
  of_seen = {whole.shape, rows_at(whole.values, seen)};
  return {{}, rows_at(whole.values, missing).cwiseInverse()};
}

}  // namespace gaussmix
