#ifndef GAUSSMIX_CORE_SEARCH_FIRST_PARAMETERS_H
#define GAUSSMIX_CORE_SEARCH_FIRST_PARAMETERS_H

#include "../covariance/family.h"
#include "../estimators/estimator.h"
#include "../ground/types.h"
#include "../nouns/parameters.h"
#include "../pass/pass.h"
#include "../pass/responder.h"
#include "../starts/start.h"

namespace gaussmix {

// The means of the parts of the rows that a responder makes.
Matrix means_of_parts(const Pass& pass, const Responder& responder);

// Parameters about the given centres with the given variances in every component:
// what an M-step falls back on for a component that holds nothing.
Parameters plain_parameters(const Family& family, const Matrix& centres,
                            const Vector& variances);

// The parameters that EM on some rows begins with: an M-step from the parts of a start.
Parameters first_parameters(const Pass& pass, const Family& family,
                            const MixtureEstimator& estimator, const Start& start,
                            const Vector& ridge);

}  // namespace gaussmix

#endif
