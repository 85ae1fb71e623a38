#' Parameters of a Gaussian mixture
#'
#' Weights, means and covariances as plain numbers, to compute with or to hand to another program.
#'
#' @param object A fit of class `gaussmix`.
#' @param ... Not used.
#' @return A list with `weights` (K mixing weights), `means` (K x d) and `covariances`
#'   (d x d x K for every covariance type), with the names of components and columns.
#' @seealso [gmm_model()], which takes these parameters; [`tidy()`][tidy.gaussmix] for tables.
#' @section Errors: `gaussmix_error_fit`.
#' @references McLachlan, G. J. and Peel, D. (2000). *Finite Mixture Models*. Wiley,
#'   section 3.2. \doi{10.1002/0471721182}
#' @export
#' @examples
#' fit <- gmm_fit(faithful, n_components = 2, covariance_type = "tied")
#' coef(fit)$means
#' coef(fit)$covariances[, , 1]
coef.gaussmix <- function(object, ...) {
  call <- quote(coef())
  check_no_dots(list(...), "object", call)
  fit <- check_fit(object, call)
  covariances <- expand_covariances(
    fit$covariances, fit$covariance_type, fit$d, fit$n_components
  )
  columns <- colnames(fit$means)
  dimnames(covariances) <- list(columns, columns, component_names(fit))
  list(weights = fit$weights, means = fit$means, covariances = covariances)
}
