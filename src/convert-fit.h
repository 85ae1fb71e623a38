#ifndef GAUSSMIX_CONVERT_FIT_H
#define GAUSSMIX_CONVERT_FIT_H

// Where the options of a fit become the core's, and a fit becomes R's.

#include <memory>
#include <vector>

#include "convert.h"
#include "core/estimators/method.h"
#include "core/fit/fit-options.h"
#include "core/fit/fit.h"
#include "core/fit/from-parameters.h"
#include "core/ground/execution.h"
#include "core/pass/responder.h"
#include "core/starts/start.h"

namespace gaussmix {

// Interrupted as R is.
Execution as_execution(const Rcpp::List& options);

FitOptions as_fit_options(const Rcpp::List& options,
                          const Rcpp::LogicalVector& constant_columns,
                          const Rcpp::Nullable<Rcpp::Function>& report);

// NULL is maximum likelihood; a prior of weights as well, variational Bayes.
Model as_model(const Family& structure, const Rcpp::Nullable<Rcpp::List>& method,
               const Vector& origin);

// Of a start that is a fit; else nothing is known.
Resumption as_resumption(const Rcpp::List& start);

// Responsibilities that R gives: a matrix, or labels 0, ..., K - 1. Their memory is R's.
std::unique_ptr<Responder> as_given_responder(const Rcpp::List& start, Index n_rows);

std::vector<StartKind> as_kinds(const Rcpp::CharacterVector& words);

Rcpp::List as_list(const Fit& fit, const Model& model, const Vector& origin, bool reorder);

}  // namespace gaussmix

#endif
