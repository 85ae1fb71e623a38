# The table of estimators. A new one is a row here:
#   fit(problem)        makes the call that the problem describes
#   code(problem)       the same call as text to be pasted into R
#   objective(fit)      what its iterations raise
#   predict, draw       the verbs of its fits
#   laws                names of the laws (laws.R) that it must hold
estimators <- function() {
  list(
    gmm_fit = list(
      fit = fit_by_em,
      code = code_of_em,
      objective = function(fit) fit$log_likelihood,
      predict = stats::predict,
      draw = function(fit, n) gmm_sample(fit, n),
      laws = names(laws)
    )
  )
}

fit_by_em <- function(problem) {
  x <- data_of(problem)
  start <- start_of(problem)
  call <- function() {
    gmm_fit(
      x,
      n_components = problem$n_components, covariance_type = problem$covariance_type,
      start = start, n_init = problem$n_init, tol = problem$tol, max_iter = problem$max_iter,
      reg_covar = problem$reg_covar, sample_weight = problem$weights,
      threads = problem$threads, keep_data = problem$keep_data
    )
  }
  if (is_supplied(problem)) call() else with_seed(problem$seed, call())
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
      if (is.null(problem$weights)) "" else ","
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
  paste(deparse(x, control = c("keepNA", "keepInteger", "digits17"), width.cutoff = 500), collapse = "\n")
}
