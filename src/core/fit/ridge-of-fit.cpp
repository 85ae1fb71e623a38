#include "ridge-of-fit.h"

#include "../starts/pooled-variances.h"

namespace gaussmix {

Ridge ridge_of(const FitOptions& options, const Vector& reference) {
  constexpr double small = 1e-6;
  const bool own = options.absolute_ridge || options.reg_covar > small;
  return {options.absolute_ridge ? Vector::Constant(reference.size(), options.reg_covar)
                                 : Vector(options.reg_covar * reference),
          own, options.constant_columns};
}

Ridge ridge_within(const Pass& pass, const Vector& within, const FitOptions& options) {
  if (options.absolute_ridge || options.reg_covar == 0.0 || (within.array() > 0.0).all()) {
    return ridge_of(options, within);
  }
  return ridge_of(options, reference_variances({within}, total_variances(pass)));
}

}  // namespace gaussmix
