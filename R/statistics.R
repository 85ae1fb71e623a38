#' Statistics of data under a mixture, and the step of EM that they are enough for
#'
#' The two halves of an iteration of EM, for data that [gmm_fit()] cannot be given whole: they
#' lie in pieces, in files or on several machines. `gmm_statistics()` passes over a piece with a
#' mixture and returns sums: for each component the number of observations that it is
#' responsible for, the sum of these and their scatter. Such statistics of pieces **add**, by
#' `+` or `sum()`, to those of all the data; they are a few numbers, however many observations
#' there are. `gmm_update()` makes from them and the mixture the next one, which the data are
#' not needed for.
#'
#' Use these two to fit where the data are, with whatever brings the pieces together (files one
#' after the other, MPI, Spark, a batch system), or to try out ways of your own to make EM
#' faster. Where the data fit into memory [gmm_fit()] does better: it searches for starts, goes
#' faster near the maximum, and says which components the data do not support, none of which is
#' done here. A good way to begin is `gmm_fit()` on a sample of the rows. To look at EM on small
#' data, [gmm_e_step()] and [gmm_m_step()] have the responsibilities themselves.
#'
#' The scatters are sums of squares **about the means of the mixture**, the origins: sums of
#' squares themselves would lose all digits where data lie far from zero. So statistics add only
#' if they are of the same mixture: others are refused, by which a piece that was passed over
#' with an old mixture is found. After a mixture that lies far from the data (by 30 standard
#' deviations) digits are lost, too, of which `gmm_update()` warns; statistics about the means
#' of its result have them.
#'
#' An iteration from the mixture `m` is `gmm_update(gmm_statistics(m, x), m)`. So many of them
#' give the parameters of `gmm_fit(x, start = m, tol = 0, max_iter = )`, to rounding.
#'
#' The method is that of `model`. Of a fit under a [gmm_prior()] the update is that to the mode
#' of the posterior, of a fit by [gmm_bayes()] that of variational Bayes, and a fit's `ridge` is
#' added to the variances; the mixtures that come of it remember all that. A prior that is in
#' part taken from the data is that of the data of the fit, which must hold them then, or be
#' given whole in `gmm_prior()`. A component without observations keeps its mean and covariance,
#' as in `gmm_fit()`.
#'
#' @section Statistics from elsewhere:
#' Statistics are a plain list of class `gmm_statistics`, which can be saved, sent as text or
#' made by another program; they are checked where they come in. With K components, d columns,
#' responsibilities r of observations x of weight w, and origins o:
#' \describe{
#' \item{`version`}{1, of this form.}
#' \item{`covariance_type`}{As in [gmm_fit()].}
#' \item{`scatter`, `pooled`}{What scatters there are, which follows from the type: `"full"` or
#'   `"diagonal"`; `FALSE` if each component has its own, `TRUE` if they are summed over
#'   components.}
#' \item{`origins`}{K x d, o_k: any points near the means. Their columns may have the names of
#'   the data's.}
#' \item{`counts`}{K numbers, n_k = sum w r_k.}
#' \item{`sums`}{K x d, sum w r_k (x - o_k).}
#' \item{`scatters`}{sum w r_k (x - o_k) (x - o_k)': d x d x K, pooled d x d; diagonals alone
#'   K x d, pooled d numbers.}
#' \item{`log_likelihood`}{Sum w log density of x, under the mixture (by `gmm_bayes()`: of its
#'   expected log densities).}
#' \item{`entropy`}{Of the responsibilities, - sum w r log r.}
#' \item{`total_weight`, `n`}{Sum of the weights, number of rows.}
#' }
#'
#' @param model A mixture: a fit, one from parameters by [gmm_model()], or by `gmm_update()`.
#' @param x Data, or a piece of them: a numeric matrix or data frame, or a vector (d = 1); it
#'   may have no rows. Columns are found by name where the mixture has names; others are
#'   ignored.
#' @param sample_weight `NULL`, or a weight for each row, see [gmm_fit()].
#' @param origins What the sums are about, K x d: `NULL` for the means of the mixture.
#' @param statistics What `gmm_statistics()` returned, or a sum of that: of all the data.
#' @param ridge Added to every variance, in squared units of the data: one number, or one for
#'   each column. `NULL`: that of `model`, which of `gmm_model()` is none.
#' @param ... Must be empty.
#'
#' @return `gmm_statistics()`: an object of class `gmm_statistics`. `gmm_update()`: a mixture as
#'   by [gmm_model()] (of a fit by [gmm_bayes()]: with its class and a posterior), with the
#'   components in their order and the further element `objective_before`: what EM maximises, at
#'   the mixture that the statistics are of, `log_likelihood`, `log_posterior` or `lower_bound`.
#'   It does not fall from one iteration to the next, but for the ridge.
#' @section Errors: `gaussmix_error_statistics` for statistics that are damaged, do not add or
#'   are not of such a mixture; `gaussmix_error_newdata`, `gaussmix_error_data` and
#'   `gaussmix_error_range` for `x`, `gaussmix_error_degenerate` for a singular covariance,
#'   `gaussmix_error_no_data`, `gaussmix_error_argument`, `gaussmix_error_fit`. Warning:
#'   `gaussmix_warning_inaccurate`.
#' @seealso [gmm_e_step()] and [gmm_m_step()] to teach EM.
#' @references Dempster, A. P., Laird, N. M. and Rubin, D. B. (1977). Maximum likelihood from
#'   incomplete data via the EM algorithm. *Journal of the Royal Statistical Society B* 39,
#'   1-38, section 3. \doi{10.1111/j.2517-6161.1977.tb01600.x}
#'
#'   Bishop, C. M. (2006). *Pattern Recognition and Machine Learning*. Springer, sections 9.2.2
#'   and 10.2.
#' @export
#' @examples
#' # Three pieces of one table, which might be three files
#' pieces <- split(faithful, rep(1:3, length.out = nrow(faithful)))
#' model <- gmm_model(c(0.5, 0.5), rbind(c(eruptions = 2, waiting = 50), c(4, 80)), diag(c(1, 100)),
#'   covariance_type = "tied"
#' )
#' before <- -Inf
#' repeat {
#'   statistics <- Reduce(`+`, lapply(pieces, gmm_statistics, model = model))
#'   model <- gmm_update(statistics, model)
#'   gain <- model$objective_before - before
#'   before <- model$objective_before
#'   if (gain < 1e-8 * nrow(faithful)) break
#' }
#' statistics
#' model
#'
#' # Where gmm_fit() ends
#' fit <- gmm_fit(faithful, 2, "tied", start = model)
#' fit$means - model$means
gmm_statistics <- function(model, x, sample_weight = NULL, origins = NULL, ...) {
  call <- sys.call()
  check_given(c(model = missing(model), x = missing(x)), call)
  check_no_dots(list(...), c("model", "x", "sample_weight", "origins"), call)
  check_intact_fit(model, "model", call)
  origins <- if (is.null(origins)) unname(model$means) else check_origins(origins, model, call)
  piece <- observe_piece(model, x, sample_weight, call)
  sums <- if (is.null(piece)) no_sums(model) else sums_of_piece(model, piece, origins, call)
  if (is.null(sums)) {
    abort_not_intact("covariances", call, "model")
  }
  new_statistics(model, sums, origins, if (is.null(piece)) 0 else nrow(piece$values))
}

