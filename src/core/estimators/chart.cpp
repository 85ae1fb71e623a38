#include "chart.h"

#include <cmath>

#include "../ground/linalg.h"

namespace gaussmix {

namespace {

// Cholesky factor or standard deviations.
bool factor_of(Shape shape, const Matrix& covariance, Matrix& factor) {
  if (shape == Shape::full) return cholesky(covariance, factor);
  if (!(covariance.array() > 0.0).all()) return false;
  factor = covariance.array().sqrt();
  return true;
}

}  // namespace

MixtureChart::MixtureChart(const Parameters& reference, const Vector& counts,
                           double prior_count)
    : reference_(reference),
      roots_of_weights_(counts.array().sqrt()),
      roots_((counts.array() + prior_count).sqrt()) {
  valid_ =
      (reference.weights.array() > 0.0).all() && (roots_of_weights_.array() > 0.0).all();
  const Covariances& covariances = reference.covariances;
  shared_root_ = std::sqrt(counts.sum());
  for (std::size_t s = 0; s < covariances.values.size() && valid_; ++s) {
    factors_.emplace_back();
    valid_ = factor_of(covariances.shape, covariances.values[s], factors_.back());
    inverses_.push_back(covariances.shape == Shape::full
                            ? inverse_of_lower(factors_.back())
                            : Matrix(factors_.back().array().inverse()));
  }
}

Index MixtureChart::size() const {
  const Index d = reference_.dimension();
  const Index of_one = reference_.covariances.shape == Shape::full       ? d * (d + 1) / 2
                       : reference_.covariances.shape == Shape::diagonal ? d
                                                                         : 1;
  return reference_.n_components() * (1 + d) +
         of_one * static_cast<Index>(reference_.covariances.values.size());
}

bool MixtureChart::to_coordinates(const Parameters& parameters, Vector& point) const {
  point.resize(size());
  if (!(parameters.weights.array() > 0.0).all()) return false;
  const Index d = reference_.dimension();
  const Index n_components = reference_.n_components();
  double* to = point.data();
  for (Index k = 0; k < n_components; ++k) {
    *to++ = roots_of_weights_[k] * std::log(parameters.weights[k] / reference_.weights[k]);
  }
  for (Index k = 0; k < n_components; ++k, to += d) {
    const Vector step = parameters.means.col(k) - reference_.means.col(k);
    Eigen::Map<Vector>(to, d) = roots_[k] * whitened(k, step);
  }
  Matrix factor;
  for (std::size_t s = 0; s < factors_.size(); ++s) {
    if (!factor_of(reference_.covariances.shape, parameters.covariances.values[s],
                   factor)) {
      return false;
    }
    to = write_factor(s, factor, to);
  }
  return true;
}

Parameters MixtureChart::from_coordinates(const Vector& point) const {
  const Index d = reference_.dimension();
  const Index n_components = reference_.n_components();
  Parameters parameters = reference_;
  const double* from = point.data();
  for (Index k = 0; k < n_components; ++k) {
    parameters.weights[k] *= std::exp(*from++ / roots_of_weights_[k]);
  }
  parameters.weights /= parameters.weights.sum();
  for (Index k = 0; k < n_components; ++k, from += d) {
    const Vector step = Eigen::Map<const Vector>(from, d) / roots_[k];
    parameters.means.col(k) += unwhitened(k, step);
  }
  for (std::size_t s = 0; s < factors_.size(); ++s) {
    from = read_covariance(s, from, parameters.covariances.values[s]);
  }
  return parameters;
}

Vector MixtureChart::times(const Matrix& factor, const Vector& step) const {
  switch (reference_.covariances.shape) {
    case Shape::full:
      return factor.triangularView<Eigen::Lower>() * step;
    case Shape::diagonal:
      return factor.col(0).cwiseProduct(step);
    default:
      return factor(0) * step;
  }
}

double MixtureChart::root_of_log(std::size_t s) const {
  const double shares = reference_.covariances.shape == Shape::spherical
                            ? static_cast<double>(reference_.dimension())
                            : 1.0;
  return std::sqrt(2.0 * shares) * root_of(s);
}

double* MixtureChart::write_factor(std::size_t s, const Matrix& factor, double* to) const {
  const double root = root_of(s);
  const double root_of_logs = root_of_log(s);
  if (reference_.covariances.shape != Shape::full) {
    for (Index j = 0; j < factor.size(); ++j) {
      *to++ = root_of_logs * std::log(factor(j) * inverses_[s](j));
    }
    return to;
  }
  const Matrix turned = times_lower(inverses_[s], factor);
  for (Index j = 0; j < turned.cols(); ++j) {
    *to++ = root_of_logs * std::log(turned(j, j));
    for (Index i = j + 1; i < turned.rows(); ++i) *to++ = root * turned(i, j);
  }
  return to;
}

const double* MixtureChart::read_covariance(std::size_t s, const double* from,
                                            Matrix& covariance) const {
  const double root = root_of(s);
  const double root_of_logs = root_of_log(s);
  if (reference_.covariances.shape != Shape::full) {
    for (Index j = 0; j < covariance.size(); ++j) {
      const double sd = factors_[s](j) * std::exp(*from++ / root_of_logs);
      covariance(j) = sd * sd;
    }
    return from;
  }
  const Index d = covariance.rows();
  Matrix turned = Matrix::Zero(d, d);
  for (Index j = 0; j < d; ++j) {
    turned(j, j) = std::exp(*from++ / root_of_logs);
    for (Index i = j + 1; i < d; ++i) turned(i, j) = *from++ / root;
  }
  covariance = square_of(times_lower(factors_[s], turned));
  return from;
}

}  // namespace gaussmix
