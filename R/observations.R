# Data at the door: what users give becomes a double matrix and a prototype, a
# table of the same columns without rows, that newdata are matched with.

# The values of x as a double matrix, and names beside it. A double matrix is not
# copied.
as_cells <- function(x, argument, class, call) {
  if (is.data.frame(x)) {
    return(cells_of_data_frame(x, argument, class, call))
  }
  if (is.null(x) || is.list(x) || is.function(x) || !is.atomic(x)) {
    abort_not_table(x, argument, class, call)
  }
  if (is.object(x)) {
    if (!has_plain_class(x)) {
      abort_not_table(x, argument, class, call)
    }
    attributes(x) <- attributes(x)[c("dim", "dimnames", "names")]
  }
  if (!(is.numeric(x) || is.logical(x)) || length(dim(x)) > 2) {
    abort_not_table(x, argument, class, call)
  }
  row_names <- if (length(dim(x)) == 2) rownames(x) else names(x)
  column_names <- if (length(dim(x)) == 2) colnames(x)
  if (length(dim(x)) != 2) {
    x <- matrix(as.double(x), ncol = 1)
  } else if (!is.double(x)) {
    x <- matrix(as.double(x), nrow(x))
  }
  list(values = x, row_names = row_names, column_names = column_names)
}

# Matrices of the package Matrix, which may be sparse, as base matrices.
dense_matrix <- function(x, argument, call) {
  is_of_matrix <- inherits(x, c("sparseMatrix", "denseMatrix"))
  if (!is_of_matrix || !requireNamespace("Matrix", quietly = TRUE)) {
    return(x)
  }
  if (inherits(x, "sparseMatrix")) {
    message(
      "`", argument, "` is a sparse matrix; all its ",
      grouped(prod(dim(x))), " cells are used."
    )
  }
  tryCatch(as.matrix(x), error = function(e) abort_memory(call))
}

cells_of_data_frame <- function(x, argument, class, call) {
  usable <- vapply(x, is_numeric_column, logical(1))
  if (!all(usable)) {
    abort_not_numeric(x, which(!usable), argument, class, call)
  }
  row_names <- attr(x, "row.names")
  if (!all(lengths(unclass(x)) == length(row_names))) {
    abort(class, c(
      paste0("All columns of `", argument, "` must have as many values as there are rows."),
      x = paste0("Rows: ", length(row_names), "; values: ", enumerate(lengths(unclass(x))), "."),
      i = "The data frame is damaged; make it again by `data.frame()`."
    ), call = call)
  }
  list(
    values = matrix(as.double(unlist(x, use.names = FALSE)), nrow(x), length(x)),
    row_names = if (is.character(row_names)) row_names,
    column_names = names(x)
  )
}

abort_not_table <- function(x, argument, class, call) {
  abort(class, c(
    paste0("`", argument, "` must be a numeric matrix, data frame or vector."),
    x = paste0("You gave ", describe(x), "."),
    i = if (inherits(x, "table")) {
      "`unclass()` makes a table a matrix."
    } else {
      cure_of(x) %||% "`as.matrix()` converts many other classes."
    }
  ), call = call)
}

# A table of the same columns without rows.
prototype_of <- function(x) {
  if (is.data.frame(x)) {
    # Names of columns stay as they are, also those that are missing.
    return(frame_of(lapply(x, empty_column), names(x), integer()))
  }
  if (length(dim(x)) == 2) {
    return(matrix(vector(typeof(x), 0), 0, ncol(x), dimnames = list(NULL, colnames(x))))
  }
  vector(typeof(x), 0)
}

prototype_columns <- function(prototype) {
  if (is.null(dim(prototype))) 1L else ncol(prototype)
}

# Names by which columns can be matched, or NULL.
usable_names <- function(names) {
  if (is.null(names) || anyNA(names) || any(names == "") || anyDuplicated(names)) {
    return(NULL)
  }
  names
}

# Rows of data frames need names of their own; else they have the numbers of the rows, if any.
names_for_rows <- function(names, rows = NULL) {
  if (anyNA(names) || anyDuplicated(names)) rows else names
}

