#' Fit a Gaussian mixture model
#'
#' Estimates a mixture of `n_components` multivariate normal distributions by maximum likelihood
#' (with a prior, by the mode of the posterior) with the EM algorithm. Use it to find groups whose
#' number you know or suppose, to estimate a density, or to find what does not belong. To choose
#' the number of components use [gmm_select()]; to be offered more than are needed and have the
#' rest switched off, [gmm_bayes()].
#'
#' The default searches for the best maximum of the likelihood rather than the nearest one, and
#' does not believe components on a few rows that are too narrow to be true: [gaussmix-search]
#' says how. Call [set.seed()] before, to get the same fit again.
#'
#' @section Covariance types:
#' `r gaussmix:::covariance_types_rd()`
#' The names in parentheses are mclust's and are accepted, too. The letters are those of volume,
#' shape and orientation: E is equal for all components, V varies, I is none;
#' `vignette("how-many-components")` has a picture of all. The more a type leaves open, the more
#' rows it takes: a full covariance has `d (d + 1) / 2` parameters, and components of fewer than
#' `5 (d + 1)` rows must show that they are worth it. With fewer rows choose `"tied"` or `"diag"`,
#' fewer columns, or a `prior`; [gmm_n_parameters()] counts. A ridge is a part of what is equal.
#'
#' @section Units and scales:
#' Fits by maximum likelihood do not depend on the units of the columns, except those with one
#' variance for all columns (`"spherical"`, `"tied_spherical"`) and those whose orientation is
#' apart from their shape (`"EVE"`, `"VVE"`, `"EEV"`, `"VEV"`): for these, `scale(x)` before, unless
#' columns have the same units. (With the default prior, types without correlations depend on
#' units, too.) Of columns that sum to a constant, as percentages do, leave one out. A logical
#' column becomes 0 and 1, and each of its values may get components of its own.
#'
#' @param x The data: a numeric matrix or data frame with n observations in rows and d variables in
#'   columns, a numeric vector (d = 1), or a formula such as `~ a + log(b)` or `~ . - id` whose
#'   variables are in `data`. Factors, dates, text, and values with labels or units are refused. A
#'   sparse matrix of the package Matrix is converted, with a message.
#' @param n_components Number of components K. There is no default: [gmm_select()] compares
#'   several. May be left out where `start` implies it.
#' @param covariance_type Structure of the component covariances, see below; by default that of
#'   `start`, if it is a fit.
#' @param ... Must be empty: misspelt arguments are errors.
#' @param start Where EM begins. A word makes `n_init` starts: `"mixed"`, `"kmeans"`, `"kmeans++"`,
#'   `"random_rows"`, `"random_responsibilities"`, or one by `"ward"`. Anything else is one given
#'   start: labels (a factor or whole numbers 1 to K), means (K x d), responsibilities (n x K), a
#'   list of parameters, a fit, or what [kmeans()], [hclust()], `cluster::pam()` or
#'   `mclust::Mclust()` gave. [gaussmix-search] has more about both.
#' @param n_init Number of starts. `n_init = 1` makes one run, from Ward's tree: the fastest fit.
#' @param tol EM stops when the log-likelihood per observation is expected to gain `tol` or less
#'   until it converges; `gmm_control(stop = "noise")` ends earlier. `tol = 0` runs exactly
#'   `max_iter` plain iterations.
#' @param max_iter Largest number of iterations, each one E-step and one M-step. `0` returns the
#'   start.
#' @param reg_covar Relative ridge, added to the variances in every M-step: a multiple of each
#'   column's variance within the components of the start, so that it does not depend on units.
#'   `fit$ridge` has what was added. None with a `prior`.
#' @param prior `NULL`, or a prior of the components' means and covariances by [gmm_prior()]. Then
#'   no covariance can become singular.
#' @param proportions Mixing weights: `"free"`, estimated, or `"equal"`, all 1 / K, where groups
#'   are known to be of one size or small ones are not to be found. Equal weights count as no
#'   parameters.
#' @param sample_weight `NULL`, or n weights, not negative (with a formula, a column of `data` will
#'   do). A weight of w means that the observation was seen w times. For weights that are no counts
#'   see `effective_n` in [gmm_control()].
#' @param na_action Rows with missing or infinite values: `"fail"` makes them an error; `"omit"`
#'   leaves them out of the fit and of results; `"exclude"` leaves them out of the fit and gives
#'   `NA` in their place in results; `"em"` takes missing values into account, see below.
#' @param threads Number of threads. `NULL`: option `gaussmix.threads`, environment variable
#'   `GAUSSMIX_THREADS`, or as many as the process may use cores; one in a forked child or a worker
#'   of a cluster. The result is the same, bit for bit.
#' @param keep_data Whether the fit keeps its data, so that `predict(fit)` needs no `newdata`.
#' @param verbose Whether to report each start in a message.
#' @param control Rarer settings, see [gmm_control()].
#'
#' @return An object of class `gaussmix`, a list. Components of searched fits are ordered by
#'   decreasing weight, of equal weights by decreasing `counts`.
#' * `weights` (K), `means` (K x d), `covariances` (compact form; `coef(fit)` has them as d x d x
#'   K), `counts` (expected observations of each component);
#' * `log_likelihood`, `df` (free parameters), `nobs` (sum of weights), `n` (rows used), `d`,
#'   `n_components`, `covariance_type`, `proportions`; with a prior `log_posterior`, which was
#'   maximised;
#' * `converged`, `iterations`, `expected_gain` (what EM might gain yet, per observation), `trace`
#'   (of the log-likelihood);
#' * `supported`, `singular`, `degenerate`, `identical_rows`, `held_up`, `restarts`, `swaps`: what
#'   became of the search, see [gaussmix-search];
#' * `ridge` (d), `omitted` (numbers of rows left out), `missing` (by `na_action = "em"`: counts of
#'   values, of rows with some, and of patterns), `prototype` (the columns without rows),
#'   `variables`, `settings`, `origin`, `call`, `control`, `format`, and the data if `keep_data`.
#'
#' @section Missing values:
#' With `na_action = "em"` every row counts with what is known of it. What is maximised is the
#' likelihood of the values that are seen, and EM expects of the others what their row and the
#' components say, with the covariance that is left (Little and Rubin 2019, section 11.2). That is
#' right where values are *missing at random*: whether one is missing may depend on values that are
#' seen, not on its own (Rubin 1976). Rows without any value tell nothing; they are left out, and
#' predictions for them are the mixing weights. `nobs()` and BIC count the rows that are left,
#' however many values they have. [predict()][predict.gaussmix()], `augment()`, [gmm_mahalanobis()],
#' [gmm_outliers()] and [pictures][autoplot.gaussmix()] use what is seen of a row, of new ones, too,
#' and [gmm_impute()] fills in what is not; all else has no result for a row with holes.
#' `fit$missing` counts what was missing, and `autoplot(fit, "missing")` shows it.
#' Starts are searched for on rows whose holes are filled by draws from one Gaussian. An iteration
#' takes one and a half times to twice as long as on whole rows; with correlations, and where nearly
#' every row has its own pattern of holes, some five to seven times.
#' `vignette("holes")` shows all this on four tables, and what it is worth by simulation.
#' With a `prior` EM comes to the mode of the posterior given what is seen. [gmm_bayes()] does not
#' take missing values: its updates are not conjugate then.
#'
#' @section Errors:
#' `gaussmix_error_argument`, `gaussmix_error_data`, `gaussmix_error_start`,
#' `gaussmix_error_range`, `gaussmix_error_degenerate`, `gaussmix_error_memory`; see
#' [gaussmix-conditions], which has the warnings, too.
#' @seealso [gaussmix][gaussmix-package] has all functions by task, among them
#'   [predict.gaussmix()], [summary.gaussmix()], [autoplot.gaussmix()], [BIC()], [gmm_relabel()] and
#'   [gmm_outliers()]; [gaussmix-dictionary] is for users of scikit-learn and mclust.
#'
#' @references
#' Dempster, A. P., Laird, N. M. and Rubin, D. B. (1977). Maximum likelihood from
#' incomplete data via the EM algorithm. *Journal of the Royal Statistical Society
#' B* 39, 1-38. \doi{10.1111/j.2517-6161.1977.tb01600.x}
#'
#' Celeux, G. and Govaert, G. (1995). Gaussian parsimonious clustering models.
#' *Pattern Recognition* 28, 781-793. \doi{10.1016/0031-3203(94)00125-6}
#'
#' Little, R. J. A. and Rubin, D. B. (2019). *Statistical Analysis with Missing Data*, third
#' edition. Wiley. \doi{10.1002/9781119482260}
#'
#' Rubin, D. B. (1976). Inference and missing data. *Biometrika* 63, 581-592.
#' \doi{10.1093/biomet/63.3.581}
#'
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(iris[, 1:4], n_components = 3)
#' fit
#' table(iris$Species, predict(fit))
#'
#' # How many components? The smallest BIC wins.
#' gmm_select(iris[, 1:4], n_components = 1:4, covariance_type = "full")
#'
#' # Variables by a formula; in a pipe, iris |> gmm_fit(~ ..., data = _)
#' gmm_fit(~ log(Petal.Length) + Sepal.Width, data = iris, n_components = 2)
#'
#' # From known labels, or from means alone
#' gmm_fit(iris[, 1:4], start = iris$Species, covariance_type = "tied")
#' gmm_fit(iris[, 1:4], start = iris[c(1, 51, 101), 1:4])
#'
#' # Days of which ozone or radiation was not measured count, too
#' gmm_fit(airquality[, 1:4], n_components = 2, na_action = "em")
gmm_fit <- function(x, ...) {
  check_data_given(missing(x), match.call(expand.dots = FALSE)$..., sys.call())
  UseMethod("gmm_fit")
}

