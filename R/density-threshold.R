# The density that a share of the observations of a fit is below.

check_threshold <- function(threshold, call) {
  ok <- is_numbers(threshold) && length(threshold) == 1 && !is.na(threshold)
  if (!ok) {
    abort_argument("`threshold` must be one log density.", threshold, call)
  }
  as.double(threshold)
}

# The log density that a share of the observations of the fit is below. `log_density`
# is theirs, if it is there already.
share_threshold <- function(fit, share, log_density, threads, call) {
  check_holds_data(fit, paste(
    "Fit with `keep_data = TRUE`, or give a `threshold`, such as a quantile of",
    "`predict(fit, gmm_sample(fit, 1e5), type = \"log_density\")`."
  ), call)
  if (is.null(log_density)) {
    log_density <- predict_rows(fit, training_cells(fit, call), "log_density", threads, call)
  }
  weighted_quantile(log_density, training_weights(fit), share)
}

# As quantile(type = 7) of values that are repeated as often as their weights say. Weights
# that are not whole say how values compare and not how many there are: they are scaled.
weighted_quantile <- function(values, weights, share) {
  if (is.null(weights)) {
    return(stats::quantile(values, share, names = FALSE, na.rm = TRUE))
  }
  used <- which(!is.na(values) & weights > 0)
  used <- used[order(values[used])]
  values <- unname(values[used])
  weights <- weights[used]
  if (any(weights != round(weights))) {
    weights <- weights * (length(weights) / sum(weights))
  }
  upto <- cumsum(weights)
  position <- share * (upto[length(upto)] - 1)
  # Rounding errors of the sums are no step.
  at <- function(place) {
    values[min(findInterval(place * (1 + 1e-12), upto) + 1, length(values))]
  }
  below <- at(floor(position))
  below + (position - floor(position)) * (at(floor(position) + 1) - below)
}
