# Observations: the data of a fit, checked at the door and ready for the core.

# `na_action` is NULL where the user has no such choice; `effective_n` is what weights are made
# to sum to, if anything.
observe <- function(x, sample_weight, na_action, call, effective_n = NULL) {
  cells <- as_cells(x, "x", "data", call)
  values <- cells$values
  if (nrow(values) == 0 || ncol(values) == 0) {
    abort("data", c(
      "`x` must have rows and columns.",
      x = paste0(
        "You gave ", counted(nrow(values), "row"), " and ", counted(ncol(values), "column"), "."
      )
    ), call = call)
  }
  weights <- check_sample_weight(sample_weight, nrow(values), call)
  scan <- in_core(scan_cells(values, weights), call)
  omitted <- integer()
  by_em <- identical(na_action, "em")
  if (scan$n_bad > 0) {
    if (is.null(na_action) || na_action == "fail") {
      abort_not_finite(scan, cells, na_action, call)
    }
    if (by_em && scan$n_infinite > 0) {
      abort_infinite(scan$n_infinite, cells, call)
    }
    omitted <- in_core(rows_not_usable(values, by_em), call)
    if (length(omitted) == nrow(values)) {
      abort_nothing_left(cells, by_em, call)
    }
    if (length(omitted) > 0) {
      values <- values[-omitted, , drop = FALSE]
      if (length(weights) > 0) {
        weights <- weights[-omitted]
        check_weight_left(in_core(scan_weights(weights), call), call)
      }
      scan <- in_core(scan_cells(values, weights), call)
    }
  }
  missing <- if (by_em && scan$n_bad > 0) missing_values(values, weights, cells, call)
  weights <- rescale_weights(weights, nrow(values), effective_n)
  weighed <- list(sum = nrow(values), n_positive = nrow(values))
  if (length(weights) > 0) {
    weighed <- in_core(scan_weights(weights), call)
  }
  check_range(scan, weighed$sum, cells$column_names, call)
  new_observations(
    values = values,
    weights = weights,
    weighted = !is.null(sample_weight),
    n_effective = weighed$n_positive,
    column_names = cells$column_names,
    omitted = omitted,
    missing = missing,
    origin = scan$origin,
    constant = scan$constant,
    call = call
  )
}

# The object: all that a fit needs to know of its data. `values` are the rows that are used,
# finite or, where `missing` counts such values, `NA`; `weights` theirs, none where each counts
# once, of which `n_effective` are above zero; `weighted` says whether the user gave them.
# `omitted` are numbers of rows, among those that were given, that are not used. `origin` is what
# the core takes from values before it sums their squares, `constant` says which columns have but
# one value.
new_observations <- function(values, weights, weighted, n_effective, column_names, omitted,
                             missing, origin, constant, call) {
  n <- NROW(values)
  d <- NCOL(values)
  names <- column_names
  # Not by a table of tests, which would take as long as an iteration.
  fits <- c(
    values = is.double(values) && is.matrix(values) && n > 0 && d > 0,
    weights = is.double(weights) && (length(weights) == 0 || length(weights) == n),
    weighted = is_flag(weighted),
    n_effective = is_whole(n_effective, 1) && n_effective <= n,
    column_names = is.null(names) || (is.character(names) && length(names) == d),
    omitted = length(omitted) == 0 || are_rows(omitted),
    missing = is.null(missing) || are_missing_values(missing),
    origin = are_finite(origin, d),
    constant = is.logical(constant) && length(constant) == d && !anyNA(constant)
  )
  if (!all(fits)) {
    abort("internal", c(
      "Observations of gaussmix must be made of parts that fit each other.",
      x = paste0("Part `", names(which(!fits))[1], "` does not."),
      i = "Please report this, with the call that led to it."
    ), call = call)
  }
  data <- list(
    values = values, weights = weights, weighted = weighted, n_effective = n_effective,
    column_names = column_names, omitted = omitted, missing = missing, origin = origin,
    constant = constant
  )
  class(data) <- "gaussmix_observations"
  data
}

#' @export
dim.gaussmix_observations <- function(x) dim(x$values)

#' @export
format.gaussmix_observations <- function(x, ...) {
  names <- vapply(seq_len(ncol(x)), column_label, "", names = x$column_names)
  size <- paste(counted(nrow(x), "observation"), "of", counted(ncol(x), "variable"))
  c(
    paste0(size, ": ", enumerate(names)),
    if (length(x$weights) > 0) {
      paste0("weights that sum to ", format(sum(x$weights)), ", ", x$n_effective, " above zero")
    },
    if (length(x$omitted) > 0) paste("rows left out:", enumerate(x$omitted)),
    if (any(x$constant)) paste("constant:", enumerate(names[x$constant]))
  )
}