#' @rdname gmm_fit
#' @export
gmm_fit.default <- function(x, n_components, covariance_type = "full", ...,
                            start = "mixed", n_init = 20, tol = 1e-8,
                            max_iter = 1000,
                            reg_covar = if (is.null(prior)) 1e-9 else 0,
                            prior = NULL, proportions = c("free", "equal"),
                            sample_weight = NULL,
                            na_action = c("fail", "omit", "exclude", "em"),
                            threads = NULL, keep_data = TRUE, verbose = FALSE,
                            control = gmm_control()) {
  caller <- caller_of(x, match.call(), "gmm_fit")
  call <- caller$call
  second <- list(n_components = if (!missing(n_components)) n_components, covariance_type)
  check_data_first(x, second, list(...), call)
  check_no_dots(list(...), names(formals(gmm_fit.default))[-4], call)
  n_components <- wanted_components(n_components, missing(n_components), start, x, call)
  covariance_type <- wanted_type(covariance_type, missing(covariance_type), start, call)
  settings <- check_settings(
    list(n_init = n_init, tol = tol, max_iter = max_iter, reg_covar = reg_covar,
      prior = prior, proportions = proportions, na_action = na_action, threads = threads,
      keep_data = keep_data, verbose = verbose, control = control
    ), call
  )
  estimate(x, n_components, covariance_type, start, sample_weight, settings, caller)
}

