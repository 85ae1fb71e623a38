#' Choose the number of components and the covariance type
#'
#' Fits every combination of `n_components` and `covariance_type`, by [gmm_fit()] or for
#' `criterion = "lower_bound"` by [gmm_bayes()], and compares them by a criterion.
#' Use it when you do not know how many components there are, or of what shape; where you know,
#' [gmm_fit()] is enough. `gmm_best()` gives the fit that wins; the table of all of them is
#' `as.data.frame(selection)`, its picture `autoplot(selection)`.
#'
#' What is chosen is a good description of the data, which need not be the
#' number of groups in your sense. Look at the gap to the runner-up, too: less than 2 of BIC says
#' little, see [summary.gmm_select()].
#'
#' AIC asks which model predicts best and tends to more components; BIC which is most
#' probable and tends to fewer; ICL which separates clusters, and prefers components
#' that do not overlap. Cross-validation estimates the log-likelihood of new data without
#' any of the approximations behind the criteria, for the work of `n_folds` separate
#' fits to each combination, dozens of times that of the criteria. The lower
#' bound is that of the log evidence in variational Bayes, which compares covariance types
#' and priors; of the components that are offered it uses as many as it needs. Where criteria
#' disagree, the data do not say; look at the picture.
#'
#' Fits help each other: all covariance types with the same number of components begin at
#' the same starts, and each fit is also started from the one with fewer components,
#' some of which are split (`"smaller_fit"` in its `restarts`; not with `n_init = 1`, which
#' makes one run from the parts of one Ward tree for all). Fits to so few data that one
#' of them takes one thread are made side by side.
#'
#' Cross-validation holds that rows are separate observations. Where several are of one person,
#' day or place, or copies of each other, a fold is judged by a fit that knows its rows already,
#' and the largest number of components wins. `groups` keeps together what belongs together;
#' `groups = do.call(paste, as.data.frame(x))` does for copies. Where a fifth of the rows have
#' copies in other folds, a message says so, and where a twentieth have, the print; values that
#' were rounded make some, too, and a few do no harm.
#'
#' A combination that cannot be fitted is a row with its reason, and a fit with a component
#' that the data do not support (`supported` is `FALSE`) never wins. One with a degenerate
#' component may: its criteria are computed from the penalised log-likelihood, see "Few rows,
#' identical rows" in [gaussmix-search]. Interrupting a selection ends it and gives what is
#' finished, with a warning.
#'
#' @param x The data, as in [gmm_fit()]: a matrix, data frame, vector or formula. In the
#'   other functions a selection.
#' @param data,sample_weight As in [gmm_fit()].
#' @param n_components Numbers of components.
#' @param covariance_type Covariance types, or `"all"` for all fourteen (of Bayesian fits for those
#'   with a conjugate prior). In one dimension, types that are the same model there are fitted once.
#' @param ... Passed on to [gmm_fit()] or [gmm_bayes()]: `n_init`, `sample_weight`,
#'   `na_action`, `reg_covar`, `prior` and others.
#' @param criterion What decides: `"BIC"`, `"AIC"`, `"ICL"` (the smaller, the better; small
#'   letters mean the same); `"cv"`, the mean log-likelihood of an observation in folds that
#'   the fit did not see (the larger, the better); or `"lower_bound"` of Bayesian fits (the larger,
#'   the better).
#' @param n_folds Number of folds for `criterion = "cv"`, which are drawn at random.
#' @param folds Own folds in place of random ones: the fold of each row of `x` (numbers, text or
#'   a factor), or a list of the numbers of the rows that are held out together, which need not
#'   hold out all. Rows are those of `x` as given, also where `na_action` leaves some out. With a
#'   formula, a column of `data`, as `sample_weight`; so are `groups`.
#' @param groups The group of each row of `x`, text, numbers or a factor: rows of one group are
#'   never held out apart. Each goes, at random, to the fold that has the fewest rows.
#' @param workers Number of workers that fit at the same time. The result does not
#'   depend on it. Where EM begins at random starts they are threads; cross-validation and
#'   fits from a given `start` use processes, which needs a system that can fork (not
#'   Windows, where one is used), each with one thread unless `threads`, the option
#'   or the environment variable say otherwise.
#' @param progress Whether to show a progress bar with the time that remains. `NULL`: in
#'   interactive sessions, after the first two seconds.
#'
#' @return An object of class `gmm_select`: a list with `table`, `fits`, `criterion`, `call`,
#'   `folds` (the rows that were held out, if any) and `missing` (how many `cells`, in how many
#'   `rows` and `patterns`, where `na_action = "em"` took some into account). `selection[i]` is the
#'   selection of some of its rows. `as.data.frame()` has a row per fit and the columns
#'   `n_components`, `covariance_type`, `logLik`, `df`, `AIC`, `BIC`, `ICL`, `nobs`, `cv` (if that
#'   is the criterion; of Bayesian fits `lower_bound` and `n_active` in place of the others but
#'   `nobs`), `converged`, `iterations`, `singular`, `supported`, `seconds` and `reason` (why there
#'   is no fit, or why it cannot win): those of [glance.gaussmix()] and more, but for missing
#'   values, of which all fits have the same. `gmm_best()` returns a fit of class `gaussmix`. The
#'   number of components of a Bayesian fit is that which was offered; how many it uses is
#'   `n_active`.
#' @section Errors: `gaussmix_error_argument`; `gaussmix_error_data` and others of
#'   [gmm_fit()] that concern the data or an argument; `gaussmix_error_no_fit` from
#'   `gmm_best()` if no fit can win; `gaussmix_error_fit` if a selection is not intact.
#'   Warning: `gaussmix_warning_interrupted`. Message: `gaussmix_message_copies`.
#' @seealso [summary.gmm_select()], [tidy.gmm_select()] and others for tables,
#'   [autoplot.gmm_select()] for the picture, [rbind.gmm_select()] to put selections together;
#'   [BIC()] and [icl()] of single fits; [gmm_match()] to compare classes.
#' @references
#' Fraley, C. and Raftery, A. E. (2002). Model-based clustering, discriminant analysis,
#' and density estimation. *Journal of the American Statistical Association* 97, 611-631,
#' section 2.4. \doi{10.1198/016214502760047131}
#'
#' Smyth, P. (2000). Model selection for probabilistic clustering using cross-validated
#' likelihood. *Statistics and Computing* 10, 63-72. \doi{10.1023/A:1008940618127}
#'
#' Corduneanu, A. and Bishop, C. M. (2001). Variational Bayesian model selection for mixture
#' distributions. *Artificial Intelligence and Statistics* 8, 27-34 (the lower bound).
#' @order 1
#' @export
#' @examples
#' set.seed(1)
#' selection <- gmm_select(faithful, n_components = 1:4)
#' selection
#' best <- gmm_best(selection)
#' table(predict(best))
#'
#' # The five best, by another criterion
#' table <- as.data.frame(selection)
#' head(table[order(table$ICL), ], 5)
#'
#' # Each eruption twice, by mistake: copies stay together
#' twice <- faithful[rep(1:272, 2), ]
#' gmm_select(twice, 1:3, "full",
#'   criterion = "cv", n_folds = 4, groups = do.call(paste, twice)
#' )
#'
#' # Covariance types of Bayesian mixtures that are offered ten components
#' gmm_select(faithful, n_components = 10, criterion = "lower_bound")
gmm_select <- function(x, ...) {
  check_data_given(missing(x), match.call(expand.dots = FALSE)$..., sys.call())
  UseMethod("gmm_select")
}

