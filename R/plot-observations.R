# The observations that pictures draw: those of the fit, or others, with all of their columns.

# What is drawn without `data` is what the fit holds. As many rows as the fit was made of are
# taken for them, in their order: rows that were left out leave, and weights count. Fits that take
# missing values into account use of a row what is there, and so do their pictures.
observed_rows <- function(fit, data, call) {
  if (is.null(data)) {
    if (is.null(fit$data)) {
      return(NULL)
    }
    return(c(training_cells(fit, call, incomplete = takes_missing(fit)), list(own = TRUE)))
  }
  rows <- dense_matrix(data, "data", call)
  own <- !is_model(fit) && NROW(rows) == fit$n + length(fit$omitted)
  cells <- if (own) {
    cells_of_data(fit, rows, call, takes_missing(fit))
  } else {
    in_places(observe_new(rows, fit, call, "data"), call, takes_missing(fit))
  }
  check_some_rows(cells, call)
  if (!own) warn_of_missing(cells, call, "data")
  further <- as_table(rows, fit, NULL)
  if (cells$n < nrow(further)) {
    further <- further[-fit$omitted, , drop = FALSE]
  }
  c(cells, list(own = own, further = plain_columns(further)))
}

check_some_rows <- function(cells, call) {
  if (length(cells$rows) == 0) {
    abort("newdata", c(
      "`data` must have rows to draw.",
      x = if (cells$n == 0) "It has none." else "All have missing or infinite values."
    ), call = call)
  }
}

abort_no_observations <- function(type, call) {
  abort("no_data", c(
    paste0("`object` must hold its data for `type = \"", type, "\"`."),
    i = "Give `data`, or fit with `keep_data = TRUE`."
  ), call = call)
}

# Columns that facets and aesthetics can take.
plain_columns <- function(table) {
  plain <- vapply(table, function(x) is.atomic(x) && is.null(dim(x)), logical(1))
  as.data.frame(table)[plain]
}

# The observations that are drawn, all or an evenly spread part of many: their `values`,
# which `rows` of results they are, their `n`umber, what to say of it, and their `further`
# columns, if they have any. They have values of all the columns `dims`, or, if a picture has ticks
# for others, of some: `ticks` is what it calls two values that make a point.
drawn_observations <- function(observed, dims, ticks = NULL, most = 1e4) {
  if (is.null(observed)) {
    return(NULL)
  }
  n_missing <- n_missing_of(observed, dims)
  placed <- n_missing < if (is.null(ticks)) 1 else length(dims)
  n <- sum(placed)
  n_empty <- length(observed$empty)
  chosen <- which(placed)[spread_rows(n, most)]
  drawn <- observed$rows[chosen]
  list(
    values = observed$values[drawn, , drop = FALSE],
    rows = drawn, own = observed$own,
    n = length(drawn),
    further = observed$further[drawn, , drop = FALSE],
    note = c(
      observations_note(observed$own, n, length(drawn)),
      if (is.null(ticks)) {
        hidden_note(sum(!placed) + n_empty)
      } else {
        ticks_note(sum(n_missing[chosen] > 0), sum(n_missing > 1) + n_empty, ticks)
      }
    )
  )
}

# The observations of a plane. A place in a projection takes all values of a row; of two columns
# one says where at the edge of the picture the row belongs.
drawn_on <- function(plane, observed) {
  drawn_observations(observed, plane$dims, if (!isTRUE(plane$is_projected)) "the two values")
}

# How many of the columns each row lacks.
n_missing_of <- function(observed, dims) {
  if (!isTRUE(observed$incomplete)) {
    return(numeric(length(observed$rows)))
  }
  rowSums(is.na(observed$values[observed$rows, dims, drop = FALSE]))
}

observations_note <- function(own, n, n_drawn) {
  others <- if (!own) " that the fit was not made of"
  if (n > n_drawn) {
    return(paste0(grouped(n_drawn), " of ", counted(n, "observation"), others, " are drawn."))
  }
  if (!own) {
    paste0(if (n == 1) "Drawn is " else "Drawn are ", counted(n, "observation"), others, ".")
  }
}

hidden_note <- function(n) {
  if (n > 0) {
    paste0(counted(n, "row"), " with missing values ", if (n == 1) "is" else "are", " not drawn.")
  }
}

ticks_note <- function(n_ticks, n_left, of) {
  if (n_ticks > 0) {
    paste0(
      "Ticks at the edges: ", counted(n_ticks, "row"), " with one of ", of,
      if (n_left > 0) paste0("; left out: ", counted(n_left, "row"), " with neither"), "."
    )
  } else if (n_left > 0) {
    paste0("Left out: ", counted(n_left, "row"), " with neither of ", of, ".")
  }
}

# Multiples of the golden ratio modulo 1 fill the interval evenly, whatever order or
# period the rows have.
spread_rows <- function(n, most) {
  if (n <= most) {
    return(seq_len(n))
  }
  golden <- (sqrt(5) - 1) / 2
  sort(order((seq_len(n) * golden) %% 1)[seq_len(most)])
}

# What is drawn of observations, and beside it their further columns. A picture's own names
# come first.
with_further <- function(points, drawn, reserved = c("x", "y", "component")) {
  further <- drawn$further
  if (is.null(further)) {
    return(points)
  }
  kept <- setdiff(names(further), c(names(points), reserved))
  cbind(points, further[kept])
}

predict_drawn <- function(fit, values, type, call) {
  threads <- resolve_threads(NULL, call)
  predict_cells(fit, values, type, threads, call, incomplete = anyNA(values))
}
