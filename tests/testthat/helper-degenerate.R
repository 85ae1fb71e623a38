# What may come of data on which the likelihood has no bound, or nearly so: a finite fit with a
# warning that says which component, or a degenerate error that says what to do.

is_covariance <- function(x) {
  x <- as.matrix(x)
  isSymmetric(x) && all(diag(x) > 0) &&
    !is.null(tryCatch(chol(stats::cov2cor(x)), error = function(e) NULL))
}

# What every fit must be, whatever the data were.
expect_sound_numbers <- function(fit) {
  n_components <- fit$n_components
  parameters <- coef(fit)
  expect_true(all(is.finite(unlist(parameters))))
  expect_true(all(parameters$weights >= 0))
  expect_lte(abs(sum(parameters$weights) - 1), 1e-15 * max(1, n_components / 10))
  expect_true(all(apply(parameters$covariances, 3, is_covariance)))
  expect_true(is.finite(logLik(fit)))
  expect_true(all(is.finite(c(aic(fit), bic(fit), icl(fit), icl(fit, type = "map")))))
  expect_true(all(is.finite(fit$trace)))
  expect_false(anyNA(fit$restarts$log_likelihood))
  expect_identical(sum(fit$restarts$chosen), 1L)
  expect_identical(fit$restarts$collapsed[fit$restarts$chosen], fit$singular)
  labels <- predict(fit)
  expect_s3_class(labels, "factor")
  expect_identical(levels(labels), as.character(seq_len(n_components)))
  expect_false(anyNA(labels))
  prob <- predict(fit, type = "prob")
  expect_false(anyNA(prob))
  expect_lte(max(abs(rowSums(prob) - 1)), n_components * 4e-16)
}

# A fit and the warnings on its way, or a degenerate error; nothing else.
attempt <- function(...) {
  warnings <- list()
  result <- tryCatch(
    withCallingHandlers(
      gmm_fit(...),
      gaussmix_warning = function(w) {
        warnings <<- c(warnings, list(w))
        tryInvokeRestart("muffleWarning")
      }
    ),
    gaussmix_error_degenerate = identity
  )
  list(result = result, warnings = warnings)
}

has_class <- function(conditions, class) any(vapply(conditions, inherits, logical(1), class))

culprit <- "component [0-9]+|all components|Constant: "

# What the outcome is, after everything that must hold for it has been checked.
expect_told <- function(outcome, until_convergence = TRUE) {
  result <- outcome$result
  if (inherits(result, "error")) {
    expect_identical(outcome$warnings, list())
    expect_match(conditionMessage(result), culprit, ignore.case = TRUE)
    expect_match(conditionMessage(result), "Use fewer components|Leave such columns out")
    return("error")
  }
  expect_s3_class(result, "gaussmix")
  expect_sound_numbers(result)
  singular <- Filter(function(w) inherits(w, "gaussmix_warning_singular"), outcome$warnings)
  constant <- has_class(singular, "gaussmix_warning_constant")
  expect_identical(length(singular) - constant > 0, result$singular)
  expect_identical(
    has_class(outcome$warnings, "gaussmix_warning_not_converged"),
    until_convergence && !result$converged
  )
  for (warning in singular) {
    expect_match(conditionMessage(warning), culprit, ignore.case = TRUE)
    expect_match(conditionMessage(warning), "Use fewer components|leave such columns out")
  }
  if (result$singular) "singular" else "sound"
}

# The outcomes that are right for the types, in their order.
expect_outcomes <- function(x, n_components, wanted, ...) {
  wanted <- rep_len(wanted, length(all_structures))
  for (i in seq_along(all_structures)) {
    set.seed(1)
    outcome <- attempt(x, n_components, all_structures[i], ...)
    expect_identical(!!expect_told(outcome), !!wanted[i], label = all_structures[i])
  }
}

# Types by whether components have volumes of their own, or volumes or shapes, and whether they
# have correlations. Of equal volumes the likelihood has a bound with whatever ridge there is;
# without one, rows that are the same have no shape.
letters_of_types <- gaussmix:::covariance_types$mclust
if_own_volume <- function(yes, no) ifelse(startsWith(letters_of_types, "V"), yes, no)
if_own <- function(yes, no) ifelse(grepl("^.?V", letters_of_types), yes, no)
if_full <- function(yes, no) ifelse(gaussmix:::covariance_types$shape == "full", yes, no)
absolute <- gmm_control(reg_covar_scale = "absolute")

plain <- local({
  set.seed(1)
  matrix(stats::rnorm(200), 100)
})