# The name of a column, its number where it has none: cbind() gives "" to some.
column_label <- function(names, j) {
  named <- !is.null(names) && !is.na(names[j]) && nzchar(names[j])
  if (named) paste0("`", readable(names[j]), "`") else paste("column", j)
}

# Everything a fit needs to know of its data. `omitted` are the positions of rows
# that left. `na_action` is NULL where the user has no such choice; `effective_n` is what
# weights are made to sum to, if anything.
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
  if (scan$n_bad > 0) {
    if (is.null(na_action) || na_action == "fail") {
      abort_not_finite(scan, cells, na_action, call)
    }
    omitted <- in_core(rows_not_finite(values), call)
    values <- values[-omitted, , drop = FALSE]
    if (nrow(values) == 0) {
      abort_nothing_left(cells, call)
    }
    if (length(weights) > 0) {
      weights <- weights[-omitted]
      check_weight_left(in_core(scan_weights(weights), call), call)
    }
    scan <- in_core(scan_cells(values, weights), call)
  }
  weights <- rescale_weights(weights, nrow(values), effective_n)
  weighed <- list(sum = nrow(values), n_positive = nrow(values))
  if (length(weights) > 0) {
    weighed <- in_core(scan_weights(weights), call)
  }
  check_range(scan, weighed$sum, cells$column_names, call)
  list(
    values = values,
    weights = weights,
    weighted = !is.null(sample_weight),
    n_effective = weighed$n_positive,
    column_names = cells$column_names,
    row_names = cells$row_names,
    omitted = omitted,
    origin = scan$origin,
    constant = scan$constant
  )
}

check_sample_weight <- function(weights, n, call) {
  if (is.null(weights)) {
    return(numeric())
  }
  if (!is.numeric(weights) || is.object(weights) || length(weights) != n ||
    !is.null(dim(weights))) {
    abort_argument(
      paste0("`sample_weight` must be a numeric vector with one weight per row of `x`, ", n, "."),
      weights, call,
      cure = if (is.object(weights)) cure_of(weights)
    )
  }
  weights <- as.double(weights)
  scan <- in_core(scan_weights(weights), call)
  if (scan$n_bad > 0) {
    at <- scan$positions
    abort("argument", c(
      "`sample_weight` must be finite and not negative.",
      x = paste0(
        "Not so: ", paste0("weight ", at, " (", weights[at], ")", collapse = ", "),
        if (scan$n_bad > length(at)) paste0(", ", scan$n_bad, " in all"), "."
      )
    ), call = call)
  }
  check_weight_left(scan, call)
  weights
}

# Divided by the largest first, as neither their sum nor its inverse need be a double.
rescale_weights <- function(weights, n, effective_n) {
  if (is.null(effective_n)) {
    return(weights)
  }
  if (length(weights) == 0) {
    return(rep(effective_n / n, n))
  }
  weights <- weights / max(weights)
  weights * (effective_n / sum(weights))
}

# Weights are counts. Those that are not whole, and whose sum is far from the number of rows,
# may be meant otherwise, and then criteria do not mean anything.
tell_of_weights <- function(data, settings, call) {
  far <- 2
  weights <- data$weights
  sum <- sum(weights)
  rows <- data$n_effective
  is_near <- sum * far >= rows && sum <= rows * far
  if (length(weights) == 0 || is_near || !is.null(settings$control$effective_n)) {
    return(invisible())
  }
  # To ask this of so many weights takes memory of their size.
  if (all(weights == round(weights))) {
    return(invisible())
  }
  inform("weights", c(
    "Weights in `sample_weight` are taken as counts of observations, which these may not be.",
    x = paste0(
      "They make ", counted(rows, "row"), " worth ", format(sum, digits = 4), " observation",
      if (sum != 1) "s", ", and ", verdict_by_weights(sum, rows, is_bayes(settings)), "."
    ),
    i = paste0(
      "If they say how rows compare, say what all are worth: `control = gmm_control(effective_n",
      " = ", format(rows, scientific = FALSE), ")`."
    )
  ), call)
}

verdict_by_weights <- function(sum, rows, by_bayes) {
  if (by_bayes) {
    paste("the prior then says", if (sum < rows) "too much" else "too little")
  } else if (sum <= 1) {
    "BIC then charges nothing for parameters and prefers the largest model"
  } else {
    paste("BIC then prefers models that are too", if (sum < rows) "small" else "large")
  }
}

