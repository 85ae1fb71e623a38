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
#' @param covariance_type Structure of the component covariances, see [gmm_fit()]: one that has a
#'   name here, not mclust's alone, as those have no conjugate prior. May be left out where `start`
#'   is a fit.
#' @param weight_prior Distribution of the mixing weights before the data.
#' @param concentration Concentration of that distribution, a positive number. `NULL`: 1 / K.
#' @param proportions `"equal"`: mixing weights are known to be 1 / K and have no prior.
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
#'   components, in the units of the prior's, and `concentration` (K numbers, or for sticks K x 2;
#'   none of equal weights).
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
  columns <- list(sample_weight = rlang::enquo(sample_weight))
  known <- formals(gmm_bayes.default)
  given <- given_by_formula(x, data, columns, match.call(), "gmm_bayes", known)
  gmm_bayes.default(given$x, ..., sample_weight = given$sample_weight)
}

#' @rdname gmm_bayes
#' @export
gmm_bayes.default <- function(x, n_components, covariance_type = "full", ...,
                              weight_prior = c("dirichlet_process", "dirichlet"),
                              concentration = NULL, prior = gmm_prior(),
                              proportions = c("free", "equal"),
                              start = "mixed", n_init = 20, tol = 1e-8, max_iter = 1000,
                              reg_covar = 0, sample_weight = NULL,
                              na_action = c("fail", "omit", "exclude"),
                              threads = NULL, keep_data = TRUE, verbose = FALSE,
                              control = gmm_control()) {
  caller <- caller_of(x, match.call(), "gmm_bayes")
  call <- caller$call
  second <- list(n_components = if (!missing(n_components)) n_components, covariance_type)
  check_data_first(x, second, list(...), call)
  check_no_dots(list(...), names(formals(gmm_bayes.default))[-4], call)
  n_components <- wanted_components(n_components, missing(n_components), start, x, call)
  covariance_type <- wanted_type(covariance_type, missing(covariance_type), start, call)
  check_conjugate(covariance_type, call)
  settings <- check_bayes_settings(
    list(n_init = n_init, tol = tol, max_iter = max_iter, reg_covar = reg_covar,
      prior = prior, proportions = proportions, weight_prior = weight_prior,
      concentration = concentration,
      na_action = na_action, threads = threads,
      keep_data = keep_data, verbose = verbose, control = control
    ), call
  )
  estimate(x, n_components, covariance_type, start, sample_weight, settings, caller)
}

# check_settings(), and what it does not know of.
check_bayes_settings <- function(settings, call) {
  kinds <- c("dirichlet_process", "dirichlet")
  concentration <- settings$concentration
  weight_prior <- settings$weight_prior
  settings$concentration <- settings$weight_prior <- NULL
  settings$prior <- check_bayes_prior(settings$prior, call)
  # With missing values its updates are not conjugate.
  settings <- check_settings(settings, call, c("fail", "omit", "exclude"))
  if (settings$proportions == "equal") check_no_weight_prior(weight_prior, concentration, call)
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

# What is known of weights that are known to be equal. By default both kinds are given.
check_no_weight_prior <- function(weight_prior, concentration, call) {
  given <- c(weight_prior = length(weight_prior) == 1, concentration = !is.null(concentration))
  if (any(given)) {
    abort("argument", c(
      paste0("`", names(which(given))[1], "` must not be given with `proportions = \"equal\"`."),
      x = "Weights that are equal have no prior."
    ), call = call)
  }
}

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