# A row for each component, in the order of the mixture's.
check_origins <- function(origins, model, call) {
  if (model$d == 1 && is.null(dim(origins)) && is_numbers(origins)) {
    origins <- matrix(origins, ncol = 1)
  }
  ok <- is_numbers(origins) && identical(dim(origins), dim(model$means)) &&
    all(is.finite(origins))
  if (!ok) {
    abort_argument(
      paste0(
        "`origins` must be a finite numeric matrix, components by columns, ",
        paste(dim(model$means), collapse = " x "), "."
      ),
      origins, call
    )
  }
  matrix(as.double(origins), nrow(origins))
}

# The rows of a piece; NULL if there are none of any weight.
observe_piece <- function(model, x, sample_weight, call) {
  cells <- observe_new(if (is.data.frame(x)) plain_frame(x) else x, model, call, "x")
  values <- cells$values
  names <- cells$column_names
  if (is_without_weight(sample_weight, nrow(values))) {
    return(NULL)
  }
  # For errors. Values that nothing else holds are not copied.
  rm(cells)
  if (is.null(colnames(values)) && !is.null(names)) colnames(values) <- names
  observe(values, sample_weight, NULL, call)
}

# Of a piece, that is no error.
is_without_weight <- function(sample_weight, n) {
  fits <- is.null(sample_weight) || (is_numbers(sample_weight) && length(sample_weight) == n)
  fits && (n == 0 || (!is.null(sample_weight) && isTRUE(all(sample_weight == 0))))
}

sums_of_piece <- function(model, piece, origins, call) {
  in_core(sum_mixture(
    piece, parameters_to_core(model), model$covariance_type,
    laws_of(model, "prob", "variational")$log_weights, t(origins), resolve_threads(NULL, call)
  ), call)
}

no_sums <- function(model) {
  layout <- scatter_layout(model$covariance_type)
  d <- model$d
  size <- if (layout$scatter == "full") d^2 else d
  list(
    counts = numeric(model$n_components), sums = matrix(0, d, model$n_components),
    scatters = numeric(size * if (layout$pooled) 1 else model$n_components),
    log_likelihood = 0, entropy = 0, total_weight = 0
  )
}

