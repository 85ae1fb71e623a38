#' Fit, drop the most extreme observations, fit again
#'
#' Outliers bias the fit that they are to be found by. Use `gmm_trim()` where there may be more than
#' a few of them, or where a fit seems bent by them. It takes a fit, drops the
#' observations of lowest density, and repeats the fit without them, with the same
#' settings and a new search (hence random numbers, see [set.seed()]). Where the first fit began
#' at a start that was given, the second begins at the first. The dropped observations stay in the
#' data of the new fit with weight zero: they have no part in it, and `predict()`, [gmm_outliers()]
#' and pictures still show what it thinks of them.
#'
#' `autoplot(trimmed, "trim")` shows what has changed. One round is usually enough to see
#' whether outliers mattered; where some hide behind others, trim the result again (`share` is
#' then of the observations that are left). What it cannot do is to drop a group that has got a
#' component of its own, where density is not low: fit fewer components first, or look at small
#' components yourself.
#'
#' The estimates are those of truncated data: covariances come out somewhat too small, about as much
#' as the share says, and log-likelihoods and criteria of fits to different observations
#' cannot be compared.
#'
#' @param fit A fit of class `gaussmix` that holds its data and was made by [gmm_fit()],
#'   [gmm_bayes()] or this function.
#' @param share,threshold Which observations are dropped: the share of lowest density, or those
#'   with a log density below the threshold, see [gmm_outliers()]. Take a share that is rather above
#'   that of the outliers you suppose: sound observations that go cost little, outliers that stay
#'   cost more. The default, one in 25, is for a first look. Observations with the same density go
#'   or stay together.
#' @param ... Must be empty.
#' @return A fit of the same class, with the further element `trimmed`: a list of `rows` (numbers
#'   of the observations that were dropped, now and in earlier rounds), `threshold` (log
#'   density), `before` (the mixture before, as by [gmm_model()]) and `active` (which of its
#'   components were not switched off, see [gmm_bayes()]). `nobs` is the sum of the weights that
#'   are left. [`update()`][update.gaussmix] changes `share` or `threshold`.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_no_data`,
#'   `gaussmix_error_fit`; those of [gmm_fit()].
#' @seealso [gmm_outliers()] to look at them first.
#' @references Neykov, N., Filzmoser, P., Dimova, R. and Neytchev, P. (2007). Robust fitting of
#'   mixtures using the trimmed likelihood estimator. *Computational Statistics & Data Analysis*
#'   52, 299-308. \doi{10.1016/j.csda.2006.12.024}
#' @export
#' @examples
#' # Old Faithful, and ten readings that went wrong
#' set.seed(1)
#' wrong <- data.frame(eruptions = runif(10, 1, 10), waiting = runif(10, 20, 180))
#' fit <- gmm_fit(rbind(faithful, wrong), n_components = 2)
#' trimmed <- gmm_trim(fit, share = 0.04)
#' trimmed$trimmed$rows
#' trimmed$means
#' autoplot(trimmed, "trim")
gmm_trim <- function(fit, share = 0.04, threshold = NULL, ...) {
  call <- match.call()
  call[[1]] <- quote(gmm_trim)
  check_given(c(fit = missing(fit)), call)
  check_no_dots(list(...), c("fit", "share", "threshold"), call)
  check_is_fit(fit, "fit", call)
  check_holds_data(
    check_fit(fit, call, "fit"),
    "Make `fit` by `gmm_fit()` or `gmm_bayes()`, with `keep_data = TRUE`.", call
  )
  check_no_missing(fit, call)
  outliers <- in_name_of(call, gmm_outliers(fit, share = share, threshold = threshold))
  rows <- rows_to_drop(fit, outliers)
  # update() is to make the first fit again, too.
  call$fit <- fit$call
  trimmed <- fit_again_without(fit, rows, call)
  trimmed$trimmed <- list(
    rows = rows, threshold = attr(outliers, "threshold"), before = model_of(fit),
    active = is_active(fit)
  )
  trimmed
}

# Those that earlier rounds have dropped stay so.
rows_to_drop <- function(fit, outliers) {
  sort(union(fit$trimmed$rows, rows_with_results(fit)[which(outliers$outlier)]))
}

# The fit once more, from the settings, the start and the data that it holds. A start that
# was given is gone; the fit itself takes its place.
fit_again_without <- function(fit, rows, call) {
  weights <- as.double(fit$data$sample_weight %||% rep(1, fit$n + length(fit$omitted)))
  before <- weights
  weights[rows] <- 0
  if (all(weights == 0)) {
    abort("argument", c(
      "`threshold` must leave observations to fit.",
      x = "The density of all of them is below it."
    ), call = call)
  }
  control <- fit$control
  if (!is.null(control$effective_n)) {
    # The others do not take the place of those that leave.
    used <- setdiff(seq_along(weights), fit$omitted)
    control$effective_n <- control$effective_n * sum(weights[used]) / sum(before[used])
  }
  settings <- c(
    fit$settings,
    list(
      proportions = fit$proportions %||% "free", na_action = fit$na_action, control = control
    ),
    list(threads = resolve_threads(NULL, call), keep_data = TRUE, verbose = FALSE)
  )
  told_before(in_name_of(call, estimate(
    fit$data$x, fit$n_components, fit$covariance_type, fit$settings$start %||% fit, weights,
    settings, list(call = call, variables = fit$variables)
  )))
}
