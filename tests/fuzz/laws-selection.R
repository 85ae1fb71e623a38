# Laws of selections: of a grid around the problem, and of the fit that wins it.

# Up to the problem's number of components, and in its structure and the plainest one.
selected <- function(case, problem) {
  attempt(case$estimator$select(change(
    problem,
    n_components = seq_len(problem$n_components),
    covariance_type = unique(c(problem$covariance_type, "spherical")),
    start = if (is_supplied(problem)) "mixed" else problem$start, begin = NULL
  )), 5 * seconds_at_most)
}

selection_of <- function(case) kept(case, "selection", selected(case, case$problem))$value

# The winner has the least BIC of those that may win, and is a fit like any other.
check_selection_of_fits <- function(case) {
  selection <- selection_of(case)
  if (!inherits(selection, "gmm_select")) {
    return(not_true_here)
  }
  table <- as.data.frame(selection)
  may_win <- table$supported & !is.na(table$BIC)
  if (!any(may_win)) {
    return(not_true_here)
  }
  best <- gmm_best(selection)
  problem <- change(
    case$problem,
    n_components = best$n_components, covariance_type = best$covariance_type
  )
  of_best <- new_case(problem, case$estimator)
  of_best$kept$outcome <- list(value = best, error = NULL, warnings = list())
  first_of(
    unless(bic(best) %in% table$BIC[may_win], "BIC of the winner"),
    unless(bic(best) == min(table$BIC[may_win]), "a fit that may win is better than the winner"),
    # Sums of weights, of some structures by patterns.
    exceeds(abs(table$nobs[may_win] / best$nobs - 1), 1e-14, "fits to other observations"),
    check_finite(of_best), check_likelihood(of_best), check_criteria(of_best),
    check_missing(of_best)
  )
}

check_selection_call <- function(case) {
  selection <- selection_of(case)
  if (!inherits(selection, "gmm_select")) {
    return(not_true_here)
  }
  same <- function(problem) {
    identical(numbers_of(selected(case, problem)$value), numbers_of(selection))
  }
  first_of(
    unless(same(change(case$problem, threads = 2)), "2 threads change the selection"),
    unless(same(with_empty_rows(case$problem)), "rows without any value change the selection")
  )
}

# All of a selection's table but how long it took.
numbers_of <- function(selection) {
  if (inherits(selection, "gmm_select")) {
    table <- as.data.frame(selection)
    table[setdiff(names(table), "seconds")]
  }
}
