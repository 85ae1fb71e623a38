#ifndef GAUSSMIX_CONVERT_FIT_H
#define GAUSSMIX_CONVERT_FIT_H

// Where the options of a fit become the core's, and a fit becomes R's.

#include <memory>

#include "convert.h"
#include "core/estimators/method.h"
#include "core/fit/fit-options.h"
#include "core/fit/fit.h"
#include "core/fit/run-given.h"
#include "core/pass/responder.h"
#include "core/starts/start-recipe.h"

namespace gaussmix {

FitOptions as_fit_options(const Rcpp::List& options, const Rcpp::List& data,
                          const Rcpp::Nullable<Rcpp::Function>& report);

// NULL is maximum likelihood; a prior of weights as well, variational Bayes.
Model as_model(const Family& family, const Rcpp::Nullable<Rcpp::List>& method,
               const Vector& origin);

// Of a start that is a fit; else nothing is known.
Resumption as_resumption(const Rcpp::List& start);

// Responsibilities that R gives: a matrix of doubles, or integer labels 0, ..., K - 1. They are not
// copied: the list must live as long.
std::unique_ptr<Responder> as_given_responder(const Rcpp::List& start, Index n_rows);

// Of a start that is searched for.
StartRecipe as_recipe(const Rcpp::List& start);

Rcpp::List as_list(const Fit& fit, const Model& model, const Vector& origin, bool reorder);

}  // namespace gaussmix

#endif
