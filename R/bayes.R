#' Variational Bayes for Gaussian mixtures
#'
#' Approximates the posterior distribution of all parameters of a mixture, given a prior.
#' Components that the data do not need get no observations: offered a generous number, the
#' fit chooses by itself how many to use. No covariance can become singular. Use it where the
#' number of components is not known and one fit is to find it, or for honest uncertainty with few
#' observations; to compare numbers by a criterion, [gmm_select()].
#'
#' The posterior is approximated by one in which the components of the observations are
#' independent of the parameters. `fit$lower_bound` is a lower bound of the log of the
#' probability of the data given the model (the evidence), complete with all constants:
#' models of any structure and number of components can be compared by it, the larger the
#' better. Each iteration raises it. (It is about one order of the components: the same
#' mixture with K active ones in any order is K! times as probable. And the last stick of a
#' Dirichlet process is left open, as in scikit-learn: its bound rises a little, by less and less,
#' with every component that is offered. To compare numbers of components that are offered, use
#' `weight_prior = "dirichlet"`; else offer more than are needed, once.)
#'
#' Weights have a symmetric Dirichlet distribution (`"dirichlet"`), or are the sticks of a
#' Dirichlet process (`"dirichlet_process"`): each component takes a share of what those
#' before it have left. The smaller the concentration, the fewer components are used.
#'
#' The defaults do not depend on the units of the data. Those of full covariances are
#' scikit-learn's; for tied covariances, variances per column and one variance, scikit-learn
#' does not use the conjugate posterior, and gaussmix does.
#'
#' @inheritParams gmm_fit
#' @param n_components Number of components that are offered, K.
#' @param covariance_type Structure of the component covariances, see [gmm_fit()]. May be left
#'   out where `start` is a fit.
#' @param weight_prior Distribution of the mixing weights before the data.
#' @param concentration Concentration of that distribution, a positive number. `NULL`: 1 / K.
#' @param prior Prior of means and covariances, see [gmm_prior()].
#' @param reg_covar,control As in [gmm_fit()]. There is no ridge by default: it would not
#'   be part of the model.
#'
#' @return An object of classes `gaussmix_bayes` and `gaussmix`, as [gmm_fit()]'s, with these
#'   differences:
#' * `weights` are expected weights; `means` and `covariances` are means and inverses of
#'   expected precisions of the posterior; `counts` are expected numbers of observations;
#' * `n_active`: number of components with an expected number of observations above 1; the
#'   others are switched off;
#' * `lower_bound`, which the `trace` and `restarts` tell of, too; there is no
#'   `log_likelihood`, and [BIC()], [AIC()] and [icl()] are errors: compare lower bounds;
#' * `prior` and `weight_prior` with what was used, and `posterior`: a list with the
#'   `mean_precision` (K) and `degrees_of_freedom` (K, or one if covariances are shared) of
#'   components, in the units of the prior's, and `concentration` (K numbers, or for sticks K x 2).
#' @section Errors: Those of [gmm_fit()].
#' @seealso [`predict()`][predict.gaussmix_bayes], `autoplot(fit, "weights")`, [gmm_prior()].
#' @references
#' Bishop, C. M. (2006). *Pattern Recognition and Machine Learning*. Springer, section 10.2.
#'
#' Blei, D. M. and Jordan, M. I. (2006). Variational inference for Dirichlet process mixtures.
#' *Bayesian Analysis* 1, 121-143. \doi{10.1214/06-BA104}
#'
#' Attias, H. (2000). A variational Bayesian framework for graphical models. *Advances in
#' Neural Information Processing Systems* 12, 209-215.
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_bayes(faithful, n_components = 10)
#' fit
#' fit$n_active
#' table(predict(fit))
#'
#' # Two models by their evidence
#' fit$lower_bound - gmm_bayes(faithful, 10, "tied")$lower_bound
gmm_bayes <- function(x, ...) {
  check_data_given(missing(x), match.call(expand.dots = FALSE)$..., sys.call())
  UseMethod("gmm_bayes")
}

