#' Fit, drop the most extreme observations, fit again
#'
#' Outliers bias the fit that they are to be found by. `gmm_trim()` takes a fit, drops the
#' observations of lowest density, and repeats the fit without them, with the same
#' arguments and a new search. The dropped observations stay in the data of the new fit with
#' weight zero: they have no part in it, and `predict()`, [gmm_outliers()] and pictures
#' still show what it thinks of them.
#'
#' `autoplot(trimmed, "trim")` shows what has changed. One round is usually enough to see
#' whether outliers mattered; where some hide behind others, trim the result again. The
#' estimates are those of truncated data: covariances come out somewhat too small, about as much
#' as the share says, and log-likelihoods and criteria of fits to different observations
#' cannot be compared.
#'
#' @param fit A fit of class `gaussmix` that holds its data and was made by [gmm_fit()] or
#'   [gmm_bayes()].
#' @param share,threshold Which observations are dropped, see [gmm_outliers()].
#' @return A fit of the same class, with the further element `trimmed`: a list of `rows` (numbers
#'   of the observations that were dropped, now and in earlier rounds), `threshold` (log
#'   density), `before` (the mixture before, as by [gmm_model()]) and `call` (of the first fit).
#'   `nobs` is the sum of weights that are left.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_no_data`,
#'   `gaussmix_error_fit`; those of [gmm_fit()].
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
gmm_trim <- function(fit, share = 0.04, threshold = NULL) {
  call <- match.call()
  call[[1]] <- quote(gmm_trim)
  check_given(c(fit = missing(fit)), call)
  check_is_fit(fit, "fit", call)
  check_estimated(check_fit(fit, call, "fit"), call)
  outliers <- in_name_of(call, gmm_outliers(fit, share = share, threshold = threshold))
  rows <- rows_to_drop(fit, outliers)
  # do.call() puts the fit itself into the call.
  if (!is.language(call$fit)) call$fit <- quote(fit)
  trimmed <- fit_again_without(fit, rows, parent.frame(), call)
  trimmed$trimmed$threshold <- attr(outliers, "threshold")
  trimmed
}

# Numbers of the rows of the data that results for them are about.
rows_with_results <- function(fit) {
  rows <- seq_len(fit$n + length(fit$omitted))
  if (fit$na_action == "omit" && length(fit$omitted) > 0) rows[-fit$omitted] else rows
}

# Those that earlier rounds have dropped stay so.
rows_to_drop <- function(fit, outliers) {
  sort(union(fit$trimmed$rows, rows_with_results(fit)[which(outliers$outlier)]))
}

# The call of the fit once more, with the data that it holds.
fit_again_without <- function(fit, rows, from, call) {
  original <- fit$trimmed$call %||% fit$call
  arguments <- as.list(original)[-1]
  known <- c("x", "data", "sample_weight", "n_components", "covariance_type")
  arguments <- arguments[setdiff(names(arguments), known)]
  arguments <- tryCatch(lapply(arguments, eval, from), error = function(e) {
    abort("argument", c(
      "The arguments of the call that made `fit` must still be there.",
      x = conditionMessage(e)
    ), call = call)
  })
  weights <- fit$data$sample_weight %||% rep(1, fit$n + length(fit$omitted))
  weights[rows] <- 0
  fitter <- if (inherits(fit, "gaussmix_bayes")) gmm_bayes.default else gmm_fit.default
  again <- in_name_of(call, do.call(
    fitter, c(
      list(data_again(fit, original), fit$n_components, fit$covariance_type),
      list(sample_weight = weights), arguments
    ),
    quote = TRUE
  ))
  again$call <- call
  again$trimmed <- list(rows = rows, before = model_of(fit), call = original)
  again
}

# Of a fit to a formula its variables, as they were evaluated.
data_again <- function(fit, original) {
  if (is.null(fit$variables)) {
    return(fit$data$x)
  }
  structure(
    fit$data$x,
    class = c("gaussmix_variables", "data.frame"), variables = fit$variables, call = original
  )
}

# A fit's mixture, without what it knows of its data.
model_of <- function(fit) {
  new_model(
    unname(fit$weights), unname(fit$means), fit$covariances, fit$covariance_type,
    colnames(fit$means), fit$call
  )
}
