# Rows of selections: some of one, and those of several together.

#' @rdname gmm_select
#' @param row.names,optional Not used; there because the generic has them.
#' @order 5
#' @export
as.data.frame.gmm_select <- function(x, row.names = NULL, # nolint: object_name.
                                     optional = FALSE, ...) {
  call <- quote(as.data.frame())
  check_no_dots(list(...), "x", call)
  check_selection(x, call, "x")$table
}

#' @rdname gmm_select
#' @param i Rows of the table: numbers, or a logical vector.
#' @order 6
#' @export
`[.gmm_select` <- function(x, i) {
  call <- quote(selection[i])
  check_selection(x, call, "x")
  rows <- seq_len(nrow(x$table))
  if (!missing(i)) {
    rows <- check_rows(i, length(rows), call)
  }
  x$table <- x$table[rows, , drop = FALSE]
  rownames(x$table) <- NULL
  x$fits <- x$fits[rows]
  x
}

check_rows <- function(i, n, call) {
  numbers <- is.numeric(i) && all(is.finite(i)) && all(i == round(i))
  rows <- if (numbers || (is.logical(i) && !anyNA(i) && length(i) <= n)) {
    tryCatch(seq_len(n)[i], error = function(e) NA)
  } else {
    NA
  }
  if (anyNA(rows)) {
    abort_argument(paste0("`i` must be rows of the selection, which has ", n, "."), i, call)
  }
  rows
}

#' @export
length.gmm_select <- function(x) NROW(unclass(x)$table)

#' Put selections together
#'
#' Selections of the same data by the same criterion become one, as when a second one tries
#' more components or other covariance types than the first. `rbind()` and `c()` are the same.
#'
#' Criteria can be compared where they are about the same observations: the data, their
#' weights, `na_action` and the criterion must be those of the first selection. Cross-validation
#' needs the same folds, too: give those of the first to the second, as `folds = first$folds`. Fits
#' by maximum likelihood and under a prior do not mix; those of different priors can be compared by
#' their `"lower_bound"`. How hard each searched (`n_init`, `start`) may differ: of a number of
#' components and a covariance type that several have, the better fit is kept, and a message says
#' so.
#'
#' @param ... Selections by [gmm_select()].
#' @param deparse.level Not used; there because the generic has it.
#' @return A selection of class `gmm_select`, the rows of the first one first. Its `call` is the
#'   one that put them together.
#' @section Errors: `gaussmix_error_argument` if something is no selection, or the selections
#'   differ in what they must share; `gaussmix_error_fit` if one is not intact. Message:
#'   `gaussmix_message_duplicates`.
#' @seealso [gmm_select()]; [summary.gmm_select()] for the closest fits of the whole.
#' @references Burnham, K. P. and Anderson, D. R. (2002). *Model Selection and Multimodel
#'   Inference*. Springer, section 2.11.1 (models must be compared on exactly the same data).
#' @export
#' @examples
#' set.seed(1)
#' few <- gmm_select(faithful, 1:4, "full")
#' more <- gmm_select(faithful, 3:6, c("full", "tied"))
#' both <- rbind(few, more)
#' both
#' gmm_best(both)$n_components
rbind.gmm_select <- function(..., deparse.level = 1) { # nolint: object_name.
  # R's own rbind() has the user's words.
  join_selections(list(...), sys.call(-1), quote(rbind()))
}

#' @rdname rbind.gmm_select
#' @export
c.gmm_select <- function(...) {
  # R looks a symbol up that c() was given.
  given <- function(i) tryCatch(...elt(i), error = function(e) quote(symbol))
  join_selections(lapply(seq_len(...length()), given), sys.call(), quote(c()))
}

join_selections <- function(selections, made_by, call) {
  # rbind() and c() leave out what is NULL.
  selections <- unname(Filter(Negate(is.null), selections))
  for (i in seq_along(selections)) check_selection(selections[[i]], call, paste0("..", i))
  if (length(selections) == 1) {
    return(selections[[1]])
  }
  check_same_basis(selections, call)
  joined <- selections[[1]]
  joined$table <- do.call(rbind, lapply(selections, function(one) one$table))
  joined$fits <- unlist(lapply(selections, function(one) one$fits), recursive = FALSE)
  joined$call <- with_name(made_by, call)
  without_duplicates(joined, call)
}

# A call by do.call() holds whole selections, which need no second place.
with_name <- function(call, name) {
  call[[1]] <- name[[1]]
  call[-1] <- lapply(as.list(call)[-1], function(part) {
    if (inherits(part, "gmm_select")) quote(selection) else part
  })
  call
}

# What selections must have in common, each by the name that users know. Fingerprints stand
# for what is large: a selection need not hold its data.
basis_of <- function(given, criterion, folds) {
  observed <- given$observed
  list(
    `number of rows` = n_given(observed),
    columns = list(ncol(observed), observed$column_names),
    data = rlang::hash(unname(observed$values)),
    sample_weight = rlang::hash(observed$weights),
    na_action = given$settings$na_action,
    prior = if (criterion != "lower_bound") rlang::hash(given$settings$prior),
    folds = rlang::hash(folds)
  )
}

check_same_basis <- function(selections, call) {
  first <- selections[[1]]
  basis <- function(one) c(list(criterion = one$criterion), one$basis)
  differ <- unlist(lapply(selections[-1], function(one) {
    parts <- union(names(basis(first)), names(basis(one)))
    same <- vapply(parts, function(part) identical(basis(first)[[part]], basis(one)[[part]]), NA)
    parts[!same]
  }))
  # By another criterion, these differ in any case.
  differ <- setdiff(differ, if ("criterion" %in% differ) c("prior", "folds"))
  if (length(differ) > 0) {
    abort("argument", c(
      "All selections in `...` must be of the same observations and by the same criterion.",
      x = paste0("They differ in: ", enumerate(differ, 10), "."),
      i = if (identical(differ, "folds")) {
        "Give the folds of the first to the second: `gmm_select(folds = first$folds)`."
      } else {
        "Select again with what the first has."
      }
    ), call = call)
  }
}

# Of fits of the same combination the better one, in the place of the first.
without_duplicates <- function(selection, call) {
  table <- selection$table
  gaps <- gaps_of(table, selection$criterion)
  key <- paste(table$n_components, table$covariance_type)
  first <- match(unique(key), key)
  kept <- vapply(unique(key), function(one) {
    own <- which(key == one)
    # Those that cannot win come last, and of these those that failed.
    own[order(gaps[own], is.na(table[[selection$criterion]][own]))[1]]
  }, 1L, USE.NAMES = FALSE)
  n_twice <- sum(duplicated(key))
  if (n_twice > 0) {
    twice <- unique(key[duplicated(key)])
    inform("duplicates", c(
      "Of combinations that several selections have, the better fit is kept.",
      x = paste0(
        counted(length(twice), "combination"), ": ",
        enumerate(vapply(match(twice, key), function(i) described_row(table[i, ]), "")), "."
      )
    ), call)
  }
  selection[kept[order(first)]]
}