#' @rdname gmm_bayes
#' @export
gmm_bayes.formula <- function(x, data = NULL, ..., sample_weight = NULL) {
  call <- formula_call(match.call(), "gmm_bayes")
  check_dot_names(match.call(expand.dots = FALSE)$..., call, gmm_bayes.default)
  data <- check_formula_data(data, call)
  weights <- weights_in_data(rlang::enquo(sample_weight), data, call)
  gmm_bayes.default(variables_of(x, data, call), ..., sample_weight = weights)
}

#' @rdname gmm_bayes
#' @export
gmm_bayes.default <- function(x, n_components, covariance_type = "full", ...,
                              weight_prior = c("dirichlet_process", "dirichlet"),
                              concentration = NULL, prior = gmm_prior(),
                              start = "mixed", n_init = 20, tol = 1e-8, max_iter = 1000,
                              reg_covar = 0, sample_weight = NULL,
                              na_action = c("fail", "omit", "exclude"),
                              threads = NULL, keep_data = TRUE, verbose = FALSE,
                              control = gmm_control()) {
  from <- caller_of(x, match.call(), "gmm_bayes")
  call <- from$call
  second <- list(n_components = if (!missing(n_components)) n_components, covariance_type)
  check_data_first(x, second, list(...), call)
  check_no_dots(list(...), names(formals(gmm_bayes.default))[-4], call)
  n_components <- wanted_components(n_components, missing(n_components), start, x, call)
  covariance_type <- wanted_type(covariance_type, missing(covariance_type), start, call)
  settings <- check_bayes_settings(
    list(n_init = n_init, tol = tol, max_iter = max_iter, reg_covar = reg_covar,
      prior = prior, weight_prior = weight_prior, concentration = concentration,
      na_action = na_action, threads = threads,
      keep_data = keep_data, verbose = verbose, control = control
    ), call
  )
  estimate(x, n_components, covariance_type, start, sample_weight, settings, from)
}

# check_settings(), and what it does not know of.
check_bayes_settings <- function(settings, call) {
  kinds <- c("dirichlet_process", "dirichlet")
  concentration <- settings$concentration
  weight_prior <- settings$weight_prior
  settings$concentration <- settings$weight_prior <- NULL
  settings$prior <- check_bayes_prior(settings$prior, call)
  settings <- check_settings(settings, call)
  settings$weight_prior <- list(
    stick_breaking = check_choice(weight_prior, kinds, "weight_prior", call) == kinds[1],
    concentration = if (is.null(concentration)) {
      1
    } else {
      check_strength(check_positive(concentration, "concentration", call), "concentration", call)
    },
    shared = is.null(concentration)
  )
  settings
}

is_bayes <- function(settings) !is.null(settings$weight_prior)

check_bayes_prior <- function(prior, call) {
  prior <- check_prior(prior, call)
  if (is.null(prior) || isTRUE(prior$mean_precision == 0)) {
    abort("argument", c(
      "`prior` must be made by `gmm_prior()`, with a `mean_precision` above zero.",
      x = paste0(
        "You gave ", if (is.null(prior)) "NULL" else "one that knows nothing about means", "."
      ),
      i = "Without it there is no posterior of components that hold nothing."
    ), call = call)
  }
  check_strength(prior$degrees_of_freedom, "degrees_of_freedom", call)
  prior
}

# Of terms of the bound that are so large the differences have no digits.
check_strength <- function(x, argument, call) {
  most <- 1e8
  if (!is.null(x) && x > most) {
    abort_argument(
      paste0("`", argument, "` must be at most ", format(most), "."),
      x, call,
      cure = "No data would change what is so sure beforehand."
    )
  }
  x
}

# Of full covariances scikit-learn's; of single variances what the same Wishart distribution
# says of the diagonal.
bayes_default <- function(row, d) {
  list(
    mean_precision = 1, scale_power = 0,
    degrees_of_freedom = if (row$shape == "diagonal") 1 else d,
    scale = function(moments, row) {
      if (row$shape == "full") {
        return(with_floor(moments$covariance, moments$rows))
      }
      variances <- if (is.null(moments$covariance)) {
        with_floor_of_columns(moments$variances)
      } else {
        diag(with_floor(moments$covariance))
      }
      if (row$shape == "diagonal") variances else sum(variances)
    }
  )
}

