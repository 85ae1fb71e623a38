# Tables of a selection, in the words of those of a fit.

#' Tables and summary of a selection
#'
#' A selection is a table of fits with one that is best: `tidy()` and `tibble::as_tibble()` have
#' a row for each fit, `glance()` is about the best one and `augment()` gives the observations
#' with what the best one says about each. `summary()` is for the eye: the best fit, its closest
#' rivals, what other criteria say and what was left out.
#'
#' The gap says how sure the choice is. Twice the log of the odds that the data give to one
#' model over another is about their difference in BIC: up to 2 is hardly worth mentioning, above
#' 10 is very strong (Kass and Raftery). A lower bound is in logs of odds: 1 and 5 mean the same.
#'
#' @param x,object A selection of class `gmm_select`.
#' @param ... For `augment()`, passed on to [augment.gaussmix()]: `data`, `newdata`, `prob`,
#'   `inactive`. For the others, must be empty.
#'
#' @return
#' * `tidy()`: a data frame, `as.data.frame(selection)` with a column `gap`: how much worse than
#'   the best each fit is by the criterion of the selection. It is 0 for the best and `NA` for fits
#'   that cannot win;
#' * `as_tibble()`: the same as `as.data.frame()`, as a tibble;
#' * `glance()`: one row, that of [glance.gaussmix()] for the best fit;
#' * `augment()`: that of [augment.gaussmix()] for the best fit;
#' * `summary()`: an object of class `summary.gmm_select`, a list with `call`, `criterion`,
#'   `missing` (by `na_action = "em"`, how many `cells`, in how many `rows` and `patterns`),
#'   `n_fits`, `n_unsupported`, `n_failed`, `fits` (the rows of `tidy()` of fits that can win, from
#'   the best on), `others` (what other criteria choose: `criterion`, `n_components`,
#'   `covariance_type`) and `reasons` of those that failed. Printing returns it invisibly.
#' @section Errors: `gaussmix_error_argument`; `gaussmix_error_no_fit` if no fit can win;
#'   `gaussmix_error_fit` if the selection is not intact; those of [augment.gaussmix()].
#' @seealso [gmm_select()], [gmm_best()] for the best fit itself, [autoplot.gmm_select()] for the
#'   picture, [rbind.gmm_select()] to put selections together.
#' @references Kass, R. E. and Raftery, A. E. (1995). Bayes factors. *Journal of the American
#'   Statistical Association* 90, 773-795, section 3.2. \doi{10.1080/01621459.1995.10476572}
#' @name gmm_select-tidiers
#' @examples
#' set.seed(1)
#' selection <- gmm_select(faithful, 1:4, c("full", "tied"))
#' summary(selection)
#' table <- tidy(selection)
#' table[order(table$gap), c("n_components", "covariance_type", "BIC", "gap")]
#' glance(selection)
#' head(augment(selection))
NULL

#' @rdname gmm_select-tidiers
#' @export
tidy.gmm_select <- function(x, ...) {
  call <- quote(tidy())
  check_no_dots(list(...), "x", call)
  check_selection(x, call, "x")
  with_gaps(x)
}

with_gaps <- function(selection) {
  table <- selection$table
  table$gap <- gaps_of(table, selection$criterion)
  table
}

#' @rdname gmm_select-tidiers
#' @export
glance.gmm_select <- function(x, ...) {
  call <- quote(glance())
  check_no_dots(list(...), "x", call)
  glance(best_fit(x, call))
}

#' @rdname gmm_select-tidiers
#' @export
augment.gmm_select <- function(x, ...) {
  call <- quote(augment())
  best <- best_fit(x, call)
  in_name_of(call, augment(best, ...))
}

best_fit <- function(selection, call) {
  check_selection(selection, call, "x")
  check_some_fit(selection, "x", call)
  winner(selection, selection$criterion, "x", call)
}

# Registered where tibble is, see NAMESPACE.
#' @rdname gmm_select-tidiers
#' @exportS3Method tibble::as_tibble
as_tibble.gmm_select <- function(x, ...) { # nolint: object_name.
  call <- quote(as_tibble())
  check_no_dots(list(...), "x", call)
  tibble::as_tibble(check_selection(x, call, "x")$table)
}
