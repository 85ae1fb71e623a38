#' Draw observations from a Gaussian mixture
#'
#' `gmm_sample()` makes one data set of exactly `n` independent draws; `simulate()` makes
#' `nsim` data sets of as many rows as the fit had observations (the sum of weights,
#' rounded). Use them to check a fit against data that it would make, to make up data for a test, or
#' for a bootstrap. Draws depend on R's random number generator alone, hence on [set.seed()],
#' and not on the number of threads. Of a fit by [gmm_bayes()] they are draws from the
#' mixture with its expected weights, means and inverse expected precisions.
#'
#' @param fit,object A fit of class `gaussmix`.
#' @param n Number of draws.
#' @param threads Number of threads, see [gmm_fit()].
#' @param nsim Number of data sets.
#' @param seed `NULL`, or a seed that is set for the time of the call.
#' @param ... Must be empty.
#'
#' @return `gmm_sample()`: an n x d matrix, or a data frame if the fit's data were one,
#'   with the columns of the fit. Attribute `component` says which component each row
#'   was drawn from, a factor. `simulate()`: a list of `nsim` such data sets with
#'   the attribute `seed`, as in [stats::simulate()].
#' @seealso [gmm_model()] for mixtures that are made up.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_fit`,
#'   `gaussmix_error_memory`.
#' @references Normal deviates: Box, G. E. P. and Muller, M. E. (1958). A note on the
#'   generation of random normal deviates. *Annals of Mathematical Statistics* 29,
#'   610-611. \doi{10.1214/aoms/1177706645}
#'   Uniform ones: Blackman, D. and Vigna, S. (2021). Scrambled linear pseudorandom
#'   number generators. *ACM Transactions on Mathematical Software* 47, 36.
#'   \doi{10.1145/3460772}
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(faithful, n_components = 2)
#' new <- gmm_sample(fit, 500)
#' head(new)
#' plot(new, col = attr(new, "component"))
gmm_sample <- function(fit, n, threads = NULL) {
  call <- sys.call()
  check_given(c(fit = missing(fit), n = missing(n)), call)
  check_intact_fit(fit, "fit", call)
  n <- check_count(n, "n", call, min = 0)
  threads <- resolve_threads(threads, call)
  as_frame <- is.data.frame(fit$prototype)
  values <- in_core(draw_mixture(
    parameters_to_core(fit), fit$covariance_type, as.integer(n), stats::runif(2), threads,
    colnames(fit$means), component_names(fit), as_frame
  ), call)
  if (is.null(values)) {
    abort_not_intact("covariances", call, "fit")
  }
  if (as_frame) {
    names(values) <- names(fit$prototype)
    attr(values, "row.names") <- .set_row_names(n) # nolint: object_name.
    class(values) <- "data.frame"
  }
  values
}

#' @rdname gmm_sample
#' @importFrom stats simulate
#' @export
simulate.gaussmix <- function(object, nsim = 1, seed = NULL, ...) {
  call <- match.call()
  call[[1]] <- quote(simulate)
  check_no_dots(list(...), c("object", "nsim", "seed"), call)
  nsim <- check_count(nsim, "nsim", call)
  n <- round(check_estimated(check_fit(object, call), call)$nobs)
  if (n > .Machine$integer.max) {
    abort("argument", c(
      "`object` must have no more observations than a data set can have rows.",
      x = paste0("Its sum of weights is ", format(n), "."),
      i = "Use `gmm_sample()`."
    ), call = call)
  }
  if (is.null(seed)) {
    if (is.null(random_state())) stats::runif(1)
    state <- random_state()
  } else {
    seed <- check_count(seed, "seed", call, min = -.Machine$integer.max)
    leave_as_found <- random_state_keeper()
    on.exit(leave_as_found())
    seed_generators(seed)
    state <- structure(seed, kind = as.list(RNGkind()))
  }
  draws <- lapply(seq_len(nsim), function(i) gmm_sample(object, n))
  names(draws) <- paste0("sim_", seq_len(nsim))
  attr(draws, "seed") <- state
  draws
}
