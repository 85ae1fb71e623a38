# Laws of searches: in regular problems, and with a component more.

# Rows enough, distinct, and a fit from the components that the data were made of that
# converges, has not collapsed and by BIC is better than a single component: then a search must
# find a fit without a word. (Where the data do not tell the components apart nearly all runs end in
# a collapse, in the end, and a maximum between them can be one of hundreds.)
is_plain_case <- function(case) {
  problem <- case$problem
  if (!is_regular(problem)) {
    return(FALSE)
  }
  reference <- outcome_under(case, change(
    problem,
    start = "labels", labels = problem$truth, tol = 1e-8, max_iter = 1000
  ))
  fit <- reference$value
  sound <- inherits(fit, "gaussmix") && length(reference$warnings) == 0 && has_rows_enough(fit)
  sound && is_better_than_one(fit, case)
}

# Of equal volumes few rows make a component that nothing is wrong with, but for its shape.
has_rows_enough <- function(fit) min(fit$counts) >= 5 * (fit$d + 1)

is_better_than_one <- function(fit, case) {
  if (fit$n_components == 1) {
    return(TRUE)
  }
  one <- outcome_under(case, with_one_component(case$problem))
  !inherits(one$value, "gaussmix") || bic(fit) < bic(one$value)
}

# How often that was so: a run reports it.
slow <- new.env()
slow$searches <- 0

# EM can be slow without a fault, where components overlap: to say that it is not there
# yet is right, if it arrives in the end.
check_plain <- function(case) {
  search <- function(max_iter) {
    outcome_under(case, change(
      case$problem,
      start = "mixed", n_init = 20, tol = 1e-8, max_iter = max_iter
    ))
  }
  outcome <- search(1000)
  if (identical(classes_of(outcome), "gaussmix_warning_not_converged")) {
    slow$searches <- slow$searches + 1
    outcome <- search(1e5)
  }
  conditions <- c(outcome$warnings, if (!is.null(outcome$error)) list(outcome$error))
  if (length(conditions) > 0) {
    paste("a regular problem gives:", conditionMessage(conditions[[1]]))
  }
}

# With one component more the best score is not lower, but for what a search may miss; or
# the fit says why. (Of few rows the price of a component is next to nothing: two of seven
# pay for one, and there may be nothing that pays for another. Where groups are very narrow, a small
# one may pay for itself, but not beside a component too many, which would take its rows: the starts
# that are likelier than the fit are then marked as unsupported. Where whichever way two share the
# rows one has rows in a plane, as columns of zeros and ones do, the score has a penalty that one
# component does not pay, and the fit warns. And of equal weights those of fewer components are no
# special case.)
check_more_components <- function(case) {
  problem <- change(
    case$problem, start = "mixed", n_init = 20, begin = NULL, tol = 1e-8, max_iter = 1000
  )
  fit_with <- function(n_components) {
    outcome_under(case, change(problem, n_components = n_components))$value
  }
  fewer <- fit_with(problem$n_components)
  more <- fit_with(problem$n_components + 1)
  both <- inherits(fewer, "gaussmix") && inherits(more, "gaussmix")
  if (!both || !fewer$supported || !more$supported || !more$converged ||
        more$singular > fewer$singular || fewer$proportions == "equal") {
    return(not_true_here)
  }
  if (is_thin_by_chance(fewer)) {
    return(not_true_here)
  }
  likelier <- more$restarts$log_likelihood > more$log_likelihood
  if (any(likelier & startsWith(more$restarts$reason, "unsupported"), na.rm = TRUE)) {
    return(not_true_here)
  }
  noise <- fewer$nobs / fewer$n * (2 + 0.01 * fewer$n)
  exceeds(comparable(fewer) - comparable(more), noise, "score lost with a component more")
}

# Whether rows of a component lie so near to a plane as no search is sure to find again: in some
# direction its variance is less than a hundredth of that within components.
is_thin_by_chance <- function(fit) {
  covariances <- covariances_of(fit)
  pooled <- apply(covariances, 1:2, function(s) sum(fit$weights * s))
  root <- chol(pooled)
  least <- apply(covariances, 3, function(s) {
    min(eigen(backsolve(root, t(backsolve(root, s, transpose = TRUE)), transpose = TRUE),
      symmetric = TRUE, only.values = TRUE
    )$values)
  })
  min(least) < 0.01
}

# Rows are those that weights are worth: where one has nearly all of it, there is next to nothing
# else to find.
is_searched_likelihood <- function(case) {
  fit <- fit_of(case)
  w <- weights_of(case$problem)
  worth <- sum(w)^2 / sum(w^2)
  !is_supplied(case$problem) && has_fit(case) && fit$objective == "log_likelihood" &&
    min(seen_together(case$problem), worth) >= 5 * (fit$d + 1) * (fit$n_components + 1)
}
