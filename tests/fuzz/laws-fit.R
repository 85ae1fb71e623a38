# Laws of the numbers that a fit holds, and of what it says of its rows.

check_outcome <- function(case) {
  outcome <- outcome_of(case)
  first_of(
    fault_of(outcome),
    unless(
      inherits(outcome$value, "gaussmix") || inherits(outcome$error, "gaussmix_error"),
      "neither a fit nor an error"
    )
  )
}

check_told <- function(case) {
  fit <- fit_of(case)
  classes <- classes_of(outcome_of(case))
  late <- !fit$converged && case$problem$tol > 0 && case$problem$max_iter > 0
  first_of(
    unless(
      fit$singular == ("gaussmix_warning_singular" %in% classes),
      "`singular` and the warning do not agree"
    ),
    unless(
      late == ("gaussmix_warning_not_converged" %in% classes),
      "`converged` and the warning do not agree"
    )
  )
}

check_finite <- function(case) {
  fit <- fit_of(case)
  numbers <- Filter(is.numeric, unclass(fit))
  # Inf where it cannot be told.
  numbers$expected_gain <- NULL
  bad <- names(numbers)[!vapply(numbers, function(x) all(is.finite(x)), logical(1))]
  n_components <- fit$n_components
  w <- sum(seen_weights(case$problem))
  first_of(
    unless(length(bad) == 0, paste("not finite:", toString(bad))),
    exceeds(abs(sum(fit$weights) - 1), 1e-15 * n_components, "sum of mixing weights"),
    unless(all(fit$weights >= 0), "a mixing weight below zero"),
    unless(all(fit$counts >= 0), "a count below zero"),
    exceeds(abs(sum(fit$counts) - fit$nobs) / fit$nobs, 1e-13 * n_components, "sum of counts"),
    exceeds(abs(fit$nobs - w) / w, 1e-14, "nobs"),
    check_covariances(fit)
  )
}

# coef() refuses fits that are not intact.
check_covariances <- function(fit) {
  covariances <- stats::coef(fit)$covariances
  first_of(
    unless(identical(unname(covariances), covariances_of(fit)), "covariances of coef()"),
    unless(identical(unname(covariances), aperm(unname(covariances), c(2, 1, 3))), "asymmetry"),
    unless(all(diagonals(covariances) > 0), "a variance is not positive")
  )
}

check_posterior <- function(case) {
  all <- posterior_of(case)
  seen <- seen_rows(case$problem)
  z <- all[seen, , drop = FALSE]
  n_components <- case$problem$n_components
  size <- c(nrow(case$problem$base), nrow(tidy(fit_of(case))))
  first_of(
    unless(identical(dim(all), size), "its dimensions"),
    # Of a row of which nothing is seen the weights are known alone.
    unless(
      all(abs(all[!seen, ] - rep(fit_of(case)$weights, each = sum(!seen))) < 1e-12),
      "rows without any value"
    ),
    unless(all(z >= 0 & z <= 1), "a probability outside of 0 and 1"),
    # Half a unit in the last place per term of the sum, and as much for its rounding.
    exceeds(abs(rowSums(z) - 1), 4e-16 * n_components, "sum of a row"),
    check_conditional(case, z)
  )
}

# Probabilities are those of all components, given that it is none that is switched off.
check_conditional <- function(case, z) {
  fit <- fit_of(case)
  all <- case$estimator$predict(fit, type = "prob", inactive = TRUE)
  own <- all[seen_rows(case$problem), colnames(z), drop = FALSE]
  known <- rowSums(own) > 1e-200
  first_of(
    unless(ncol(all) == fit$n_components, "columns of all components"),
    exceeds(abs(own / rowSums(own) - z)[known, ], 1e-12, "probabilities given what is in use")
  )
}

check_likelihood <- function(case) {
  fit <- fit_of(case)
  terms <- (weights_of(case$problem) * log_density_of(case))[seen_rows(case$problem)]
  # Relative to the terms: those of either sign cancel.
  error <- abs(case$estimator$objective(fit) - sum(terms)) / max(sum(abs(terms)), 1e-300)
  exceeds(error, 1e-10, "objective against the log densities")
}

