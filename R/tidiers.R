#' Tables of a Gaussian mixture
#'
#' Methods for the generics that broom made common: `tidy()` gives the parameters, one row
#' per component, mean or covariance; `glance()` one row about the whole fit; `augment()` the
#' observations with what the fit says about each.
#'
#' @param x A fit of class `gaussmix`.
#' @param what Which parameters: `"components"` (weights), `"means"` or `"covariances"` (in
#'   long form: each pair of columns once).
#' @param data For `augment()`: the rows that the fit was made of, if the fit does not hold
#'   them or to have their other columns beside the results. `NULL`: the data of the fit.
#' @param newdata Other observations.
#' @param prob Whether `augment()` adds the posterior probabilities of the components.
#' @param ... Must be empty.
#' @param inactive Whether `tidy()` and `augment()` tell of components of a Bayesian fit that
#'   are switched off, too, see [predict.gaussmix()].
#' @param na_action What `augment()` says of rows of which some values are missing: `"em"`, what
#'   follows from those that are seen; `"exclude"`: `NA`. `NULL`: as [predict.gaussmix()].
#'
#' @return A data frame.
#' * `tidy()`, components: `component`, `weight`, `size` (expected number of
#'   observations; `NA` for a model from given parameters). Weights are those of the mixture:
#'   what is left out of a Bayesian fit has the rest;
#' * `tidy()`, means: `component`, `variable`, `mean`, `sd`;
#' * `tidy()`, covariances: `component`, `variable1`, `variable2`, `covariance`, `correlation`;
#' * `glance()`: `n_components`, `covariance_type`, `logLik`, `df`, `AIC`, `BIC`, `ICL`
#'   (smaller is better), `nobs`, `converged`, `iterations`, `singular`, and of missing values that
#'   `na_action = "em"` took into account `n_missing`, how many there are, `n_missing_rows`, in how
#'   many rows, and `n_patterns`, in how many patterns (0, 0 and 1 of other fits); of a fit by
#'   [gmm_bayes()], `n_active` and `lower_bound` in place of those that it has not;
#' * `augment()`: the data with `.component` (a factor) and the same as `.cluster`, the name
#'   that other packages use, `.uncertainty`, `.log_density` and, if asked for,
#'   `.prob_<component>` for each component. Of `data` and of the data of the fit, rows that
#'   `na_action = "omit"` left out are missing in the result; others with missing values
#'   are `NA` in the new columns, but by `na_action = "em"`. A tibble stays one. Columns of
#'   these names are written over, unless the fit is made of them, which is an error.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_no_data`,
#'   `gaussmix_error_newdata`, `gaussmix_error_fit`.
#' @seealso [predict.gaussmix()], [summary.gaussmix()]; [tidy.gmm_select()] for the same of a
#'   selection.
#' @references Robinson, D. (2017). broom: an R package for converting statistical analysis
#'   objects into tidy data frames. \doi{10.48550/arXiv.1412.3565}
#' @name gaussmix-tidiers
#' @examples
#' fit <- gmm_fit(iris[, 1:4], start = iris$Species)
#' tidy(fit)
#' head(tidy(fit, "covariances"))
#' glance(fit)
#' head(augment(fit, data = iris))
NULL

#' @importFrom generics tidy
#' @export
generics::tidy

#' @importFrom generics glance
#' @export
generics::glance

#' @importFrom generics augment
#' @export
generics::augment

#' @rdname gaussmix-tidiers
#' @export
tidy.gaussmix <- function(x, what = c("components", "means", "covariances"), ...,
                          inactive = FALSE) {
  call <- match.call()
  call[[1]] <- quote(tidy)
  check_no_dots(list(...), c("x", "what", "inactive"), call)
  what <- check_choice(what, c("components", "means", "covariances"), "what", call)
  inactive <- check_flag(inactive, "inactive", call)
  check_fit(x, call, "x")
  shown <- shown_components(x, inactive)
  switch(what,
    components = tidy_components(x, shown),
    means = tidy_means(x, shown),
    covariances = tidy_covariances(x, shown)
  )
}

tidy_components <- function(fit, shown = seq_len(fit$n_components)) {
  data.frame(
    component = component_factor(shown, fit),
    weight = unname(fit$weights)[shown],
    size = if (is_model(fit)) NA_real_ else unname(fit$counts)[shown]
  )
}

tidy_means <- function(fit, shown) {
  k <- rep(shown, each = fit$d)
  j <- rep(seq_len(fit$d), length(shown))
  data.frame(
    component = component_factor(k, fit),
    variable = variable_names(fit)[j],
    mean = fit$means[cbind(k, j)],
    sd = component_sds(fit)[cbind(k, j)]
  )
}

tidy_covariances <- function(fit, shown) {
  covariances <- stats::coef(fit)$covariances
  # The lower triangle, column by column.
  pairs <- which(lower.tri(diag(fit$d), diag = TRUE), arr.ind = TRUE)
  one <- function(k) {
    covariance <- covariances[cbind(pairs, k)]
    sds <- sqrt(covariances[cbind(seq_len(fit$d), seq_len(fit$d), k)])
    data.frame(
      component = component_factor(rep(k, nrow(pairs)), fit),
      variable1 = variable_names(fit)[pairs[, 2]],
      variable2 = variable_names(fit)[pairs[, 1]],
      covariance = covariance,
      correlation = covariance / sds[pairs[, 1]] / sds[pairs[, 2]]
    )
  }
  do.call(rbind, lapply(shown, one))
}