# What the core's parameters say of the posterior: its weights are shares of the observations.
as_bayes <- function(fit, result, method, settings) {
  row <- covariance_row(fit$covariance_type)
  weights <- settings$weight_prior
  share <- if (row$shape == "spherical") fit$d else 1
  concentration <- weights$concentration / if (weights$shared) fit$n_components else 1
  expected <- result$parameters$weights * result$total_weight
  prior <- method$prior
  scale <- prior$scale * fit$n_components^method$scale_power * share
  fit$prior <- list(
    mean = prior$mean, mean_precision = prior$mean_precision,
    degrees_of_freedom = prior$degrees_of_freedom * share, scale = scale
  )
  fit$weight_prior <- list(
    distribution = if (weights$stick_breaking) "dirichlet_process" else "dirichlet",
    concentration = concentration
  )
  fit$posterior <- list(
    mean_precision = prior$mean_precision + expected,
    degrees_of_freedom = share *
      (prior$degrees_of_freedom + if (row$shared) sum(expected) else expected),
    concentration = if (weights$stick_breaking) {
      cbind(1 + expected, concentration + rev(cumsum(rev(c(expected[-1], 0)))))
    } else {
      concentration + expected
    }
  )
  fit$weights[] <- expected_weights(fit$posterior$concentration)
  class(fit) <- c("gaussmix_bayes", "gaussmix")
  fit$n_active <- sum(is_active(fit))
  # What the core says of the log-likelihood and its posterior is about expected log densities.
  fit$log_likelihood <- NULL
  fit
}

# Of sticks, each takes its share of what those before it have left; what is beyond the last
# is given to all.
expected_weights <- function(concentration) {
  if (is.null(dim(concentration))) {
    return(concentration / sum(concentration))
  }
  taken <- concentration[, 1] / rowSums(concentration)
  weights <- taken * cumprod(c(1, 1 - taken[-length(taken)]))
  weights / sum(weights)
}

# A function of sticks in the order in which they are broken, with results for components, which
# may have been put in another order since.
by_stick <- function(posterior, f) {
  sticks <- posterior$sticks %||% seq_len(nrow(posterior$concentration))
  result <- f(posterior$concentration[order(sticks), , drop = FALSE])
  if (is.matrix(result)) result[sticks, , drop = FALSE] else result[sticks]
}

expected_log_weights <- function(sticks) {
  both <- digamma(rowSums(sticks))
  left <- digamma(sticks[, 2]) - both
  digamma(sticks[, 1]) - both + cumsum(c(0, left[-length(left)]))
}

# Of variational Bayes (Bishop 2006, equations 10.65 and 10.66): what a plan with the mixture's
# means and covariances takes for log weights.
variational_log_weights <- function(fit) {
  row <- covariance_row(fit$covariance_type)
  concentration <- fit$posterior$concentration
  expected_log <- if (is.null(dim(concentration))) {
    digamma(concentration) - digamma(sum(concentration))
  } else {
    by_stick(fit$posterior, expected_log_weights)
  }
  degrees <- fit$posterior$degrees_of_freedom
  # The expectation of the log determinant of a precision, less that of the expected one.
  spread <- switch(row$shape,
    full = vapply(degrees, function(v) {
      sum(digamma((v + 1 - seq_len(fit$d)) / 2))
    }, 0) - fit$d * log(degrees / 2),
    diagonal = fit$d * (digamma(degrees / 2) - log(degrees / 2)),
    spherical = fit$d * (digamma(degrees / 2) - log(degrees / 2))
  )
  expected_log + (spread - fit$d / fit$posterior$mean_precision) / 2
}