#' @rdname gmm_fit
#' @param data With a formula: a data frame, or a matrix with names of columns, that holds the
#'   variables. What it lacks is looked up where the formula was written, as in [lm()], and stays
#'   what it was. New data must hold all variables: `table$a` would be none of their columns.
#' @export
gmm_fit.formula <- function(x, data = NULL, ..., # nolint: object_name.
                            sample_weight = NULL) {
  columns <- list(sample_weight = rlang::enquo(sample_weight))
  given <- given_by_formula(x, data, columns, match.call(), "gmm_fit", formals(gmm_fit.default))
  gmm_fit.default(given$x, ..., sample_weight = given$sample_weight)
}

# What is left out is that of the start.
wanted_components <- function(n_components, left_out, start, x, call) {
  if (left_out) {
    implied <- components_of_start(plain_start(start, NULL, call), x, call)
    return(check_some_component(implied, call))
  }
  check_count(n_components, "n_components", call, cure = if (length(n_components) > 1) {
    "`gmm_select()` compares several."
  })
}

wanted_type <- function(covariance_type, left_out, start, call) {
  if (left_out && inherits(start, "gaussmix")) {
    return(check_fit(start, call, "start")$covariance_type)
  }
  check_covariance_type(covariance_type, call)
}

# A fit, all arguments but the data and the start having been checked.
estimate <- function(x, n_components, covariance_type, start, sample_weight, settings, caller) {
  call <- caller$call
  x <- plain_table(x, "x", call)
  data <- observe(
    x, sample_weight, settings$na_action, call, settings$control$effective_n
  )
  tell_of_weights(data, settings, call)
  prototype <- prototype_of(x)
  check_enough_rows(data, n_components, settings, call)
  check_constant(data, settings, call)
  method <- method_for(settings, data, call)(covariance_type)
  begin <- resolve_start(
    start, n_components, settings$n_init, data, prototype, covariance_type, call
  )
  begin <- in_proportions(begin, settings)
  result <- in_core(fit_mixture(
    data, covariance_type, method, begin$core, core_options(settings), begin$reorder,
    if (settings$verbose) restart_reporter(begin$names, settings)
  ), call)
  check_density(result, begin, call)
  check_not_failed(result, settings, call)
  check_objective(result, settings, call)

  fit <- new_gaussmix(
    result, begin, data,
    n_components = n_components, covariance_type = covariance_type, method = method,
    prototype = prototype, settings = settings, call = call
  )
  variables <- caller$variables
  if (settings$keep_data) {
    fit$data <- list(x = x, sample_weight = sample_weight)
  } else {
    fit$call <- without_data(fit$call)
    variables <- if (!is.null(variables)) without_ballast(variables)
  }
  fit$variables <- variables
  warn_of_constant_columns(data, settings, call)
  warn_of_columns_apart(data, covariance_type, call)
  warn_of_identical(result, call)
  warn_of_singular(fit, call)
  warn_of_not_converged(fit, settings, call)
  if (settings$max_iter > 0) tell_of_near_constant(fit, call)
  fit
}

# Given weights are those of a start, which equal ones do not begin with. A fit goes on from where
# it ended only in its own proportions.
in_proportions <- function(begin, settings) {
  core <- begin$core
  if (core$from != "parameters") {
    return(begin)
  }
  if (!identical(core$resumed$proportions, settings$proportions)) core$resumed <- NULL
  if (settings$proportions == "equal" && !is_bayes(settings)) {
    core$parameters$weights[] <- 1 / core$n_components
  }
  begin$core <- core
  begin
}