#' @rdname gaussmix-tidiers
#' @export
glance.gaussmix <- function(x, ...) {
  call <- quote(glance())
  check_no_dots(list(...), "x", call)
  check_fit(x, call, "x")
  of_fit <- function(value, missing) if (is_model(x)) missing else value
  if (inherits(x, "gaussmix_bayes")) {
    return(data.frame(
      n_components = x$n_components, n_active = x$n_active,
      covariance_type = x$covariance_type, lower_bound = x$lower_bound, nobs = x$nobs,
      converged = x$converged, iterations = x$iterations, missing_columns(x)
    ))
  }
  data.frame(
    n_components = x$n_components,
    covariance_type = x$covariance_type,
    logLik = of_fit(x$log_likelihood, NA_real_),
    df = x$df,
    AIC = of_fit(aic(x), NA_real_), BIC = of_fit(bic(x), NA_real_), ICL = of_fit(icl(x), NA_real_),
    nobs = of_fit(x$nobs, NA_real_),
    converged = of_fit(x$converged, NA),
    iterations = of_fit(x$iterations, NA_integer_),
    singular = x$singular,
    missing_columns(x)
  )
}

# Without a hole all rows are of one pattern. A model has no rows.
missing_columns <- function(fit) {
  counts <- if (is_model(fit)) {
    list(cells = NA_real_, rows = NA_real_, patterns = NA_real_)
  } else {
    fit$missing %||% list(cells = 0, rows = 0, patterns = 1)
  }
  data.frame(
    n_missing = counts$cells, n_missing_rows = counts$rows, n_patterns = counts$patterns
  )
}

#' @rdname gaussmix-tidiers
#' @export
augment.gaussmix <- function(x, data = NULL, newdata = NULL, prob = FALSE, ...,
                             inactive = FALSE, na_action = NULL) {
  call <- match.call()
  call[[1]] <- quote(augment)
  check_no_dots(list(...), setdiff(names(formals(augment.gaussmix)), "..."), call)
  prob <- check_flag(prob, "prob", call)
  inactive <- check_flag(inactive, "inactive", call)
  check_fit(x, call, "x")
  incomplete <- uses_incomplete(na_action, x, "x", call)
  names <- augmented_names(x, prob, inactive, call)
  if (!is.null(newdata)) {
    rows <- dense_matrix(newdata, "newdata", call)
    cells <- prediction_cells(x, rows, call, incomplete)
  } else if (!is.null(data)) {
    rows <- dense_matrix(data, "data", call)
    cells <- cells_of_data(x, rows, call, incomplete)
  } else {
    cells <- training_cells(x, call, incomplete = incomplete)
    rows <- x$data$x
  }
  if (cells$n < NROW(rows)) {
    rows <- rows_of_table(rows, -x$omitted)
  }
  threads <- resolve_threads(NULL, call)
  types <- c("class", "uncertainty", "log_density", if (prob) "prob")
  results <- lapply(types, function(type) {
    unname(predict_rows(x, cells, type, threads, call, inactive = inactive))
  })
  # The class has two names: that of tables and pictures here, and broom's of clusters.
  results <- do.call(data.frame, results[c(1, seq_along(results))])
  names(results) <- names
  own <- is.null(newdata)
  row_names <- names_for_rows(cells$row_names, if (own) rows_with_results(x))
  add_columns(as_table(rows, x, row_names), results)
}

# The columns that are added. One of the model of the same name would be lost.
augmented_names <- function(fit, prob, inactive, call) {
  shown <- component_names(fit)[shown_components(fit, inactive)]
  names <- c(
    ".component", ".cluster", ".uncertainty", ".log_density", if (prob) paste0(".prob_", shown)
  )
  taken <- intersect(names, c(colnames(fit$means), fit$variables$names))
  if (length(taken) > 0) {
    abort("argument", c(
      "`x` must not have variables with the names of columns that are added.",
      x = paste0("It has ", enumerate(paste0("`", taken, "`")), "."),
      i = "Use `predict()`, or other names in the data."
    ), call = call)
  }
  names
}

# The cells of data that are said to be those of the fit.
cells_of_data <- function(fit, data, call, incomplete = FALSE) {
  check_estimated(fit, call)
  cells <- observe_new(data, fit, call, "data")
  n <- nrow(cells$values)
  if (n != fit$n + length(fit$omitted)) {
    abort("newdata", c(
      paste0(
        "`data` must have the ", counted(fit$n + length(fit$omitted), "row"),
        " that the fit was made of."
      ),
      x = paste0("It has ", n, "."),
      i = "Give other observations as `newdata`."
    ), call = call)
  }
  in_places(without_omitted(cells, fit), call, incomplete)
}

rows_of_table <- function(x, rows) {
  if (is.data.frame(x) || length(dim(x)) == 2) x[rows, , drop = FALSE] else x[rows]
}

# What was given, as a data frame. A tibble is one already.
as_table <- function(x, fit, row_names) {
  if (is.data.frame(x)) {
    return(if (inherits(x, "tbl_df")) x else as.data.frame(x))
  }
  columns <- if (length(dim(x)) == 2) colnames(x)
  table <- as.data.frame(matrix(as.vector(x), NROW(x), NCOL(x)))
  names(table) <- if (is.null(columns)) variable_names(fit) else columns
  if (!is.null(row_names)) {
    rownames(table) <- row_names
  }
  table
}

add_columns <- function(table, columns) {
  for (name in names(columns)) {
    table[[name]] <- columns[[name]]
  }
  table
}
