#' Classes, probabilities and densities from a Gaussian mixture
#'
#' Applies a fitted mixture to the data of the fit or to new observations. Use it to assign
#' observations to components, to see how sure that is, and to score how well they agree with the
#' mixture as a whole.
#'
#' @param object A fit of class `gaussmix`.
#' @param newdata A matrix, data frame or vector with the columns of the fit. Columns are
#'   matched by name where both sides have names (their order does not matter and others
#'   are ignored), else by position. Left out: the data of the fit, which must have been
#'   kept.
#' @param type What to compute for each observation x:
#'   * `"class"`: the component of largest posterior probability, a factor with all K
#'     levels (the first one of equals), so that `fit$means[class, ]` are their means;
#'   * `"prob"`: posterior probabilities of the components, an n x K matrix whose rows
#'     sum to 1, its columns named by component;
#'   * `"density"`, `"log_density"`: density of the mixture at x and its log. The sum
#'     of log densities over the data of an unweighted fit is its log-likelihood;
#'   * `"uncertainty"`: one minus the largest posterior probability;
#'   * `"component_log_density"`: log density of each component at x, without mixing
#'     weights, an n x K matrix.
#' @param threads Number of threads, see [gmm_fit()].
#' @param ... Must be empty.
#' @param inactive Whether components of a Bayesian fit that are switched off take part in
#'   classes and probabilities, see "Components that are switched off". Other fits have none.
#' @param na_action What becomes of rows of which some values are missing. `"em"`: the prediction is
#'   by what is seen of the row, see "Rows with missing values"; `"exclude"`: it is `NA`, with a
#'   warning where the rows are those of `newdata`. `NULL`, the default: `"em"` for fits by
#'   `na_action = "em"`, else `"exclude"`.
#'
#' @section Rows with missing values:
#' By `na_action = "em"` densities are those of the marginal distribution of the columns that are
#' seen of a row, and probabilities and classes are given these. Densities of rows that see other
#' columns have other units: they are not to be compared. A row of which nothing is seen has the
#' mixing weights for probabilities, the component of the largest weight for its class, and the
#' density 1 (log 0), so that it adds nothing to a log-likelihood. [gmm_impute()] fills in what is
#' missing.
#'
#' @section Components that are switched off:
#' A fit by [gmm_bayes()] is offered more components than it uses. Those that hold no more than
#' one observation lie where the prior puts them, say nothing of the data, and are wide. They
#' have no part in `"class"`, `"prob"` and `"uncertainty"`: the probabilities are conditional
#' on the components that are in use, rows sum to 1, columns are those of
#' `tidy(fit)`, and no class is a component that nothing shows. Were they only left out of
#' the columns, rows far from all data would sum to about 0, and their class would have no column.
#' What says that an observation belongs to none of the components in use is its density, of which
#' all components remain a part: look at `"log_density"`, or [gmm_outliers()].
#' `inactive = TRUE` gives the probabilities and densities of all that were offered. In
#' `"component_log_density"` the columns of those that are switched off are left out alone.
#'
#' @return A factor or numeric vector with n elements, or an n x K matrix. Row names of
#'   the data are kept. For the data of the fit, rows that `na_action` left out are
#'   missing (`"omit"`; the names say which rows are there) or `NA` (`"exclude"`).
#'   Rows of `newdata` with missing values keep their place and are `NA`, with a warning, but by
#'   `na_action = "em"`. Rows with infinite values are always `NA`.
#'
#' @section Errors: `gaussmix_error_newdata` (columns that are missing, too few or not
#'   numeric), `gaussmix_error_no_data`, `gaussmix_error_argument`,
#'   `gaussmix_error_fit`. Warning: `gaussmix_warning_missing`.
#' @seealso [augment.gaussmix()] for the data with the results beside them, [gmm_outliers()] and
#'   [gmm_mahalanobis()] for observations that no component explains, [fitted.gaussmix()].
#' @references McLachlan, G. J. and Peel, D. (2000). *Finite Mixture Models*. Wiley,
#'   section 1.15. \doi{10.1002/0471721182}
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(faithful, n_components = 2)
#' table(predict(fit))
#'
#' # New eruptions, by name of column
#' predict(fit, data.frame(waiting = c(54, 70), eruptions = c(1.8, 3)), type = "prob")
#'
#' # Those that are the least clear
#' faithful[predict(fit, type = "uncertainty") > 0.1, ]
predict.gaussmix <- function(object, newdata,
                             type = c(
                               "class", "prob", "density", "log_density",
                               "uncertainty", "component_log_density"
                             ),
                             threads = NULL, ..., inactive = FALSE, na_action = NULL) {
  call <- match.call()
  call[[1]] <- quote(predict)
  check_no_dots(list(...), setdiff(names(formals(predict.gaussmix)), "..."), call)
  type <- check_choice(type, eval(formals(predict.gaussmix)$type), "type", call)
  threads <- resolve_threads(threads, call)
  inactive <- check_flag(inactive, "inactive", call)
  check_fit(object, call)
  incomplete <- uses_incomplete(na_action, object, "object", call)
  cells <- prediction_cells(object, newdata, call, incomplete)
  predict_rows(object, cells, type, threads, call, inactive = inactive)
}