# For those who look into a function of the package.
#' @export
print.gaussmix_observations <- function(x, ...) {
  cat(format(x), sep = "\n")
  invisible(x)
}

# How many rows were given, used or not.
n_given <- function(data) nrow(data$values) + length(data$omitted)

# Their numbers among these, of rows that are used.
rows_as_given <- function(rows, data) {
  if (length(data$omitted) > 0) setdiff(seq_len(n_given(data)), data$omitted)[rows] else rows
}

# A weight for each row.
row_weights <- function(data) if (length(data$weights) > 0) data$weights else rep(1, nrow(data))

abort_nothing_left <- function(cells, by_em, call) {
  bare <- which(colSums(is.finite(cells$values)) == 0)
  names <- vapply(bare, column_label, character(1), names = cells$column_names)
  abort("data", c(
    paste0(
      "`x` must have rows in which ", if (by_em) "some value is" else "all values are", " finite."
    ),
    x = paste0(
      "Of ", counted(nrow(cells$values), "row"), " none is left",
      if (length(bare) > 0) paste0("; without any value: ", enumerate(names)), "."
    ),
    i = "Leave out columns with many missing values."
  ), call = call)
}

abort_not_finite <- function(scan, cells, na_action, call) {
  shown <- vapply(seq_along(scan$rows), function(i) {
    row <- scan$rows[i]
    value <- cells$values[row, scan$columns[i]]
    paste0("row ", row, ", ", column_label(cells$column_names, scan$columns[i]), " (", value, ")")
  }, character(1))
  n_rows <- length(in_core(rows_not_usable(cells$values, FALSE), call))
  by_column <- if (scan$n_bad > length(shown)) tally_not_finite(cells)
  abort("data", c(
    "`x` must not have missing or infinite values.",
    x = paste0(
      "Found ", counted(scan$n_bad, "value"), " in ", grouped(n_rows), " of ",
      counted(nrow(cells$values), "row"), ": ", paste(shown, collapse = "; "),
      if (scan$n_bad > length(shown)) "; ..." else "."
    ),
    x = by_column,
    i = if (is.null(na_action)) {
      "Leave such rows out."
    } else if (scan$n_infinite > 0) {
      "`na_action = \"omit\"` leaves such rows out; \"exclude\" also keeps their place in results."
    } else {
      paste(
        "`gmm_fit(na_action = \"em\")` uses what is known of such rows, \"omit\" leaves them out,",
        "\"exclude\" also keeps their place in results."
      )
    }
  ), call = call)
}

# Which columns cost how many rows; NULL if there is but one.
tally_not_finite <- function(cells, most = 5) {
  bad_of <- function(j) sum(!is.finite(cells$values[, j]))
  bad <- vapply(seq_len(ncol(cells$values)), bad_of, numeric(1))
  columns <- order(-bad)[seq_len(sum(bad > 0))]
  if (length(columns) < 2) {
    return(NULL)
  }
  shown <- utils::head(columns, most)
  names <- vapply(shown, column_label, character(1), names = cells$column_names)
  rest <- length(columns) - length(shown)
  paste0(
    "By column: ", paste0(names, " ", vapply(bad[shown], grouped, ""), collapse = ", "),
    if (rest > 0) paste0(" and ", counted(rest, "more column")), "."
  )
}

# Sums of squares must stay below the largest double, variances above the smallest
# normal one.
check_range <- function(scan, total_weight, names, call) {
  most <- 1e153 / sqrt(max(total_weight, 1))
  least <- 1e-151
  size <- pmax(abs(scan$smallest), abs(scan$largest))
  spread <- scan$largest - scan$smallest
  bad <- which(size > most | (spread > 0 & spread < least))
  if (length(bad) > 0) {
    abort("range", c(
      paste0(
        "The values of `x` must be between -", format(most, digits = 2), " and ",
        format(most, digits = 2), " and spread by at least ", least, "."
      ),
      x = paste0(
        "Not so: ", column_label(names, bad[1]), ", from ",
        format(scan$smallest[bad[1]]), " to ", format(scan$largest[bad[1]]), "."
      ),
      i = "Use other units."
    ), call = call)
  }
}