check_weight_left <- function(scan, call) {
  if (!(scan$sum > 0 && is.finite(scan$sum))) {
    abort("argument", c(
      "`sample_weight` must have a positive, finite sum over the rows that are used.",
      x = paste0("The sum is ", scan$sum, ".")
    ), call = call)
  }
}

abort_nothing_left <- function(cells, call) {
  bare <- which(colSums(is.finite(cells$values)) == 0)
  names <- vapply(bare, column_label, character(1), names = cells$column_names)
  abort("data", c(
    "`x` must have rows in which all values are finite.",
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
  n_rows <- length(in_core(rows_not_finite(cells$values), call))
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
    } else {
      "`na_action = \"omit\"` leaves such rows out; \"exclude\" also keeps their place in results."
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

# The cells of newdata in the order of the fit's columns, and names of rows.
observe_new <- function(newdata, fit, call, argument = "newdata") {
  if (!is.null(fit$variables)) {
    newdata <- newdata_of_formula(
      fit$variables, newdata, colnames(fit$means), call, argument
    )
  }
  newdata <- dense_matrix(newdata, argument, call)
  prototype <- fit$prototype
  wanted <- usable_names(colnames(prototype))
  given <- if (length(dim(newdata)) == 2) colnames(newdata)
  if (!is.null(wanted) && !is.null(given)) {
    newdata <- match_columns(newdata, given, wanted, call, argument)
    return(as_cells(newdata, argument, "newdata", call))
  }
  cells <- as_cells(newdata, argument, "newdata", call)
  d <- prototype_columns(prototype)
  if (ncol(cells$values) != d) {
    abort("newdata", c(
      paste0(
        "`", argument, "` must have ", d, " column", if (d > 1) "s", ", as the data of the fit."
      ),
      x = paste0("It has ", ncol(cells$values), "."),
      i = if (is.null(dim(newdata)) && length(newdata) == d) {
        paste0("For one observation, give a matrix of one row: `rbind(", argument, ")`.")
      } else if (!is.null(given)) {
        paste0(
          "The data of the fit had no names of columns: fit to a data frame",
          if (d == 1) ", such as `x[\"name\"]`", ", and its columns are found in others by name."
        )
      }
    ), call = call)
  }
  cells
}

# The wanted columns of newdata, by name. Others are ignored, whatever their type.
match_columns <- function(newdata, given, wanted, call, argument = "newdata") {
  missing <- setdiff(wanted, given)
  if (length(missing) > 0) {
    abort("newdata", c(
      paste0("`", argument, "` must have the columns of the fit."),
      x = paste0("Missing: ", enumerate(paste0("`", readable(missing), "`"), 10), "."),
      i = paste0("Its columns are ", enumerate(paste0("`", readable(given), "`"), 10), ".")
    ), call = call)
  }
  twice <- wanted[wanted %in% given[duplicated(given)]]
  if (length(twice) > 0) {
    abort("newdata", c(
      paste0("`", argument, "` must have each column of the fit once."),
      x = paste0("More than once: ", enumerate(paste0("`", readable(twice), "`")), ".")
    ), call = call)
  }
  if (identical(given, wanted)) {
    return(newdata)
  }
  positions <- match(wanted, given)
  if (is.data.frame(newdata)) {
    plain_frame(newdata, positions)
  } else {
    newdata[, positions, drop = FALSE]
  }
}

# Columns of a data frame as a plain one: subclasses have brackets of their own. The
# columns are not copied, but their names are: data.table changes names in place.
plain_frame <- function(x, positions = seq_along(x)) {
  columns <- as.list(unclass(x))[positions]
  if (inherits(x, "data.table")) {
    # Its columns can be changed in place, too.
    columns <- lapply(columns, function(column) column[seq_along(column)])
  }
  frame_of(columns, c(names(x))[positions], attr(x, "row.names"))
}

# A data frame of columns that are known to fit: data.frame() would look at each of them
# for longer than a small fit takes.
frame_of <- function(columns, names, row_names) {
  attributes(columns) <- list(names = names, class = "data.frame", row.names = row_names)
  columns
}
