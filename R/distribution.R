#' A Gaussian mixture as a distribution of the package distributional
#'
#' Hands one column of a mixture to the package distributional, whose vectors of distributions
#' fable, ggdist and others take, as `dist_mixture()` of `dist_normal()`. distributional must be
#' installed. (Its mixtures of several columns have no densities yet.)
#'
#' Of a fit by [gmm_bayes()] it is the mixture with its expected weights, means and inverse expected
#' precisions. Components that have no weight are left out.
#'
#' @inheritParams gmm_quantile
#' @return A vector of one distribution, of class `distribution`.
#' @section Errors: `gaussmix_error_package` where distributional is missing;
#'   `gaussmix_error_argument`, `gaussmix_error_fit`.
#' @seealso [gmm_cdf()], [gmm_quantile()] and [gmm_hdr()], which have more digits in the tails and
#'   need no other package.
#' @references O'Hara-Wild, M., Kay, M. and Hayes, A. *distributional: Vectorised Probability
#'   Distributions*. R package.
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(faithful, n_components = 2)
#' if (requireNamespace("distributional", quietly = TRUE)) {
#'   waiting <- gmm_distribution(fit, dims = "waiting")
#'   print(waiting)
#'   print(mean(waiting))
#' }
gmm_distribution <- function(fit, dims = NULL) {
  call <- sys.call()
  check_given(c(fit = missing(fit)), call)
  check_intact_fit(fit, "fit", call)
  margin <- some_components(margin_of(fit, dims, call))
  check_distributional(requireNamespace("distributional", quietly = TRUE), call)
  parts <- Map(distributional::dist_normal, margin$means, margin$sds)
  if (length(parts) == 1) {
    return(parts[[1]])
  }
  do.call(distributional::dist_mixture, c(unname(parts), list(weights = margin$weights)))
}

check_distributional <- function(is_there, call) {
  if (!is_there) {
    abort("package", c(
      "The package distributional must be installed to make its distributions.",
      i = "Get it by `install.packages(\"distributional\")`."
    ), call = call)
  }
}
