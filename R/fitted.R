#' Fitted values and residuals of a Gaussian mixture
#'
#' The fitted value of an observation is the mean of the component that it is assigned to,
#' that of largest posterior probability; the residual is what is left. Use them to see how
#' observations vary within components.
#'
#' @param object A fit of class `gaussmix` that holds its data.
#' @param ... Must be empty.
#' @return An n x d matrix with the names of rows and columns of the data. Rows that
#'   `na_action` left out are missing (`"omit"`) or `NA` (`"exclude"`).
#' @seealso [predict.gaussmix()] for classes and probabilities.
#' @section Errors: `gaussmix_error_no_data`, `gaussmix_error_argument`,
#'   `gaussmix_error_fit`.
#' @references McLachlan, G. J. and Peel, D. (2000). *Finite Mixture Models*. Wiley,
#'   section 1.15.2 (assignment to components). \doi{10.1002/0471721182}
#' @export
#' @examples
#' fit <- gmm_fit(faithful, start = ifelse(faithful$waiting < 67, 1, 2))
#' head(fitted(fit))
#' # Correlation that is left within clusters
#' cor(residuals(fit))
fitted.gaussmix <- function(object, ...) {
  call <- quote(fitted())
  check_no_dots(list(...), "object", call)
  cells <- fitted_cells(object, call)
  assigned_means(object, cells)
}

#' @rdname fitted.gaussmix
#' @export
residuals.gaussmix <- function(object, ...) {
  call <- quote(residuals())
  check_no_dots(list(...), "object", call)
  cells <- fitted_cells(object, call)
  cells$values - assigned_means(object, cells)
}

fitted_cells <- function(object, call) {
  advice <- "Only fits by `gmm_fit()` or `gmm_bayes()` with `keep_data = TRUE` have fitted values."
  training_cells(check_fit(object, call), call, advice)
}

assigned_means <- function(fit, cells) {
  component <- as.integer(stats::predict(fit))
  means <- unname(fit$means)[component, , drop = FALSE]
  # list(NULL, ...) for no row names
  dimnames(means) <- list(cells$row_names, colnames(fit$means))
  means
}
