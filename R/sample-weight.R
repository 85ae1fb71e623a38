# Weights of observations.

check_sample_weight <- function(weights, n, call) {
  if (is.null(weights)) {
    return(numeric())
  }
  if (!is.numeric(weights) || is.object(weights) || length(weights) != n ||
    !is.null(dim(weights))) {
    abort_argument(
      paste0("`sample_weight` must be a numeric vector with one weight per row of `x`, ", n, "."),
      weights, call,
      cure = if (is.object(weights)) cure_of(weights)
    )
  }
  weights <- as.double(weights)
  scan <- in_core(scan_weights(weights), call)
  if (scan$n_bad > 0) {
    at <- scan$positions
    abort("argument", c(
      "`sample_weight` must be finite and not negative.",
      x = paste0(
        "Not so: ", paste0("weight ", at, " (", weights[at], ")", collapse = ", "),
        if (scan$n_bad > length(at)) paste0(", ", scan$n_bad, " in all"), "."
      )
    ), call = call)
  }
  check_weight_left(scan, call)
  weights
}

check_weight_left <- function(scan, call) {
  if (!(scan$sum > 0 && is.finite(scan$sum))) {
    abort("argument", c(
      "`sample_weight` must have a positive, finite sum over the rows that are used.",
      x = paste0("The sum is ", scan$sum, ".")
    ), call = call)
  }
}

# Divided by the largest first, as neither their sum nor its inverse need be a double.
rescale_weights <- function(weights, n, effective_n) {
  if (is.null(effective_n)) {
    return(weights)
  }
  if (length(weights) == 0) {
    return(rep(effective_n / n, n))
  }
  weights <- weights / max(weights)
  weights * (effective_n / sum(weights))
}

positive_rows <- function(data) {
  if (length(data$weights) > 0) data$weights > 0 else TRUE
}

# Weights are counts. Those that are not whole, and whose sum is far from the number of rows,
# may be meant otherwise, and then criteria do not mean anything.
tell_of_weights <- function(data, settings, call) {
  far <- 2
  weights <- data$weights
  sum <- sum(weights)
  rows <- data$n_effective
  is_near <- sum * far >= rows && sum <= rows * far
  if (length(weights) == 0 || is_near || !is.null(settings$control$effective_n)) {
    return(invisible())
  }
  # To ask this of so many weights takes memory of their size.
  if (all(weights == round(weights))) {
    return(invisible())
  }
  inform("weights", c(
    "Weights in `sample_weight` are taken as counts of observations, which these may not be.",
    x = paste0(
      "They make ", counted(rows, "row"), " worth ", format(sum, digits = 4), " observation",
      if (sum != 1) "s", ", and ", verdict_by_weights(sum, rows, is_bayes(settings)), "."
    ),
    i = paste0(
      "If they say how rows compare, say what all are worth: `control = gmm_control(effective_n",
      " = ", format(rows, scientific = FALSE), ")`."
    )
  ), call)
}

verdict_by_weights <- function(sum, rows, by_bayes) {
  if (by_bayes) {
    paste("the prior then says", if (sum < rows) "too much" else "too little")
  } else if (sum <= 1) {
    "BIC then charges nothing for parameters and prefers the largest model"
  } else {
    paste("BIC then prefers models that are too", if (sum < rows) "small" else "large")
  }
}
