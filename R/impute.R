#' Missing values filled in by a Gaussian mixture
#'
#' Gives back a table with its holes filled by what a mixture says of them given what is seen of
#' their rows. Use `"mean"` where one best guess of each value is wanted, as for a table that
#' another program takes whole; and several data sets by `"draw"`, **multiple imputation**, where
#' variances, correlations, tests or intervals are to come from the filled data.
#'
#' A row with the values s and the holes m is completed by each component as a normal distribution
#' does: the conditional mean of m given s, and a conditional covariance that does not depend on s.
#' `"mean"` gives the conditional means of the components, weighted by their posterior probabilities
#' given s: the expectation of what is missing. `"draw"` draws a component by these probabilities,
#' and from its conditional normal distribution. A row of which nothing is seen gets the mean of the
#' mixture, or a draw from it. Missing values are taken to be missing at random: whether
#' one is missing may depend on what is seen of its row, and not on the value itself.
#'
#' **What means lose.** Expectations vary less than values do. Variances of data that were filled
#' with them are too small, correlations too large, and they may lie between clusters, where no
#' value is. Draws have the variances and covariances of the mixture.
#'
#' **What draws leave out.** They take the parameters of the fit as known: they are *improper*
#' imputations in the sense of Rubin (1987), and intervals from them are too short, the more so the
#' more is missing. A bootstrap of the fit mends that: fit again to rows that were drawn with
#' replacement, and impute the data by each of these fits, see the examples. Estimates from the
#' filled data sets are then averaged, and the variance of the average of m of them is their mean
#' variance plus (1 + 1 / m) times the variance between them.
#'
#' @param fit A fit of class `gaussmix` by any `na_action`, or a [gmm_model()]. Of a fit by
#'   [gmm_bayes()] missing values are not imputed.
#' @param newdata The table with holes (`NA` or `NaN`), n rows: a matrix, data frame or vector as in
#'   [predict.gaussmix()], with columns that are found by name or position in the same way. Further
#'   columns stay as they are. Left out: the data of the fit, which must have been kept, with the
#'   rows that `na_action` left out in their places; of a fit by a formula, the columns that it
#'   made.
#' @param method `"mean"`, the default: what is expected of missing values; `"draw"`: random draws,
#'   which depend on R's random numbers alone, hence on [set.seed()], and not on the number of
#'   threads.
#' @param threads Number of threads, see [gmm_fit()].
#'
#' @return What was given, with its class, rows, names and further columns, the holes in the
#'   columns of the fit filled in, in the units of the data; sparse matrices of the package Matrix
#'   as base matrices. What is seen is the same to the bit. Columns of whole numbers (and matrices
#'   of them) become doubles where a hole was filled. Without holes, what was given.
#' @section Errors: `gaussmix_error_newdata` (also for infinite values, which are not missing, and
#'   for holes in what a formula computes from columns, as `log(a)`: the column itself cannot be
#'   filled), `gaussmix_error_data` (for infinite values in the data of the fit),
#'   `gaussmix_error_no_data`, `gaussmix_error_argument`, `gaussmix_error_fit`.
#' @seealso [gmm_fit()] and its `na_action = "em"`, for fits to data with holes;
#'   [predict.gaussmix()] and its `na_action`, for classes and densities of such rows.
#' @references Little, R. J. A. and Rubin, D. B. (2019). *Statistical Analysis with Missing Data*,
#'   3rd edition. Wiley, sections 4.2 and 11.2. \doi{10.1002/9781119482260}
#'
#'   Multiple imputation and its rules: Rubin, D. B. (1987). *Multiple Imputation for Nonresponse
#'   in Surveys*. Wiley, sections 3.1 and 4.2. \doi{10.1002/9780470316696}
#'
#'   By bootstrap and EM: Honaker, J. and King, G. (2010). *American Journal of Political Science*
#'   54, 561-581. \doi{10.1111/j.1540-5907.2010.00447.x}
#' @export
#' @examples
#' set.seed(1)
#' x <- airquality[, 1:4]
#' fit <- gmm_fit(x, n_components = 2, na_action = "em")
#' head(x)
#' head(gmm_impute(fit))
#'
#' # Five data sets for an analysis: each by a fit to resampled rows, so that parameters are not
#' # taken as known
#' slopes <- sapply(1:5, function(i) {
#'   rows <- sample(nrow(x), replace = TRUE)
#'   again <- gmm_fit(x[rows, ], start = fit, na_action = "em")
#'   line <- lm(Ozone ~ Temp, gmm_impute(again, x, "draw"))
#'   c(slope = coef(line)[["Temp"]], variance = vcov(line)["Temp", "Temp"])
#' })
#' # The slope and its standard error
#' c(
#'   mean(slopes["slope", ]),
#'   sqrt(mean(slopes["variance", ]) + (1 + 1 / 5) * var(slopes["slope", ]))
#' )
gmm_impute <- function(fit, newdata, method = c("mean", "draw"), threads = NULL) {
  call <- match.call()
  call[[1]] <- quote(gmm_impute)
  check_given(c(fit = missing(fit)), call)
  check_is_fit(fit, "fit", call)
  method <- check_choice(method, c("mean", "draw"), "method", call)
  threads <- resolve_threads(threads, call)
  check_fit(fit, call, "fit")
  check_plain_mixture(fit, "fit", call)
  own <- missing(newdata)
  values <- if (own) all_training_cells(fit, call) else observe_new(newdata, fit, call)
  check_no_infinite(values, own, call)
  values <- values$values
  table <- if (own) fit$data$x else dense_matrix(newdata, "newdata", call)
  holes <- is.na(values)
  if (!any(holes)) {
    return(table)
  }
  positions <- if (own) seq_len(fit$d) else positions_in(table, fit)
  check_holes_are_there(table, positions, holes, fit, call)
  fill_table(table, positions, holes, impute_cells(fit, values, method, threads, call))
}

