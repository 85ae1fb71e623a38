# The table of estimators. A new one is a row here:
#   fit(problem)        makes the call that the problem describes
#   select(problem)     the same of several numbers of components and structures
#   code(problem)       the same call as text to be pasted into R
#   objective(fit)      what its iterations raise
#   ascends(problem)    whether they do so in every step
#   predict, draw       the verbs of its fits
#   takes_holes         whether missing values are among its problems
#   laws                names of the laws (laws.R) that it must hold
estimators <- function() {
  list(
    gmm_fit = list(
      fit = function(problem) {
        fit_to(problem, gmm_fit, n_init = problem$n_init, reg_covar = problem$reg_covar)
      },
      select = function(problem) {
        fit_to(problem, gmm_select, n_init = problem$n_init, reg_covar = problem$reg_covar)
      },
      code = code_of_em,
      objective = function(fit) fit$log_likelihood,
      ascends = function(problem) problem$reg_covar == 0,
      predict = stats::predict,
      draw = function(fit, n) gmm_sample(fit, n),
      takes_holes = TRUE,
      laws = names(laws)
    ),
    with_prior = list(
      fit = function(problem) {
        fit_to(problem, gmm_fit, n_init = problem$n_init, prior = prior_of(problem))
      },
      code = function(problem) code_with_prior(problem, "gmm_fit"),
      objective = function(fit) fit$log_posterior,
      ascends = always,
      predict = stats::predict,
      draw = function(fit, n) gmm_sample(fit, n),
      takes_holes = TRUE,
      laws = c(laws_of_any, "criteria", "missing", "empty_rows")
    ),
    gmm_bayes = list(
      fit = function(problem) {
        # Of the others no prior is conjugate.
        problem$covariance_type <- plain_type(problem$covariance_type)
        fit_to(
          problem, gmm_bayes,
          n_init = problem$n_init, prior = prior_of(problem),
          weight_prior = weight_prior_of(problem),
          concentration = concentration_of(problem)
        )
      },
      code = function(problem) code_with_prior(problem, "gmm_bayes"),
      objective = function(fit) fit$lower_bound,
      ascends = always,
      predict = stats::predict,
      draw = function(fit, n) gmm_sample(fit, n),
      takes_holes = FALSE,
      laws = laws_of_any
    )
  )
}

# Laws that say nothing about maximum likelihood.
laws_of_any <- c(
  "outcome", "told", "finite", "posterior", "trace", "classes", "training", "far", "saved",
  "draws", "rng", "inputs", "outliers", "tails", "boxes", "lines", "halves", "trim", "pictures",
  "projection", "keep_data", "threads", "again"
)

fit_to <- function(problem, estimate, ...) {
  x <- data_of(problem)
  start <- start_of(problem)
  call <- function() {
    estimate(
      x,
      n_components = problem$n_components, covariance_type = problem$covariance_type,
      start = start, tol = problem$tol, max_iter = problem$max_iter,
      proportions = problem$proportions, sample_weight = problem$weights,
      threads = problem$threads, keep_data = problem$keep_data, na_action = problem$na_action,
      control = gmm_control(acceleration = problem$acceleration), ...
    )
  }
  if (is_supplied(problem)) call() else with_seed(problem$seed, call())
}

# Of the problem's seed: the default as often as one that is weaker or stronger.
prior_of <- function(problem) {
  with_seed(problem$seed, {
    gmm_prior(
      mean_precision = one_of(0.5, NULL, 10^stats::runif(1, -4, 4)),
      degrees_of_freedom = one_of(0.5, NULL, ncol(problem$base) - 1 + 10^stats::runif(1, -1, 3))
    )
  })
}

# Equal weights have none: the default is both words.
weight_prior_of <- function(problem) {
  words <- c("dirichlet_process", "dirichlet")
  if (problem$proportions == "equal") words else words[1 + problem$seed %% 2]
}

concentration_of <- function(problem) {
  if (problem$proportions == "equal") {
    return(NULL)
  }
  with_seed(problem$seed, one_of(0.5, NULL, 10^stats::runif(1, -6, 4)))
}

code_of_em <- function(problem) {
  d <- ncol(problem$base)
  start <- switch(problem$start,
    labels = code_of(problem$labels),
    parameters = code_of_parameters(scaled_start(problem)),
    code_of(problem$start)
  )
  c(
    paste0("x <- matrix(", code_of(as.vector(problem$base)), ", ncol = ", d, ")"),
    if (problem$offset != 0) paste0("x <- x + ", code_of(problem$offset)),
    if (problem$scale != 1) paste0("x <- x * ", code_of(problem$scale)),
    if (has_holes(problem)) paste0("x[", code_of(which(problem$holes)), "] <- NA"),
    if (!is_supplied(problem)) paste0("set.seed(", problem$seed, ")"),
    "fit <- gmm_fit(",
    paste0(
      "  x, n_components = ", problem$n_components,
      ", covariance_type = ", code_of(problem$covariance_type), ","
    ),
    paste0("  start = ", start, ", n_init = ", problem$n_init, ","),
    paste0(
      "  tol = ", code_of(problem$tol), ", max_iter = ", problem$max_iter,
      ", reg_covar = ", code_of(problem$reg_covar), ", threads = ", problem$threads,
      ","
    ),
    paste0(
      "  proportions = ", code_of(problem$proportions),
      ", na_action = ", code_of(problem$na_action),
      ", control = gmm_control(acceleration = ", code_of(problem$acceleration), ")",
      if (!is.null(problem$weights)) ","
    ),
    if (!is.null(problem$weights)) paste0("  sample_weight = ", code_of(problem$weights)),
    ")"
  )
}

code_of_parameters <- function(start) {
  paste0(
    "list(weights = ", code_of(start$weights), ",\n    means = matrix(",
    code_of(as.vector(start$means)), ", ", nrow(start$means), "),\n    covariances = array(",
    code_of(as.vector(start$covariances)), ",\n    c(", toString(dim(start$covariances)), ")))"
  )
}

# Every digit of a value, as R code.
code_of <- function(x) {
  control <- c("keepNA", "keepInteger", "digits17")
  paste(deparse(x, control = control, width.cutoff = 500), collapse = "\n")
}

code_with_prior <- function(problem, name) {
  prior <- prior_of(problem)
  c(
    sub("gmm_fit(", paste0(name, "("), code_of_em(problem), fixed = TRUE),
    paste0(
      "# without reg_covar, with prior = gmm_prior(mean_precision = ",
      code_of(prior$mean_precision), ", degrees_of_freedom = ",
      code_of(prior$degrees_of_freedom), ")",
      if (name == "gmm_bayes") {
        paste0(
          ", weight_prior = ", code_of(weight_prior_of(problem)),
          ", concentration = ", code_of(concentration_of(problem))
        )
      }
    )
  )
}