check_trace <- function(case) {
  fit <- fit_of(case)
  trace <- fit$trace
  n <- length(trace)
  # A run ends with the best of its passes; then means are rounded as the data are.
  best <- if (case$problem$tol == 0) trace[n] else max(trace)
  # What a penalty holds up has the trace of what is maximised with it.
  reached <- if (fit$held_up) fit$penalised_log_likelihood else case$estimator$objective(fit)
  loss <- (best - reached) / fit$nobs / max(1, abs(best / fit$nobs))
  first_of(
    unless(n == fit$iterations + 1, "its length"),
    unless(fit$iterations <= case$problem$max_iter, "more iterations than max_iter"),
    unless(reached %in% trace, "the objective of the fit is not in its trace"),
    unless(
      identical(
        fit$restarts[[fit$objective]][fit$restarts$chosen], case$estimator$objective(fit)
      ),
      "the fit is not that of its restart"
    ),
    exceeds(loss, slack_of(fit, case$problem), "the fit is worse than its trace"),
    if (case$estimator$ascends(case$problem)) {
      check_ascent(fit, reached, slack_of(fit, case$problem))
    }
  )
}

# Without a ridge the objective rises, but for rounding; that of the fit itself, last in
# the trace, is of means that were rounded as the data are. (Log densities of a nearly singular
# component have the digits that its condition number leaves: a column that is half of another.)
check_ascent <- function(fit, reached, rounded) {
  trace <- fit$trace
  least <- max(1e-9, .Machine$double.eps * conditioning(fit))
  slack <- ifelse(trace == reached, pmax(least, rounded), least)
  fall <- -diff(trace) / pmax(abs(trace[-1]), 1)
  exceeds(fall - slack[-1], 0, "fall of the objective without a ridge, beyond its slack")
}

check_classes <- function(case) {
  class <- case$estimator$predict(fit_of(case))
  first_of(
    unless(
      identical(levels(class), as.character(seq_len(case$problem$n_components))), "levels"
    ),
    unless(
      identical(
        as.character(class), colnames(posterior_of(case))[max.col(posterior_of(case), "first")]
      ),
      "the class is not the first of largest probability"
    )
  )
}

check_training <- function(case) {
  fit <- fit_of(case)
  seen <- seen_rows(case$problem)
  x <- data_of(case$problem)[seen, , drop = FALSE]
  predict <- case$estimator$predict
  first_of(
    unless(identical(predict(fit, x), predict(fit)[seen]), "classes of newdata"),
    unless(
      identical(predict(fit, x, type = "prob"), posterior_of(case)[seen, , drop = FALSE]),
      "posterior of newdata"
    ),
    unless(
      identical(predict(fit, x, type = "log_density"), log_density_of(case)[seen]),
      "log densities of newdata"
    )
  )
}

# Rows outside of the training data, however far, have a posterior, too.
check_far <- function(case) {
  fit <- fit_of(case)
  d <- fit$d
  far <- case$problem$scale * outer(c(0, 1e6, -1e12, 1e30), rep(1, d))
  if (has_holes(case$problem) && d > 1) far[c(2, 4), d] <- NA
  z <- case$estimator$predict(fit, far, type = "prob")
  first_of(
    unless(all(z >= 0), "a probability below zero or not a number"),
    exceeds(abs(rowSums(z) - 1), 4e-16 * fit$n_components, "sum of a row")
  )
}

# What fits are compared by: the log-likelihood, or where it has no maximum the penalised one.
comparable <- function(fit) {
  if (is.null(fit$penalised_log_likelihood)) fit$log_likelihood else fit$penalised_log_likelihood
}

check_criteria <- function(case) {
  fit <- fit_of(case)
  deviance <- -2 * comparable(fit)
  penalty <- fit$df * log(fit$nobs)
  size <- abs(deviance) + abs(penalty) + fit$df
  first_of(
    exceeds(abs(bic(fit) - deviance - penalty) / size, 1e-14, "BIC"),
    exceeds(abs(aic(fit) - deviance - 2 * fit$df) / size, 1e-14, "AIC"),
    exceeds(abs(bic(fit) - stats::BIC(fit)) / size, 1e-14, "stats::BIC"),
    exceeds(abs(aic(fit) - stats::AIC(fit)) / size, 1e-14, "stats::AIC"),
    # 2 * entropy is not negative.
    unless(icl(fit) >= bic(fit) - 1e-9 * size, "ICL is below BIC")
  )
}
