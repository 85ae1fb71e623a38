#include "mixture-chart.h"

#include <cmath>

namespace gaussmix {

MixtureChart::MixtureChart(const Family& family, const Parameters& reference,
                           const Vector& counts, Proportions proportions,
                           double prior_count)
    : weights_(reference.weights),
      means_(reference.means),
      roots_of_means_((counts.array() + prior_count).sqrt()) {
  if (!(weights_.array() > 0.0).all() || !(counts.array() > 0.0).all()) return;
  if (proportions == Proportions::free) roots_of_weights_ = counts.array().sqrt();
  const Vector of_all = Vector::Constant(1, std::sqrt(counts.sum()));
  covariances_ = family.chart(reference.covariances, means_.rows(),
                              family.shared ? of_all : roots_of_means_);
}

Index MixtureChart::size() const {
  return roots_of_weights_.size() + means_.size() + covariances_->size();
}

bool MixtureChart::to_coordinates(const Parameters& parameters, Vector& point) const {
  if (!(parameters.weights.array() > 0.0).all()) return false;
  point.resize(size());
  const Index d = means_.rows();
  double* to = point.data();
  for (Index k = 0; k < roots_of_weights_.size(); ++k) {
    *to++ = roots_of_weights_[k] * std::log(parameters.weights[k] / weights_[k]);
  }
  for (Index k = 0; k < means_.cols(); ++k, to += d) {
    const Vector step = parameters.means.col(k) - means_.col(k);
    Eigen::Map<Vector>(to, d) = roots_of_means_[k] * covariances_->inverse(k).times(step);
  }
  return covariances_->write(parameters.covariances, to);
}

Parameters MixtureChart::from_coordinates(const Vector& point) const {
  const Index d = means_.rows();
  Parameters parameters{weights_, means_, covariances_->reference()};
  const double* from = point.data();
  for (Index k = 0; k < roots_of_weights_.size(); ++k) {
    parameters.weights[k] *= std::exp(*from++ / roots_of_weights_[k]);
  }
  if (roots_of_weights_.size() > 0) parameters.weights /= parameters.weights.sum();
  for (Index k = 0; k < means_.cols(); ++k, from += d) {
    const Vector step = Eigen::Map<const Vector>(from, d) / roots_of_means_[k];
    parameters.means.col(k) += covariances_->factor(k).times(step);
  }
  covariances_->read(from, parameters.covariances);
  return parameters;
}

}  // namespace gaussmix