# The posterior predictive density is a mixture of Student distributions (Bishop 2006,
# equations 10.81 and 10.82; of single variances their product, of one variance one of d
# dimensions). In terms of the squared distance h under the mixture's covariance, the log density of
# a component is a constant - power log(1 + h / spread), the constant that of the normal density
# plus what is given here.
student_terms <- function(fit) {
  row <- covariance_row(fit$covariance_type)
  d <- fit$d
  v <- fit$posterior$degrees_of_freedom
  b <- fit$posterior$mean_precision
  degrees <- rep_len(if (row$shape == "full") v + 1 - d else v, fit$n_components)
  # Covariances are scales over v; the distribution's are wider by uncertain means, and where
  # they are matrices by fewer degrees of freedom.
  wider <- (1 + b) / b * if (row$shape == "full") v / degrees else 1
  dims <- if (row$shape == "diagonal") 1 else d
  constant <- lgamma((degrees + dims) / 2) - lgamma(degrees / 2) -
    dims / 2 * log(degrees * wider / 2)
  list(
    constant = constant * d / dims, power = (degrees + dims) / 2, spread = degrees * wider
  )
}

#' Classes, probabilities and densities from a Bayesian mixture
#'
#' As [predict.gaussmix()], with a choice of what stands for the posterior: leave `method` as it is,
#' unless you compare with a fit by maximum likelihood or with scikit-learn.
#'
#' @inheritParams predict.gaussmix
#' @param object A fit by [gmm_bayes()].
#' @param type What to compute, see [predict.gaussmix()].
#' @param method `"predictive"`: the distribution of a new observation, the parameters averaged
#'   over their posterior; components are Student distributions. `"plugin"`: the mixture
#'   with expected weights, means and inverse expected precisions as if they were known.
#'   `"variational"`: the probabilities of components that the approximation of the
#'   posterior gives, which scikit-learn predicts; they belong to no density, so that type must be
#'   `"class"`, `"prob"` or `"uncertainty"`.
#' @return As of [predict.gaussmix()].
#' @section Errors: Those of [predict.gaussmix()].
#' @seealso [gmm_bayes()], [predict.gaussmix()], [`augment()`][augment.gaussmix].
#' @references Bishop, C. M. (2006). *Pattern Recognition and Machine Learning*. Springer,
#'   equations 10.46, 10.49 and 10.81.
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_bayes(faithful, n_components = 6)
#' new <- data.frame(eruptions = c(2, 3), waiting = c(55, 65))
#' predict(fit, new, type = "prob")
#' predict(fit, new, type = "prob", method = "variational")
predict.gaussmix_bayes <- function(object, newdata,
                                   type = c(
                                     "class", "prob", "density", "log_density",
                                     "uncertainty", "component_log_density"
                                   ),
                                   method = c("predictive", "plugin", "variational"),
                                   threads = NULL, ..., inactive = FALSE) {
  call <- match.call()
  call[[1]] <- quote(predict)
  check_no_dots(list(...), setdiff(names(formals(predict.gaussmix_bayes)), "..."), call)
  type <- check_choice(type, eval(formals(predict.gaussmix_bayes)$type), "type", call)
  method <- check_choice(method, c("predictive", "plugin", "variational"), "method", call)
  if (method == "variational" && !type %in% c("class", "prob", "uncertainty")) {
    abort("argument", c(
      "`type` must be \"class\", \"prob\" or \"uncertainty\" with `method = \"variational\"`.",
      x = paste0("You gave \"", type, "\"."),
      i = "The posterior predictive density is `method = \"predictive\"`."
    ), call = call)
  }
  threads <- resolve_threads(threads, call)
  inactive <- check_flag(inactive, "inactive", call)
  check_fit(object, call)
  cells <- prediction_cells(object, newdata, call)
  predict_rows(object, cells, type, threads, call, method, inactive)
}

# Criteria that count parameters are about maximum likelihood.
check_has_likelihood <- function(fit, call) {
  if (inherits(fit, "gaussmix_bayes")) {
    abort("argument", c(
      "`object` must be a fit by maximum likelihood.",
      x = "It is an approximation of the posterior, which has no likelihood of its own.",
      i = "Compare models by their `lower_bound`, the larger the better."
    ), call = call)
  }
  fit
}
