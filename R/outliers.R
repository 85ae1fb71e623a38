#' Observations that a Gaussian mixture does not expect
#'
#' Flags observations where the density of the mixture is low: lower than at a given share of
#' the observations of the fit. Of the data of the fit this finds **anomalies**, among data that
#' may hold some; of `newdata`, for a fit to data that are clean, it finds **novelties**.
#'
#' `log_density` has the sign of scikit-learn's `score_samples()`: **the lower, the more
#' unusual**. An observation is an outlier if its log density is below the threshold.
#'
#' A threshold by `share` always flags about that share of the data of the fit, whether they
#' hold outliers or not: it is a ranking with a cut. Densities are in units of the data to the
#' power of -d; they are compared with each other within one fit, and not between fits to
#' other columns or units. Where a mixture of the right form was fitted to clean data, the share
#' is also the probability that an observation like them is flagged, a false alarm.
#'
#' Outliers pull at the fit that is to find them, and a component of their own makes them
#' look normal. [gmm_trim()] drops the most extreme observations and fits again.
#'
#' @param fit A fit of class `gaussmix`.
#' @param newdata Observations to judge, as in [predict.gaussmix()]. Left out: the data of the fit.
#' @param share Share of the observations of the fit, by weight, whose density is below the
#'   threshold: between 0 and 1. The default, one in 25, is a tutorial's and no more than a place
#'   to begin. The threshold is their quantile of that order, as [stats::quantile()] takes it
#'   (type 7; weights that are not whole are scaled to sum to the number of rows). It needs a fit
#'   that holds its data.
#' @param threshold A log density to use instead of `share`, for instance a quantile of those
#'   of draws by [gmm_sample()].
#' @param threads Number of threads, see [gmm_fit()].
#'
#' @return A data frame with a row per observation and the columns
#'   * `log_density`: log density of the mixture;
#'   * `outlier`: whether it is below the threshold, `NA` where the density is.
#'
#'   Attribute `threshold` has the log density that it was compared with. Rows that
#'   `na_action` left out, and rows of `newdata` with missing values, are treated as by
#'   [predict.gaussmix()]: use `which(outliers$outlier)` there, and the names of rows.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_newdata`,
#'   `gaussmix_error_no_data`, `gaussmix_error_fit`. Warning: `gaussmix_warning_missing`.
#' @seealso [gmm_mahalanobis()] for distances to each component; [gmm_probability()].
#' @references Chandola, V., Banerjee, A. and Kumar, V. (2009). Anomaly detection: a survey.
#'   *ACM Computing Surveys* 41, 15, section 7.1. \doi{10.1145/1541880.1541882}
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(faithful, n_components = 2)
#' outliers <- gmm_outliers(fit)
#' faithful[which(outliers$outlier), ]
#'
#' # Is a new eruption like those before?
#' gmm_outliers(fit, data.frame(eruptions = c(2, 3), waiting = c(55, 95)))
gmm_outliers <- function(fit, newdata, share = 0.04, threshold = NULL, threads = NULL) {
  call <- sys.call()
  check_given(c(fit = missing(fit)), call)
  check_is_fit(fit, "fit", call)
  threads <- resolve_threads(threads, call)
  check_fit(fit, call, "fit")
  share <- check_nonnegative(share, "share", call, below = 1)
  if (!is.null(threshold)) {
    threshold <- check_threshold(threshold, call)
  }
  own <- missing(newdata)
  cells <- prediction_cells(fit, newdata, call)
  log_density <- predict_rows(fit, cells, "log_density", threads, call)
  if (is.null(threshold)) {
    threshold <- share_threshold(fit, share, if (own) log_density, threads, call)
  }
  outlier_table(log_density, threshold, if (own) rows_with_results(fit))
}

outlier_table <- function(log_density, threshold, rows) {
  table <- data.frame(
    log_density = unname(log_density), outlier = unname(log_density < threshold),
    row.names = names_for_rows(names(log_density), rows)
  )
  attr(table, "threshold") <- threshold
  table
}

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