#' @rdname gmm_select
#' @order 3
#' @export
gmm_select.formula <- function(x, data = NULL, ..., sample_weight = NULL, folds = NULL,
                               groups = NULL) {
  columns <- list(
    sample_weight = rlang::enquo(sample_weight), folds = rlang::enquo(folds),
    groups = rlang::enquo(groups)
  )
  # Those of gmm_fit() are among them.
  known <- c(formals(gmm_bayes.default), formals(gmm_select.default))
  given <- given_by_formula(x, data, columns, match.call(), "gmm_select", known)
  gmm_select.default(
    given$x, ...,
    sample_weight = given$sample_weight, folds = given$folds, groups = given$groups
  )
}

#' @rdname gmm_select
#' @order 2
#' @export
gmm_select.default <- function(x, n_components = 1:9,
                               covariance_type = c("full", "tied", "diag", "spherical"),
                               ..., criterion = c("BIC", "AIC", "ICL", "cv", "lower_bound"),
                               n_folds = 10, folds = NULL, groups = NULL, workers = 1,
                               progress = NULL) {
  call <- caller_of(x, match.call(), "gmm_select")$call
  second <- list(n_components = n_components, covariance_type)
  check_data_first(x, second, list(...), call, one_count = FALSE)
  criterion <- check_criterion_name(criterion, call)
  check_folds_wanted(folds, groups, criterion, !missing(n_folds), call)
  n_folds <- check_count(n_folds, "n_folds", call, min = 2)
  workers <- check_count(workers, "workers", call, max = 1024)
  progress <- if (is.null(progress)) interactive() else check_flag(progress, "progress", call)
  n_components <- check_counts(n_components, "n_components", call)
  types <- check_covariance_types(covariance_type, call)
  if (criterion == "lower_bound") {
    if ("all" %in% covariance_type) types <- types[covariance_types$conjugate]
    check_conjugate(types, call)
  }
  given <- selection_data(x, list(...), criterion, call)
  warn_of_columns_apart(given$observed, types, call)
  held_out <- check_held_out(folds, groups, given, call)
  grid <- selection_grid(n_components, types, ncol(given$observed))
  # Each fit has random numbers of its own, so that it does not matter who makes it.
  seeds <- sample.int(.Machine$integer.max, nrow(grid) + 1)
  folds <- if (criterion == "cv") {
    with_seed(seeds[nrow(grid) + 1], make_folds(held_out, n_folds, given, call))
  }
  copies <- tell_of_copies(given, folds, call)
  tick <- show_progress(progress, grid$n_components)
  results <- if (is_searched(given)) {
    search_fits(grid, given, seeds, workers, tick, call)
  } else {
    run_tasks(fit_tasks(grid, given, seeds), workers, tick, call)
  }
  if (!is.null(folds) && length(results) < nrow(grid)) {
    # Who interrupts does not want the larger part of the work to begin.
    results <- list()
  } else if (!is.null(folds)) {
    tick <- show_progress(progress, grid$n_components[as.integer(names(results))])
    results <- run_tasks(fold_tasks(results, grid, given, folds, seeds), workers, tick, call)
  }
  refuse_start(results, call)
  tell_of_near_constant_in(lapply(results, function(result) result$fit), call)
  if (length(results) < nrow(grid)) {
    warn_of_interruption(length(results), nrow(grid), call)
  }
  selection <- new_selection(grid, results, given, criterion, call)
  selection$folds <- if (!is.null(folds)) {
    unname(lapply(folds, rows_as_given, given$observed))
  }
  selection$basis <- basis_of(given, criterion, selection$folds)
  selection$missing <- missing_of_fit(given$observed)
  selection$copies <- copies
  selection
}