# What is predicted for: the data of the fit unless newdata are given. Only where that is said rows
# are used of which some values are missing.
prediction_cells <- function(fit, newdata, call, incomplete = FALSE) {
  if (missing(newdata)) {
    return(training_cells(fit, call, incomplete = incomplete))
  }
  cells <- in_places(observe_new(newdata, fit, call), call, incomplete)
  warn_of_missing(cells, call)
  cells
}

# Cells with the rows that are used in `rows`, those without missing values or, if `incomplete`,
# with some value that is not, then those without any in `empty`, the others in `missing` and the
# length of results in `n`.
in_places <- function(cells, call, incomplete = FALSE) {
  cells$n <- nrow(cells$values)
  unused <- in_core(rows_not_usable(cells$values, incomplete), call)
  cells$rows <- seq_len(cells$n)
  cells$missing <- unused
  if (length(unused) > 0) {
    cells$rows <- cells$rows[-unused]
    is_empty <- incomplete & rowSums(!is.na(cells$values[unused, , drop = FALSE])) == 0
    cells$empty <- unused[is_empty]
    cells$missing <- unused[!is_empty]
  }
  # Whole rows have the bits of whole rows, whatever rows beside them are left out.
  cells$incomplete <- incomplete && anyNA(used_values(cells))
  cells
}

used_values <- function(cells) {
  if (length(cells$rows) == nrow(cells$values)) {
    return(cells$values)
  }
  cells$values[cells$rows, , drop = FALSE]
}

# Rows that na_action = "omit" left out leave results, too; the names of the others tell
# which they are.
without_omitted <- function(cells, fit) {
  if (fit$na_action != "omit" || length(fit$omitted) == 0) {
    return(cells)
  }
  if (is.null(cells$row_names)) {
    cells$row_names <- as.character(seq_len(nrow(cells$values)))
  }
  cells$row_names <- cells$row_names[-fit$omitted]
  cells$values <- cells$values[-fit$omitted, , drop = FALSE]
  cells
}

# Numbers of the rows of the data that results for them are about.
rows_with_results <- function(fit) {
  rows <- seq_len(fit$n + length(fit$omitted))
  if (fit$na_action == "omit" && length(fit$omitted) > 0) rows[-fit$omitted] else rows
}

# Predictions for the rows that are used, in their places among all and with names.
predict_rows <- function(fit, cells, type, threads, call, method = "predictive",
                         inactive = FALSE) {
  result <- predict_cells(
    fit, used_values(cells), type, threads, call, method, inactive, isTRUE(cells$incomplete)
  )
  if (type %in% c("prob", "component_log_density")) {
    shown <- shown_components(fit, inactive)
    if (length(shown) < ncol(result)) result <- result[, shown, drop = FALSE]
  } else {
    shown <- seq_len(fit$n_components)
  }
  result <- finish_prediction(result, component_names(fit), shown, type, cells)
  if (length(cells$empty) == 0 || type == "mahalanobis") {
    return(result)
  }
  of_empty <- predict_empty(fit, type)
  if (is.matrix(result)) {
    result[cells$empty, ] <- rep(of_empty, each = length(cells$empty))
  } else {
    result[cells$empty] <- of_empty
  }
  result
}

