#' Fit a Gaussian mixture model
#'
#' `gmm_fit()` estimates a mixture of `n_components` multivariate normal
#' distributions by maximum likelihood, or with a prior by the mode of the posterior, with
#' the EM algorithm. The fit classifies,
#' scores, draws and plots: see [predict.gaussmix()], [bic()], [gmm_sample()] and
#' [autoplot.gaussmix()].
#'
#' The defaults search for the best maximum of the likelihood rather than the
#' nearest one: `n_init` starts are run for a few iterations, the best of them to
#' convergence; from the best of those, swaps are tried, in which two components become one
#' and another is divided, or all begin anew, see [gmm_control()]. `fit$restarts` tells what
#' became of each start.
#' Of more starts than `screen_keep`, those of which a component is at once empty or on hardly
#' more rows than span a plane are drawn again, up to four times each and `n_init` times
#' together. Two components that are nearly equal are set apart before the fit is returned,
#' if that gains.
#'
#' @section Many observations:
#' Random starts are searched for on a sample of at most 16,384 rows (fewer where there are
#' more than 32 columns). Of more than twice as many rows, all of the search takes place on
#' this sample, if that has ten rows for each parameter of the mixture. The optima of the
#' sample that may be the best of all rows, as far as it can tell, are then run on all rows,
#' the best of them to convergence; if none is a candidate there (see below), the search is
#' repeated on all rows. With `tol = 0` or `max_iter = 0` every start is run on all rows.
#'
#' @section Few rows, identical rows:
#' The likelihood of a mixture has no bound: a component on few or on identical rows can be
#' as narrow as it likes. Two rules keep fits from being taken in, and true small groups in.
#'
#' *A component with few rows that is far narrower than the others must pay for itself*:
#' without it the penalised log-likelihood must fall by more than the BIC price of a
#' component, half of its parameters times log(n), or the optimum does not count. Few are
#' fewer than `5 (d + 1)` rows or than the component has parameters; far narrower is a variance
#' below 0.05 of the pooled within-component one, in some direction. Rows are counted
#' whatever they weigh.
#'
#' *Where rows are identical or lie in a plane* (zeros, detection limits, saturated pixels) *the
#' likelihood has no maximum. Such a component is degenerate: it must pay, too, and is
#' estimated with a weak penalty* (Chen and Tan 2009), that of `1 / sqrt(n)` rows with the
#' covariance S of the data: its covariance is `(W + N D + a S) / (N + a)` for its count N, its
#' scatter W, `a = 1 / sqrt(n)`, and D the variances that the rounding of the data hides.
#' `fit$degenerate` names it, and `fit$penalised_log_likelihood` is what was maximised: optima
#' are compared by it, and so are fits in [bic()] and [gmm_select()]. All else is maximum
#' likelihood.
#'
#' An optimum with a component that does not pay (`unsupported`) is returned only if there is no
#' candidate, when `fit$supported` is `FALSE`; one with an empty component, or a degenerate one
#' of fewer than `d + 1.5` rows, only if there is no other. `fit$restarts` says which component
#' had how many rows, what it gained and should have. All of this is told by `print()` and by a
#' warning. With fewer rows than `5 (d + 1)` a component, an optimum that is worth less than what
#' one component less makes of it is unsupported, too. Under a ridge of your own, absolute or
#' above 1e-6, nothing is penalised. Under a `prior` no rule is needed, but where it holds
#' identical rows up, or rows in a plane, criteria are computed from the penalised
#' log-likelihood, and `print()` says so. Tied covariances belong to no component: the ridge
#' holds them up, and the fit says so.
#'
#' @section Covariance types:
#' `r gaussmix:::covariance_types_rd()`
#' The names in parentheses are mclust's and are accepted, too. Pooled covariances
#' are divided by the sum of weights.
#'
#' @param x The data: a numeric matrix or data frame with n observations in rows
#'   and d variables in columns, a numeric vector (d = 1), or a formula such as
#'   `~ a + log(b)` or `~ . - id` whose variables are in `data`. Integer and logical
#'   values are used as numbers, and so are columns that are matrices of one column; factors,
#'   dates, text, and values with labels or units are refused. A sparse matrix of
#'   the package Matrix is converted, with a message.
#' @param n_components Number of components K, a whole number. There is no default:
#'   [gmm_select()] compares several. May be left out where `start` implies it.
#' @param covariance_type Structure of the component covariances, see below. May be
#'   left out where `start` is a fit.
#' @param ... Must be empty: misspelt arguments are errors.
#' @param start Where EM begins. A word makes `n_init` starts: `"mixed"` (one by Ward's
#'   hierarchical clustering; of the others half by k-means on standardised columns, a quarter
#'   by k-means on whitened data, a quarter by k-means++ seeding alone), `"kmeans"`,
#'   `"kmeans++"`, `"random_rows"` or `"random_responsibilities"`; `"ward"` makes one, which is
#'   not random but for the rows: Ward's tree is that of at most 1000 rows, in the metric between
#'   standardised and whitened columns in which mclust starts.
#'   Anything else is one given start, used as it is:
#'   a factor or vector of labels 1 to K; an n x K matrix of responsibilities;
#'   `list(weights, means, covariances)` with K weights, K x d means, and
#'   covariances as a d x d x K array or in the compact form of the type (tied: d x
#'   d; diag: K x d; spherical: K; tied_diag: d; tied_spherical: 1); or a fit. Columns of
#'   means that have names are matched with those of `x`, and the covariances with them.
#' @param n_init Number of starts; a given start makes one, and so do all rows where there is one
#'   component. `n_init = 1` makes one run and no swaps: the fastest fit, from the start by Ward's
#'   tree that mclust users know.
#' @param tol EM stops when the log-likelihood per observation is expected to gain `tol`
#'   or less until it converges (not when its last step was so small: where EM is slow,
#'   that is far from the end), or has not gained as much in ten iterations with falls among
#'   them (with a ridge, or rounding errors of nearly singular covariances, it need not
#'   rise). `tol = 0` runs exactly `max_iter` plain iterations.
#' @param max_iter Largest number of iterations, each one E-step and one M-step. Near a
#'   maximum some of them are extrapolated, see [gmm_control()]. `0` returns the start.
#' @param reg_covar Relative ridge (scikit-learn's is absolute), added to the variances
#'   in every M-step: a multiple of each column's variance within the components of
#'   the start, so that it does not depend on units. `fit$ridge` has the variances
#'   that were added; a spherical type takes their mean. [gmm_control()] makes it
#'   absolute. None where there is a `prior`, which holds up covariances by itself.
#' @param prior `NULL` for maximum likelihood, or a prior of the components' means and
#'   covariances by [gmm_prior()]: the fit is the mode of the posterior then, in which no
#'   component can collapse.
#' @param sample_weight `NULL`, or n weights, not negative (with a formula, a column
#'   of `data` will do). A weight of w means that
#'   the observation was seen w times: likelihood, criteria (n is the sum of weights)
#'   and estimates are exactly those. For weights that are no counts say by
#'   `gmm_control(effective_n = )` how many observations the data are worth; a message
#'   (`gaussmix_message_weights`) asks for it where their sum is less than half or more than twice
#'   the number of rows.
#' @param na_action What to do about rows with missing or infinite values: `"fail"`
#'   is an error; `"omit"` leaves them out, and results for the data of the fit are
#'   shorter and carry the numbers of the rows as names; `"exclude"` leaves them out
#'   of the fit and gives `NA` in their place in such results.
#' @param threads Number of threads. `NULL` uses option `gaussmix.threads`, environment
#'   variable `GAUSSMIX_THREADS`, or as many as the process may use cores (by affinity
#'   and control group), but one in a forked child and in a worker of a cluster, and two
#'   under `R CMD check`. Small data take one. The result does not depend on it, bit for
#'   bit.
#' @param keep_data Whether the fit refers to its data, as [lm()]'s does, so that
#'   `predict(fit)` needs no `newdata`. Nothing is copied but a data.table, which could
#'   change in place.
#' @param verbose Whether to report each restart in a message.
#' @param control Rarer settings, see [gmm_control()].
#'
#' @return An object of class `gaussmix`, a list with
#' * `weights` (K), `means` (K x d), `covariances` (compact form; `coef(fit)` has them as
#'   d x d x K);
#' * `counts`: expected number of observations per component, sums of weighted
#'   responsibilities;
#' * `log_likelihood`, `df` (free parameters), `nobs` (sum of weights), `n` (rows used),
#'   `d`, `n_components`, `covariance_type`; with a prior `log_posterior`, too, which is the
#'   log-likelihood plus the log density of the prior, and is what was maximised;
#' * `converged`, `iterations`, `expected_gain` (how much the log-likelihood per observation
#'   is expected to rise yet if EM goes on; `Inf` if it cannot be told), `trace`
#'   (log-likelihood of the start, of the swap or of the optimum of a sample that the fit
#'   came from, and after each iteration; it repeats itself where an extrapolation was not a
#'   gain; a ridge can make it fall, and then the parameters are those of its maximum; with a
#'   penalty it is the penalised one, from where that came in), `last_gain` (of a plain iteration);
#' * `singular` (something is degenerate or does not pay), `supported` (no component fails to
#'   pay), `degenerate` (numbers of components), `identical_rows` (for each of these how many rows
#'   are the same, 0 if they lie in a plane), `held_up` (by a penalty), and then
#'   `penalised_log_likelihood`; see "Few rows, identical rows";
#' * `restarts`: a data frame with a row per start and the columns start (`"all_rows"` with one
#'   component, for which nothing is searched),
#'   log_likelihood (with a prior log_posterior, of which the `trace` is then, too), score (by
#'   which they are compared), iterations, converged, collapsed, reason, chosen (the one that the
#'   fit came from, with what the swaps made of it). Of a start that was run on a sample alone,
#'   log_likelihood is `NA`, reason says so, and the others tell of its run there;
#' * `swaps`: how many were tried (on the sample, if the search was there), and how many were
#'   gainful: they led higher, or to the first candidate;
#' * `ridge` (d), `omitted` (numbers of rows left out), `prototype` (the columns without rows),
#'   `variables` (terms and names, if there was a formula), `settings` (`n_init`, `tol` and
#'   others, as they were used), `origin` (d, subtracted from the data inside so that no digits
#'   are lost), `call`, `control`, `format` (a number that tells versions of this structure
#'   apart), and the data if `keep_data`.
#'
#' Components are ordered by decreasing weight after random starts and keep the
#' given order after given ones. The log-likelihood, the posterior and the criteria
#' belong to the returned parameters.
#'
#' @section Errors:
#' `gaussmix_error_argument`, `gaussmix_error_data`, `gaussmix_error_start`,
#' `gaussmix_error_range`, `gaussmix_error_degenerate` (a constant column without a prior or
#' an absolute ridge; a collapse with `reg_covar = 0`), `gaussmix_error_memory`. Warnings:
#' `gaussmix_warning_singular`, `gaussmix_warning_start` (components of a given start are the
#' same), `gaussmix_warning_not_converged`. See
#' [gaussmix-conditions].
#'
#' @references
#' Dempster, A. P., Laird, N. M. and Rubin, D. B. (1977). Maximum likelihood from
#' incomplete data via the EM algorithm. *Journal of the Royal Statistical Society
#' B* 39, 1-38. \doi{10.1111/j.2517-6161.1977.tb01600.x}
#'
#' McLachlan, G. J. and Peel, D. (2000). *Finite Mixture Models*. Wiley, chapter 3.
#' \doi{10.1002/0471721182}
#'
#' Chen, J. and Tan, X. (2009). Inference for multivariate normal mixtures. *Journal of
#' Multivariate Analysis* 100, 1367-1383. \doi{10.1016/j.jmva.2008.12.005}
#'
#' Celeux, G. and Govaert, G. (1995). Gaussian parsimonious clustering models.
#' *Pattern Recognition* 28, 781-793. \doi{10.1016/0031-3203(94)00125-6}
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
#' # A prior where observations are few
#' gmm_fit(iris[c(1:5, 51:55, 101:105), 1:4], n_components = 3, prior = gmm_prior())
#'
#' # Start from a partition
#' gmm_fit(iris[, 1:4], start = iris$Species, covariance_type = "tied")
#'
#' # Variables by a formula
#' gmm_fit(~ log(Petal.Length) + Sepal.Width, iris, n_components = 2)
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
                            prior = NULL, sample_weight = NULL,
                            na_action = c("fail", "omit", "exclude"),
                            threads = NULL, keep_data = TRUE, verbose = FALSE,
                            control = gmm_control()) {
  from <- caller_of(x, match.call(), "gmm_fit")
  call <- from$call
  second <- list(n_components = if (!missing(n_components)) n_components, covariance_type)
  check_data_first(x, second, list(...), call)
  check_no_dots(list(...), names(formals(gmm_fit.default))[-4], call)
  n_components <- wanted_components(n_components, missing(n_components), start, x, call)
  covariance_type <- wanted_type(covariance_type, missing(covariance_type), start, call)
  settings <- check_settings(
    list(n_init = n_init, tol = tol, max_iter = max_iter, reg_covar = reg_covar,
      prior = prior, na_action = na_action, threads = threads, keep_data = keep_data,
      verbose = verbose, control = control
    ), call
  )
  estimate(x, n_components, covariance_type, start, sample_weight, settings, from)
}