# The data of all fits, checked once, with the further arguments of what makes the fits.
selection_data <- function(x, further, criterion, call) {
  by_bayes <- criterion == "lower_bound"
  fitter <- if (by_bayes) gmm_bayes.default else gmm_fit.default
  arguments <- setdiff(
    names(formals(fitter)), c("x", "n_components", "covariance_type", "...")
  )
  names <- if (is.null(names(further))) rep("", length(further)) else names(further)
  known <- c(arguments, names(formals(gmm_select.default)))
  check_no_dots(further[!names %in% arguments], setdiff(known, "..."), call)
  or_default <- function(name) {
    if (name %in% names) further[[name]] else eval(formals(fitter)[[name]])
  }
  chosen <- setdiff(arguments, c("start", "sample_weight"))
  prior <- further$prior # nolint: object_usage. The default of reg_covar asks for it.
  check <- if (by_bayes) check_bayes_settings else check_settings
  settings <- check(sapply(chosen, or_default, simplify = FALSE), call)
  variables <- attr(x, "variables")
  x <- plain_table(x, "x", call)
  observed <- observe(
    x, further$sample_weight, settings$na_action, call, settings$control$effective_n
  )
  tell_of_weights(observed, settings, call)
  check_constant(observed, settings, call)
  if ("start" %in% names(further)) {
    check_start_form(further$start, observed, call)
  }
  warn_of_constant_columns(observed, settings, call)
  list(
    x = x, observed = observed, prototype = prototype_of(x), variables = variables,
    settings = settings, start = or_default("start"), call = call,
    arguments = further[names != "keep_data"], fitter = fitter,
    fitted_by = if (by_bayes) "gmm_bayes" else "gmm_fit"
  )
}

# In one dimension all covariances are variances, equal or not.
selection_grid <- function(n_components, types, d) {
  if (d == 1) {
    rows <- covariance_types[match(types, covariance_types$name), ]
    types <- types[!duplicated(has_equal_volumes(rows))]
  }
  expand.grid(
    n_components = as.integer(n_components), covariance_type = types,
    KEEP.OUT.ATTRS = FALSE, stringsAsFactors = FALSE
  )
}
