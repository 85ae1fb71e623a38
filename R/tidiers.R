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
#' @param prob Whether `augment()` adds the posterior probabilities of all components.
#' @param ... Must be empty.
#'
#' @return A data frame.
#' * `tidy()`, components: `component`, `weight`, `size` (expected number of
#'   observations; `NA` for a model from given parameters);
#' * `tidy()`, means: `component`, `variable`, `mean`, `sd`;
#' * `tidy()`, covariances: `component`, `variable1`, `variable2`, `covariance`, `correlation`;
#' * `glance()`: `n_components`, `covariance_type`, `logLik`, `df`, `AIC`, `BIC`, `ICL`
#'   (smaller is better), `nobs`, `converged`, `iterations`, `singular`;
#' * `augment()`: the data with `.cluster` (a factor), `.uncertainty`, `.log_density` and, if
#'   asked for, `.prob_1`, ..., `.prob_K`. Of `data` and of the data of the fit, rows that
#'   `na_action = "omit"` left out are missing in the result; others with missing values
#'   are `NA` in the new columns.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_no_data`,
#'   `gaussmix_error_newdata`, `gaussmix_error_fit`.
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
tidy.gaussmix <- function(x, what = c("components", "means", "covariances"), ...) {
  call <- match.call()
  call[[1]] <- quote(tidy)
  check_no_dots(list(...), c("x", "what"), call)
  what <- check_choice(what, c("components", "means", "covariances"), "what", call)
  check_fit(x, call)
  switch(what,
    components = tidy_components(x),
    means = tidy_means(x),
    covariances = tidy_covariances(x)
  )
}

component_factor <- function(k, fit) {
  factor(component_names(fit$n_components)[k], component_names(fit$n_components))
}

tidy_components <- function(fit) {
  data.frame(
    component = component_factor(seq_len(fit$n_components), fit),
    weight = unname(fit$weights),
    size = if (is_model(fit)) NA_real_ else unname(fit$counts)
  )
}

tidy_means <- function(fit) {
  k <- rep(seq_len(fit$n_components), each = fit$d)
  j <- rep(seq_len(fit$d), fit$n_components)
  data.frame(
    component = component_factor(k, fit),
    variable = variable_names(fit)[j],
    mean = fit$means[cbind(k, j)],
    sd = component_sds(fit)[cbind(k, j)]
  )
}

tidy_covariances <- function(fit) {
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
  do.call(rbind, lapply(seq_len(fit$n_components), one))
}

# Names of the variables, or what stands for them.
variable_names <- function(fit) {
  names <- colnames(fit$means)
  if (is.null(names)) paste0("V", seq_len(fit$d)) else names
}

# K x d
component_sds <- function(fit) {
  covariances <- expand_covariances(
    fit$covariances, fit$covariance_type, fit$d, fit$n_components
  )
  sds <- vapply(
    seq_len(fit$n_components),
    function(k) sqrt(diag(as.matrix(covariances[, , k]))), numeric(fit$d)
  )
  structure(t(matrix(sds, fit$d)), dimnames = dimnames(fit$means))
}

#' @rdname gaussmix-tidiers
#' @export
glance.gaussmix <- function(x, ...) {
  call <- quote(glance())
  check_no_dots(list(...), "x", call)
  check_fit(x, call)
  of_fit <- function(value, missing) if (is_model(x)) missing else value
  data.frame(
    n_components = x$n_components,
    covariance_type = x$covariance_type,
    logLik = of_fit(x$log_likelihood, NA_real_),
    df = x$df,
    AIC = of_fit(aic(x), NA_real_), BIC = of_fit(bic(x), NA_real_), ICL = of_fit(icl(x), NA_real_),
    nobs = of_fit(x$nobs, NA_real_),
    converged = of_fit(x$converged, NA),
    iterations = of_fit(x$iterations, NA_integer_),
    singular = x$singular
  )
}

#' @rdname gaussmix-tidiers
#' @export
augment.gaussmix <- function(x, data = NULL, newdata = NULL, prob = FALSE, ...) {
  call <- match.call()
  call[[1]] <- quote(augment)
  check_no_dots(list(...), c("x", "data", "newdata", "prob"), call)
  prob <- check_flag(prob, "prob", call)
  check_fit(x, call)
  if (!is.null(newdata)) {
    rows <- newdata
    cells <- prediction_cells(x, newdata, call)
  } else {
    rows <- if (is.null(data)) x$data$x else data
    cells <- if (is.null(data)) training_cells(x, call) else cells_of_data(x, data, call)
    if (cells$n < NROW(rows)) {
      rows <- rows_of_table(rows, -x$omitted)
    }
  }
  types <- c("class", "uncertainty", "log_density", if (prob) "prob")
  results <- lapply(types, function(type) {
    unname(finish_prediction(predict_used(x, cells, type, resolve_threads(NULL, call), call), x, type, cells))
  })
  results <- stats::setNames(results, c(".cluster", ".uncertainty", ".log_density", ".prob")[seq_along(types)])
  if (prob) {
    columns <- lapply(seq_len(x$n_components), function(k) results$.prob[, k])
    names(columns) <- paste0(".prob_", seq_len(x$n_components))
    results <- c(results[1:3], columns)
  }
  add_columns(as_table(rows, x), results)
}

# The cells of data that are said to be those of the fit.
cells_of_data <- function(fit, data, call) {
  cells <- observe_new(data, fit, call)
  n <- nrow(cells$values)
  if (n != fit$n + length(fit$omitted)) {
    abort("newdata", c(
      paste0("`data` must have the ", fit$n + length(fit$omitted), " rows that the fit was made of."),
      x = paste0("It has ", n, "."),
      i = "Give other observations as `newdata`."
    ), call = call)
  }
  cells$rows <- which(in_core(finite_rows(cells$values), call))
  cells$n <- n
  if (fit$na_action == "omit" && length(fit$omitted) > 0) {
    cells$values <- cells$values[-fit$omitted, , drop = FALSE]
    cells$n <- nrow(cells$values)
    cells$rows <- which(in_core(finite_rows(cells$values), call))
  }
  cells
}

rows_of_table <- function(x, rows) {
  if (is.data.frame(x) || length(dim(x)) == 2) x[rows, , drop = FALSE] else x[rows]
}

# What was given, as a data frame; tibbles stay what they are.
as_table <- function(x, fit) {
  if (is.data.frame(x)) {
    return(if (inherits(x, "tbl_df")) x else as.data.frame(x))
  }
  x <- dense_matrix(x, "newdata", NULL)
  row_names <- if (length(dim(x)) == 2) rownames(x) else names(x)
  table <- as.data.frame(matrix(as.vector(x), NROW(x), NCOL(x)))
  names(table) <- if (!is.null(colnames(x)) && length(dim(x)) == 2) colnames(x) else variable_names(fit)
  if (!is.null(row_names) && !anyDuplicated(row_names)) {
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