# The user's call, and what a fit keeps of a formula.
caller_of <- function(x, call, name) {
  call[[1]] <- as.name(name)
  if (inherits(x, "gaussmix_variables")) {
    return(list(call = attr(x, "call"), variables = attr(x, "variables")))
  }
  list(call = call, variables = NULL)
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
estimate <- function(x, n_components, covariance_type, start, sample_weight, settings, from) {
  call <- from$call
  if (is.data.frame(x)) {
    x <- plain_frame(x)
  }
  x <- dense_matrix(x, "x", call)
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
  result <- in_core(fit_mixture(
    data$values, data$weights, data$origin, data$constant, covariance_type, method,
    begin$core, core_options(settings), begin$reorder,
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
  variables <- from$variables
  if (settings$keep_data) {
    fit$data <- list(x = x, sample_weight = sample_weight)
  } else {
    fit$call <- without_data(fit$call)
    variables <- if (!is.null(variables)) without_ballast(variables)
  }
  fit$variables <- variables
  warn_of_constant_columns(data, settings, call)
  warn_of_identical(result, call)
  warn_of_singular(fit, result, call)
  warn_of_not_converged(fit, settings, call)
  fit
}

# The arguments that fits of a selection share, in the form that is used.
check_settings <- function(settings, call) {
  actions <- c("fail", "omit", "exclude")
  settings$n_init <- check_count(settings$n_init, "n_init", call, max = 1e6)
  settings$tol <- check_nonnegative(settings$tol, "tol", call)
  settings$max_iter <- check_count(settings$max_iter, "max_iter", call, min = 0)
  settings$prior <- check_prior(settings$prior, call)
  settings$reg_covar <- check_nonnegative(settings$reg_covar, "reg_covar", call)
  settings$na_action <- check_choice(settings$na_action, actions, "na_action", call)
  settings$keep_data <- check_flag(settings$keep_data, "keep_data", call)
  settings$verbose <- check_flag(settings$verbose, "verbose", call)
  settings$control <- check_control(settings$control, call)
  settings$threads <- resolve_threads(settings$threads, call)
  settings
}

# What the core maximises, as it is called in a fit.
objective_of <- function(settings) {
  if (is_bayes(settings)) {
    "lower_bound"
  } else if (is.null(settings$prior)) {
    "log_likelihood"
  } else {
    "log_posterior"
  }
}

# What the core takes as the method of a covariance type: NULL for maximum likelihood.
method_for <- function(settings, data, call) {
  if (is.null(settings$prior)) {
    return(function(covariance_type) NULL)
  }
  moments <- moments_for(settings, data, call)
  function(covariance_type) {
    method <- core_prior(settings, covariance_type, moments, data, call)
    method$weight_prior <- settings$weight_prior
    method
  }
}

core_options <- function(settings, swaps = c(4, 90), screen_keep = 5) {
  control <- settings$control
  # Who asks for one start asks for one run.
  if (!is.null(control$swaps)) swaps <- control$swaps else if (settings$n_init == 1) swaps <- 0
  list(
    tol = settings$tol, max_iter = settings$max_iter, threads = settings$threads,
    reg_covar = settings$reg_covar,
    absolute_ridge = control$reg_covar_scale == "absolute",
    accelerated = control$acceleration == "anderson",
    swaps = rep_len(swaps, 2),
    screen_iter = control$screen_iter, screen_keep = control$screen_keep %||% screen_keep,
    kmeans_max_iter = control$kmeans_max_iter
  )
}

# do.call() puts the data themselves into the call.
without_data <- function(call) {
  if (!is.language(call$x)) {
    call$x <- quote(x)
  }
  call
}

# The number of components that a given start implies.
components_of_start <- function(start, x, call) {
  if (inherits(start, "gaussmix")) {
    return(check_fit(start, call, "start")$n_components)
  }
  if (is.factor(start)) {
    return(nlevels(start))
  }
  if (is_numbers(start) && length(dim(start)) == 2) {
    means <- is_matrix_of_means(start, NROW(x), NCOL(x), NULL, call)
    return(if (means) nrow(start) else ncol(start))
  }
  if (is_numbers(start) && is.null(dim(start)) && length(start) > 0 && all(is.finite(start))) {
    if (max(start) < 1 || max(start) != round(max(start))) {
      abort_start(c(
        "Labels in `start` must be whole numbers from 1.",
        x = paste0("The largest is ", format(max(start)), ".")
      ), call)
    }
    return(max(start))
  }
  if (is.list(start) && !is.object(start) && is.numeric(start$weights)) {
    return(length(start$weights))
  }
  if (is.list(start) && !is.object(start) && !is.null(start$means)) {
    return(NROW(start$means))
  }
  # Labels as text, tables, lists of other things: what is wrong is the start.
  if (!(is.character(start) && length(start) == 1) && !inherits(start, "hclust")) {
    abort_start_kind(start, call)
  }
  abort("argument", c(
    "`n_components` must be given.",
    i = "To choose it, compare several: `gmm_select()`."
  ), call = call)
}

# Factors without levels and matrices without columns.
check_some_component <- function(n_components, call) {
  if (n_components < 1) {
    abort_start(c(
      "`start` must have at least one component.",
      x = "It has 0.",
      i = "Give `n_components`, or a `start` with labels, columns or weights."
    ), call)
  }
  n_components
}

new_gaussmix <- function(result, begin, data, n_components, covariance_type, method,
                         prototype, settings, call) {
  d <- ncol(data$values)
  components <- begin$components %||% numbered_names(n_components)
  columns <- data$column_names
  parameters <- result$parameters
  objective <- objective_of(settings)
  degenerate <- result$degenerate
  has_degenerate <- length(degenerate$component) > 0
  by_prior <- !is.na(degenerate$penalised_by_prior)
  is_candidate <- result$restarts$verdict[result$chosen] == 0
  if (length(result$trace) == 1 && begin$core$from == "parameters") {
    # Means given far from the data would lose a digit to the origin and back.
    parameters <- begin$core$parameters
  }
  means <- t(parameters$means)
  dimnames(means) <- list(components, columns)
  fit <- list(
    weights = stats::setNames(parameters$weights, components),
    means = means,
    covariances = parameters$covariances,
    counts = stats::setNames(result$counts, components),
    covariance_type = covariance_type,
    n_components = as.integer(n_components),
    d = d,
    n = nrow(data$values),
    nobs = result$total_weight,
    log_likelihood = result$log_likelihood,
    objective = objective,
    df = count_parameters(covariance_type, d, n_components),
    entropy = result$entropy,
    log_certainty = result$log_certainty,
    converged = result$converged,
    iterations = length(result$trace) - 1L,
    expected_gain = result$left / result$total_weight,
    last_gain = result$last_gain,
    trace = result$trace,
    singular = !is_candidate || (has_degenerate && !by_prior),
    supported = is_candidate && (!has_degenerate || degenerate$held || by_prior),
    degenerate = degenerate$component,
    identical_rows = degenerate$identical,
    held_up = degenerate$held,
    ridge = stats::setNames(result$ridge, columns),
    restarts = restart_table(result$restarts, begin$names, result$chosen, objective),
    swaps = result$swaps,
    weighted = data$weighted,
    na_action = settings$na_action,
    omitted = data$omitted,
    origin = data$origin,
    prototype = prototype,
    control = settings$control,
    settings = settings_of_fit(settings, begin),
    call = call,
    format = fit_format
  )
  class(fit) <- "gaussmix"
  fit[[objective]] <- result$objective
  if (fit$held_up) {
    fit$penalised_log_likelihood <- result$score
  } else if (by_prior) {
    fit$penalised_log_likelihood <- degenerate$penalised_by_prior
  }
  if (is_bayes(settings)) as_bayes(fit, result, method, settings) else fit
}

# What it takes to fit again: of what has no element of its own, all that changes a fit. A start
# that is given can be as long as the data.
settings_of_fit <- function(settings, begin) {
  settings[c("na_action", "control", "threads", "keep_data", "verbose")] <- NULL
  settings$start <- begin$word
  settings
}

# Parameters as the core takes them.
parameters_to_core <- function(fit) {
  list(
    weights = unname(fit$weights),
    means = t(unname(fit$means)),
    covariances = bare(fit$covariances)
  )
}
