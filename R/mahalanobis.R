#' Mahalanobis distances to the components of a Gaussian mixture
#'
#' Squared distances (x - m)' S^-1 (x - m) of observations to the mean m of each component,
#' in units of its covariance S. Of the observations of a component they have a chi-squared
#' distribution with d degrees of freedom, so that those beyond `qchisq(0.999, d)` of every
#' component are unusual. Use them to see how far an observation is from each component in that
#' component's own measure; [gmm_outliers()] makes p-values of them.
#'
#' Of a fit by `na_action = "em"` a row with missing values has the distances of what is seen of it,
#' in units of the covariance of those columns. They have as many degrees of freedom as the row has
#' values: compare them with `qchisq(0.999, rowSums(!is.na(x)))`, not with each other.
#'
#' @param fit A fit of class `gaussmix`.
#' @inheritParams predict.gaussmix
#' @return An n x K matrix. The distances are squared, as those of [stats::mahalanobis()]. Rows of
#'   which nothing is seen are `NA`, and rows with missing values are but of fits by
#'   `na_action = "em"`.
#' @section Errors: Those of [predict.gaussmix()].
#' @seealso [gmm_outliers()], whose `method = "distance"` judges by them; [predict.gaussmix()].
#' @references Mahalanobis, P. C. (1936). On the generalised distance in statistics.
#'   *Proceedings of the National Institute of Sciences of India* 2, 49-55.
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(faithful, n_components = 2)
#' distance <- gmm_mahalanobis(fit)
#' nearest <- apply(distance, 1, min)
#' faithful[nearest > qchisq(0.99, df = 2), ]
gmm_mahalanobis <- function(fit, newdata, threads = NULL) {
  call <- match.call()
  call[[1]] <- quote(gmm_mahalanobis)
  check_given(c(fit = missing(fit)), call)
  check_is_fit(fit, "fit", call)
  threads <- resolve_threads(threads, call)
  check_fit(fit, call, "fit")
  cells <- prediction_cells(fit, newdata, call, takes_missing(fit))
  predict_rows(fit, cells, "mahalanobis", threads, call)
}