check_no_infinite <- function(cells, own, call) {
  n <- sum(is.infinite(cells$values))
  if (n > 0) {
    what <- if (own) c("fit$data$x", "data") else c("newdata", "newdata")
    abort_infinite(n, cells, call, what[1], what[2])
  }
}

# What a formula computes of a column cannot be turned back into it.
check_holes_are_there <- function(table, positions, holes, fit, call) {
  there <- vapply(seq_along(positions), function(j) {
    given <- if (!is.na(positions[j])) column_of(table, positions[j]) else numeric(nrow(holes))
    all(is.na(given[holes[, j]]))
  }, NA)
  if (!all(there)) {
    bad <- vapply(which(!there), column_label, "", names = colnames(fit$means))
    abort("newdata", c(
      "`newdata` must have the columns of the fit in which values are missing.",
      x = paste0("Computed from other columns: ", enumerate(bad), "."),
      i = "Compute them before the fit: `gmm_fit(transform(data, ...))`."
    ), call = call)
  }
}

column_of <- function(table, j) {
  if (length(dim(table)) == 2 && !is.data.frame(table)) table[, j] else as.list(table)[[j]]
}

# All values, n x d, with those that are missing filled in.
impute_cells <- function(fit, values, method, threads, call) {
  seed <- if (method == "draw") stats::runif(2) else numeric()
  filled <- in_core(impute_mixture(
    values, fit$origin, parameters_to_core(fit), fit$covariance_type, seed, threads
  ), call)
  if (is.null(filled)) {
    abort_not_intact("covariances", call, "fit")
  }
  empty <- which(rowSums(!is.na(values)) == 0)
  if (length(empty) > 0) {
    filled[empty, ] <- whole_rows(fit, length(empty), method, threads, call)
  }
  filled
}

# Of rows of which nothing is seen.
whole_rows <- function(fit, n, method, threads, call) {
  if (method == "draw") {
    return(as_cells(gmm_sample(fit, n, threads), "newdata", "newdata", call)$values)
  }
  rep(colSums(fit$weights * fit$means) / sum(fit$weights), each = n)
}

# Attributes, and what is seen, stay.
fill_table <- function(table, positions, holes, filled) {
  if (!is.data.frame(table)) {
    places <- which(holes, arr.ind = TRUE)
    places <- places[, 1] + (positions[places[, 2]] - 1) * nrow(holes)
    return(fill_vector(table, places, filled[holes]))
  }
  columns <- unclass(table)
  if (inherits(table, "data.table")) {
    # Its columns can be changed in place, too.
    columns[] <- lapply(columns, function(column) column[seq_along(column)])
  }
  for (j in which(colSums(holes) > 0)) {
    at <- positions[j]
    columns[[at]] <- fill_vector(columns[[at]], which(holes[, j]), filled[holes[, j], j])
  }
  oldClass(columns) <- oldClass(table)
  columns
}

# Not by the methods of classes: some of them keep whole numbers whole.
fill_vector <- function(x, places, values) {
  kept <- attributes(x)
  attributes(x) <- NULL
  x[places] <- values
  attributes(x) <- kept
  x
}