new_statistics <- function(model, sums, origins, n) {
  layout <- scatter_layout(model$covariance_type)
  names <- list(component_names(model), colnames(model$means))
  size <- scatter_dim(model$covariance_type, model$d, model$n_components)
  scatters <- as.vector(sums$scatters)
  if (layout$scatter == "full") {
    scatters <- array(scatters, size)
  } else if (!layout$pooled) {
    scatters <- t(matrix(scatters, model$d))
  }
  structure(
    list(
      version = statistics_version,
      covariance_type = model$covariance_type,
      scatter = layout$scatter,
      pooled = layout$pooled,
      origins = structure(origins, dimnames = names),
      counts = stats::setNames(sums$counts, names[[1]]),
      sums = structure(t(sums$sums), dimnames = names),
      scatters = scatters,
      log_likelihood = sums$log_likelihood,
      entropy = sums$entropy,
      total_weight = sums$total_weight,
      n = as.double(n)
    ),
    class = "gmm_statistics"
  )
}

#' @export
`+.gmm_statistics` <- function(e1, e2) {
  call <- quote(`+`())
  e1 <- check_statistics(e1, "e1", call)
  if (missing(e2)) {
    return(e1)
  }
  added(e1, check_statistics(e2, "e2", call), c("e1", "e2"), call)
}

#' @export
sum.gmm_statistics <- function(..., na.rm = FALSE) { # nolint: object_name_linter.
  call <- quote(sum())
  given <- list(...)
  names <- paste("argument", seq_along(given))
  result <- check_statistics(given[[1]], names[1], call)
  for (i in seq_along(given)[-1]) {
    result <- added(result, check_statistics(given[[i]], names[i], call), names[c(1, i)], call)
  }
  result
}

# Of those that have been checked.
added <- function(a, b, arguments, call) {
  check_add(a, b, arguments, call)
  for (name in c(
    "counts", "sums", "scatters", "log_likelihood", "entropy", "total_weight", "n"
  )) {
    a[[name]][] <- a[[name]] + b[[name]]
  }
  if (is.null(dimnames(a$origins))) dimnames(a$origins) <- dimnames(b$origins)
  a
}

check_add <- function(a, b, arguments, call) {
  refuse <- function(what, first, second) {
    abort("statistics", c(
      paste0("`", arguments[1], "` and `", arguments[2], "` must be statistics of one mixture."),
      x = paste0("Their ", what, " differ: ", first, " in the first, ", second, " in the second."),
      i = "Pass over every piece with the same `model`."
    ), call = call)
  }
  if (a$covariance_type != b$covariance_type) {
    refuse("covariance types", dQuote(a$covariance_type, FALSE), dQuote(b$covariance_type, FALSE))
  }
  if (!identical(dim(a$origins), dim(b$origins))) {
    size <- function(s) paste(nrow(s$origins), "x", ncol(s$origins))
    refuse("numbers of components and columns", size(a), size(b))
  }
  if (!have_same_columns(colnames(a$origins), colnames(b$origins))) {
    named <- function(s) enumerate(paste0("`", readable(colnames(s$origins)), "`"))
    refuse("columns", named(a), named(b))
  }
  other <- which(a$origins != b$origins)
  if (length(other) > 0) {
    at <- function(s) format(s$origins[other[1]], digits = 17)
    refuse("origins", at(a), at(b))
  }
}

# Of those that have names.
have_same_columns <- function(a, b) is.null(a) || is.null(b) || identical(a, b)

#' @export
print.gmm_statistics <- function(x, digits = max(3, getOption("digits") - 3), ...) {
  call <- quote(print())
  check_no_dots(list(...), c("x", "digits"), call)
  s <- check_statistics(x, "x", call)
  digits <- check_count(digits, "digits", call, max = 22)
  columns <- readable(colnames(s$origins))
  lines <- c(
    paste0("Statistics of ", counted(s$n, "row"), " under a Gaussian mixture"),
    paste0(
      "covariance type \"", s$covariance_type, "\", ", counted(nrow(s$origins), "component"), ", ",
      counted(ncol(s$origins), "column"), if (!is.null(columns)) paste0(": ", enumerate(columns, 8))
    ),
    paste0(
      "total weight ", format(s$total_weight, digits = digits),
      ", log-likelihood ", format(s$log_likelihood, digits = max(digits, 7)), " of that mixture"
    ),
    paste0("by component: ", enumerate(format(s$counts, digits = digits, trim = TRUE), 10)),
    "They add to those of other rows by `+`; `gmm_update()` makes the next mixture of them."
  )
  cat(strwrap(lines, width = 80, exdent = 2), sep = "\n")
  invisible(x)
}
