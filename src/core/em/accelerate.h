#ifndef GAUSSMIX_CORE_EM_ACCELERATE_H
#define GAUSSMIX_CORE_EM_ACCELERATE_H

#include <cmath>
#include <optional>

#include "../estimators/estimator.h"
#include "../estimators/mixture-chart.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "secants.h"

namespace gaussmix {

// Watches a run of EM, says how much its objective is still expected to gain, and, once
// it has come near a maximum, where to leap instead of making the next step. The run
// evaluates a leap and tells whether it was a gain.
//
// In coordinates in which squared lengths are information (an estimator's chart at the
// point), EM's step is the gradient of the objective, and the curvature of the objective that
// of complete data, the identity, less what is missing: leaps are those of a quasi-Newton
// method with EM's step as gradient (Jamshidian and Jennrich 1997,
// doi 10.1111/1467-9868.00083). Each point has a chart of its own; what steps have told is taken
// from one to the next by coordinates (Huang, Gallivan and Absil 2015,
// doi 10.1137/140955483, with that transport).
class Accelerator {
 public:
  // Before the first leap, the gain of a plain step must be as small as this, per observation:
  // farther out EM decides which maximum it goes to.
  static constexpr double near = 1e-3;
  // A leap may gain so many times what was expected; more is another maximum.
  static constexpr double most = 4.0;

  struct Advice {
    double left = INFINITY;  // what the objective can still gain, as expected
    std::optional<Parameters> leap;
  };

  // `counts` are the numbers of observations that the components are expected to have.
  Advice advise(const MixtureEstimator& estimator, const Parameters& point,
                const Vector& counts, const Parameters& image);

  // Whether a leap's gain is one. Learns from it how long leaps may be.
  bool accepts(double gain);

  void made_step(double gain) {
    gain_ = gain;
    ++plain_steps_;
    step_ = gradient_;
    refusals_ = 0;
  }
  void made_leap() { refusals_ = 0; }

  // A shorter one after a leap that was refused; nothing after the second. EM leads from
  // where that leap came to its image, or nowhere.
  std::optional<Parameters> shorter_leap(const MixtureEstimator& estimator,
                                         const Parameters& point, const Vector& counts,
                                         const Parameters& image);

  // What is remembered can be large.
  void forget();

 private:
  static constexpr Index wait = 3;  // plain steps before the first leap
  // The curvature below which none is believed, at first: far along a flat direction the
  // objective is another one.
  static constexpr double cautious = 0.02;

  bool look(const MixtureEstimator& estimator, const Parameters& point,
            const Vector& counts, const Parameters& image);
  std::optional<Parameters> after_step() const;

  std::optional<Secants> secants_;
  MixtureChart chart_;  // at the last point
  Vector gradient_;     // there
  Vector step_;         // from there to where the run was sent
  Index plain_steps_ = 0;
  Index refusals_ = 0;      // in a row
  double gain_ = INFINITY;  // of the last plain step
  double expected_ = 0.0;   // of the last leap
  double predicted_ = 0.0;  // the same if the objective is what secants say
  double flattest_ = cautious;
};

}  // namespace gaussmix

#endif
