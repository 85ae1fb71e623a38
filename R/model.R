#' A Gaussian mixture with given parameters
#'
#' Makes from parameters the object that [gmm_fit()] makes from data: it classifies,
#' scores, draws and plots in the same way, and can be the `start` of a fit. For
#' parameters from a paper, from another program, or made up for a simulation.
#'
#' What takes data to know is not there: [logLik()], [nobs()], the criteria and
#' [simulate()] are errors. The log-likelihood of any data is the sum of
#' `predict(model, newdata, type = "log_density")`, the number of parameters is
#' `model$df`, and [gmm_sample()] draws.
#'
#' @param weights K mixing weights, positive, with sum 1. The components keep their order, and have
#'   the names of the weights, or else of the rows of `means` (but not numbers of rows).
#' @param means K x d matrix or data frame of means, one row per component; for d = 1 a vector will
#'   do. Names of its columns are those of the variables.
#' @param covariances Covariances, as a d x d x K array or in the compact form of the
#'   type: d x d for `"tied"`, K x d variances for `"diag"`, `"VEI"` and `"EVI"`, K variances for
#'   `"spherical"`, d for `"tied_diag"`, one for `"tied_spherical"`. They are variances, not
#'   standard deviations, for d = 1, too. What a type says is equal must be so to six digits.
#' @param covariance_type Structure of the covariances, see [gmm_fit()].
#'
#' @return An object of class `gaussmix` with `n = 0`, without the elements of a fit that
#'   tell of data and of the search.
#' @section Errors: `gaussmix_error_argument` for parameters that are not those of a
#'   mixture; `gaussmix_error_no_data` from functions that need a fit.
#' @seealso [gmm_fit()], [gmm_sample()], [as_gaussmix()] for fits of mclust.
#' @references McLachlan, G. J. and Peel, D. (2000). *Finite Mixture Models*. Wiley,
#'   section 3.1. \doi{10.1002/0471721182}
#' @export
#' @examples
#' model <- gmm_model(
#'   weights = c(0.4, 0.6),
#'   means = rbind(c(height = 165, weight = 62), c(178, 80)),
#'   covariances = matrix(c(45, 30, 30, 90), 2),
#'   covariance_type = "tied"
#' )
#' model
#' predict(model, data.frame(weight = 70, height = 171), type = "prob")
#' set.seed(1)
#' draws <- gmm_sample(model, 300)
#' gmm_fit(draws, start = model)
gmm_model <- function(weights, means, covariances, covariance_type = "full") {
  call <- match.call()
  call[[1]] <- quote(gmm_model)
  check_given(c(
    weights = missing(weights), means = missing(means), covariances = missing(covariances)
  ), call)
  covariance_type <- check_covariance_type(covariance_type, call)
  role <- list(prefix = "", class = "argument", call = call)
  if (is_table_of_numbers(means)) {
    means <- matrix_of(means)
  }
  n_components <- length(weights)
  d <- if (length(dim(means)) == 2) ncol(means) else 1L
  components <- names_of_weights(weights) %||% names_of_rows(means)
  weights <- stats::setNames(check_mixing_weights(weights, n_components, role), components)
  columns <- if (length(dim(means)) == 2) colnames(means)
  means <- check_means(means, n_components, d, role)
  covariances <- check_covariances(covariances, covariance_type, n_components, d, columns, role)
  new_model(weights, means, covariances, covariance_type, columns, call)
}

# Numbers of rows are no names: those of rows of data have them, too.
names_of_rows <- function(means) {
  names <- if (length(dim(means)) == 2) usable_names(rownames(means))
  if (!any(grepl("^[0-9]+$", names))) names
}