# What is predicted of a row of which nothing is seen.
predict_empty <- function(fit, type) {
  z <- unname(fit$weights) / sum(fit$weights)
  largest <- which.max(z)
  switch(type,
    class = component_names(fit)[largest], prob = z, uncertainty = sum(z[-largest]),
    density = 1, log_density = 0, component_log_density = numeric(length(z))
  )
}

advice_without_data <- "Give `newdata`, or fit with `keep_data = TRUE`."

# `advice` says what does without the data.
check_holds_data <- function(fit, advice, call) {
  if (is.null(fit$data)) {
    abort("no_data", c(
      "The fit must hold the data that it was made from.",
      x = if (is_model(fit)) {
        "It was made from given parameters by `gmm_model()`."
      } else {
        "It was made with `keep_data = FALSE`."
      },
      i = advice
    ), call = call)
  }
  check_data(fit, call)
}

# The cells of the data of the fit.
training_cells <- function(fit, call,
                           advice = advice_without_data,
                           incomplete = FALSE) {
  in_places(without_omitted(all_training_cells(fit, call, advice), fit), call, incomplete)
}

# Those of all rows, used or not.
all_training_cells <- function(fit, call, advice = advice_without_data) {
  check_holds_data(fit, advice, call)
  cells <- as_cells(fit$data$x, "object$data$x", "fit", call)
  n <- nrow(cells$values)
  if (n != fit$n + length(fit$omitted) || ncol(cells$values) != fit$d) {
    abort_not_intact("data", call)
  }
  cells
}

# The weights of the rows that have results, NULL for ones. The data have been checked.
training_weights <- function(fit) fit$data$sample_weight[rows_with_results(fit)]

warn_of_missing <- function(cells, call, argument = "newdata") {
  missing <- cells$missing
  if (length(missing) > 0) {
    warn("missing", c(
      paste0("Rows of `", argument, "` have missing or infinite values; their results are NA."),
      x = paste0(if (length(missing) > 1) "Rows " else "Row ", enumerate(missing), ".")
    ), call)
  }
}

# `method` and `inactive` are about variational Bayes alone. Matrices have a column for each
# component; what is switched off has no probability.
predict_cells <- function(fit, values, type, threads, call, method = "predictive",
                          inactive = FALSE, incomplete = FALSE) {
  core_type <- if (type == "density") "log_density" else type
  laws <- laws_of(fit, type, method)
  if (type %in% c("class", "prob", "uncertainty")) {
    laws$log_weights[-shown_components(fit, inactive)] <- -Inf
  }
  result <- in_core(predict_mixture(
    values, fit$origin, parameters_to_core(fit), fit$covariance_type, laws$log_weights,
    laws$tails, core_type, incomplete, threads
  ), call)
  if (is.null(result)) {
    abort_not_intact("covariances", call)
  }
  if (type == "density") exp(result) else result
}

# What is added to the log densities of components, and the tails that take the place of
# normal ones.
laws_of <- function(fit, type, method) {
  log_weights <- if (type %in% c("component_log_density", "mahalanobis")) {
    numeric(fit$n_components)
  } else {
    log(unname(fit$weights))
  }
  if (!inherits(fit, "gaussmix_bayes") || type == "mahalanobis" || method == "plugin") {
    return(list(log_weights = log_weights, tails = NULL))
  }
  if (method == "variational") {
    return(list(log_weights = variational_log_weights(fit), tails = NULL))
  }
  student <- student_terms(fit)
  list(log_weights = log_weights + student$constant, tails = student[c("power", "spread")])
}

# Puts results in their places and names them.
finish_prediction <- function(result, components, shown, type, cells) {
  if (is.matrix(result)) {
    if (length(cells$rows) < cells$n) {
      all <- matrix(NA_real_, cells$n, ncol(result))
      all[cells$rows, ] <- result
      result <- all
    }
    # list(NULL, ...) for no row names
    dimnames(result) <- list(cells$row_names, components[shown])
    return(result)
  }
  if (length(cells$rows) < cells$n) {
    all <- rep(result[NA_integer_], cells$n)
    all[cells$rows] <- result
    result <- all
  }
  if (type == "class") {
    result <- factor(result, levels = seq_along(components), labels = components)
  }
  names(result) <- cells$row_names
  result
}
