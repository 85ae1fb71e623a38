#' Rarer settings of a fit
#'
#' Collects the settings of [gmm_fit()] that are seldom changed. Change them for a ridge in units of
#' the data, weights that are no counts, or a search that is to be longer or shorter.
#'
#' @param reg_covar_scale What `reg_covar` is measured in. `"relative"` (the
#'   default): in units of each column's variance within components, so that a fit
#'   does not depend on the units of the data. `"absolute"`: in squared units of
#'   the data, the same for all columns, as in scikit-learn.
#' @param screen_iter Number of EM iterations that every start gets before the
#'   starts are compared.
#' @param screen_keep The best starts are then run to convergence until they have
#'   found this number of different optima, or twice as many of them have been run.
#'   With no more starts than this there is no screening. `NULL` (the default): 5, and 3 in
#'   [gmm_select()], where fits also begin at each other.
#' @param swaps Number of swaps per component that may be in vain in a row (see below). `NULL` (the
#'   default): 90 where that takes about a tenth of a second or less, fewer where EM takes longer,
#'   but 4 at least (by the size of the data, never by a clock); 2 in [gmm_select()], where fits
#'   also begin at each other; none where there is one start alone (`n_init = 1`), or more than 40
#'   components and no search on a sample.
#' @param acceleration `"lbfgs"` (the default): once a run has come near a maximum, it leaps to
#'   where a quasi-Newton method expects that (limited-memory BFGS, which learns from the last
#'   iterations how slow EM is in which direction), if this makes the data likelier. `"none"`:
#'   iterations of EM alone.
#' @param stop When EM has come to its end. `"tolerance"` (the default): when it is expected to gain
#'   `tol` or less per observation. `"noise"`: already when it is expected to gain less of the whole
#'   log-likelihood than a twentieth of what chance lifts the maximum above the truth, `df / 2` on
#'   average: `0.025 * df`. The way to the maximum is then short beside that of the maximum to the
#'   truth, and where components overlap a fit of large data takes a fraction of the iterations.
#'   But it is not the maximum: `print()` says so, and smaller differences of criteria mean nothing.
#' @param kmeans_max_iter Largest number of iterations of Lloyd's algorithm in
#'   starts by k-means.
#' @param effective_n How many observations the data are worth: the sum to which the weights
#'   of rows, those of `sample_weight` or else ones, are rescaled. For weights that say how
#'   rows compare, and not how often they were seen (densities, weights of a survey), or rows
#'   that repeat each other (neighbours in time or space). It is then the fit's `nobs`, and
#'   criteria and priors go by it; estimates by maximum likelihood do not depend on it.
#'   `NULL` (the default): weights are counts, as they are.
#'
#' @details In a *swap* two components become one or one is taken out, and another is divided (at a
#'   row drawn at random, where rows are far from it, along a direction), or all begin anew at rows.
#'   The result takes the place of the best run if EM makes it likelier from there. An optimum that
#'   was found once only gets twice as many, and at most four times as many are tried in all. Of
#'   [gmm_bayes()], where components may hold nothing, two are also merged and one is also split
#'   alone. Where no start has led to a candidate, components that do not pay are set anew in as
#'   many first.
#'
#' @return A list of class `gmm_control`.
#' @section Errors: `gaussmix_error_argument`.
#' @seealso [gaussmix-search] for what these settings are about.
#' @references Biernacki, C., Celeux, G. and Govaert, G. (2003). Choosing starting
#'   values for the EM algorithm for getting the highest likelihood in multivariate
#'   Gaussian mixture models. *Computational Statistics & Data Analysis* 41,
#'   section 3 (short runs of EM as a screen).
#'   \doi{10.1016/S0167-9473(02)00163-6}
#'
#' Ueda, N., Nakano, R., Ghahramani, Z. and Hinton, G. E. (2000). SMEM algorithm for mixture
#'   models. *Neural Computation* 12, section 3 (merging and splitting at once).
#'   \doi{10.1162/089976600300015088}
#'
#' Jamshidian, M. and Jennrich, R. I. (1997). Acceleration of the EM algorithm by using
#'   quasi-Newton methods. *Journal of the Royal Statistical Society B* 59, section 3 (EM's step
#'   in place of the gradient). \doi{10.1111/1467-9868.00083}
#'
#' Nocedal, J. (1980). Updating quasi-Newton matrices with limited storage. *Mathematics of
#'   Computation* 35, 773-782. \doi{10.1090/S0025-5718-1980-0572855-7}
#'
#' Wilks, S. S. (1938). The large-sample distribution of the likelihood ratio for testing composite
#'   hypotheses. *Annals of Mathematical Statistics* 9, 60-62 (by how much chance lifts a maximum).
#'   \doi{10.1214/aoms/1177732360}
#' @export
#' @examples
#' # The ridge of scikit-learn's GaussianMixture
#' fit <- gmm_fit(
#'   iris[, 1:4],
#'   n_components = 3, reg_covar = 1e-6,
#'   control = gmm_control(reg_covar_scale = "absolute")
#' )
#' fit$ridge
#'
#' # Near enough, beside what chance does to estimates, and in fewer iterations
#' gmm_fit(faithful, n_components = 3, control = gmm_control(stop = "noise"))
gmm_control <- function(reg_covar_scale = c("relative", "absolute"),
                        screen_iter = 10, screen_keep = NULL, swaps = NULL,
                        acceleration = c("lbfgs", "none"),
                        stop = c("tolerance", "noise"),
                        kmeans_max_iter = 100, effective_n = NULL) {
  call <- sys.call()
  structure(
    list(
      reg_covar_scale = check_choice(
        reg_covar_scale, c("relative", "absolute"), "reg_covar_scale", call
      ),
      screen_iter = check_count(screen_iter, "screen_iter", call, min = 0),
      screen_keep = if (!is.null(screen_keep)) check_count(screen_keep, "screen_keep", call),
      swaps = if (!is.null(swaps)) check_count(swaps, "swaps", call, min = 0),
      acceleration = check_choice(
        acceleration, c("lbfgs", "none"), "acceleration", call
      ),
      stop = check_choice(stop, c("tolerance", "noise"), "stop", call),
      kmeans_max_iter = check_count(kmeans_max_iter, "kmeans_max_iter", call, min = 0),
      effective_n = if (!is.null(effective_n)) check_positive(effective_n, "effective_n", call)
    ),
    class = "gmm_control"
  )
}

# What most fits are given: known at sight, as making it again takes as long as an iteration.
default_control <- gmm_control()

check_control <- function(control, call) {
  if (identical(control, default_control)) {
    return(control)
  }
  made <- inherits(control, "gmm_control") && is.list(control) &&
    setequal(names(control), names(formals(gmm_control))) &&
    identical(control, tryCatch(
      do.call(gmm_control, unclass(control), quote = TRUE),
      error = identity
    ))
  if (!made) {
    abort_argument("`control` must be made by `gmm_control()`.", control, call)
  }
  control
}
