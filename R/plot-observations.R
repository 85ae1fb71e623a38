# The observations that pictures draw: those of the fit, or others, with all of their columns.

# What is drawn without `data` is what the fit holds. As many rows as the fit was made of are
# taken for them, in their order: rows that were left out leave, and weights count.
observed_rows <- function(fit, data, call) {
  if (is.null(data)) {
    if (is.null(fit$data)) {
      return(NULL)
    }
    cells <- training_cells(fit, call)
    return(c(cells, list(own = TRUE, hidden = n_hidden(cells, fit, TRUE))))
  }
  rows <- dense_matrix(data, "data", call)
  own <- !is_model(fit) && NROW(rows) == fit$n + length(fit$omitted)
  cells <- if (own) {
    cells_of_data(fit, rows, call)
  } else {
    in_places(observe_new(rows, fit, call, "data"), call)
  }
  check_some_rows(cells, call)
  if (!own) warn_of_missing(cells, call, "data")
  further <- as_table(rows, fit, NULL)
  if (cells$n < nrow(further)) {
    further <- further[-fit$omitted, , drop = FALSE]
  }
  hidden <- n_hidden(cells, fit, own)
  c(cells, list(own = own, hidden = hidden, further = plain_columns(further)))
}

# Rows that count in the fit and have no place in pictures, as a value is missing.
n_hidden <- function(cells, fit, own) {
  if (own && takes_missing(fit)) length(setdiff(cells$missing, fit$omitted)) else 0
}

check_some_rows <- function(cells, call) {
  if (length(cells$rows) == 0) {
    abort("newdata", c(
      "`data` must have rows to draw.",
      x = if (cells$n == 0) "It has none." else "All have missing or infinite values."
    ), call = call)
  }
}

# Columns that facets and aesthetics can take.
plain_columns <- function(table) {
  plain <- vapply(table, function(x) is.atomic(x) && is.null(dim(x)), logical(1))
  as.data.frame(table)[plain]
}

# The observations that are drawn, all or an evenly spread part of many: their `values`,
# which `rows` of results they are, their `n`umber, what to say of it, and their `further`
# columns, if they have any.
drawn_observations <- function(observed, most = 1e4) {
  if (is.null(observed)) {
    return(NULL)
  }
  n <- length(observed$rows)
  drawn <- observed$rows[spread_rows(n, most)]
  list(
    values = observed$values[drawn, , drop = FALSE],
    rows = drawn, own = observed$own,
    n = length(drawn),
    further = observed$further[drawn, , drop = FALSE],
    note = c(observations_note(observed$own, n, length(drawn)), hidden_note(observed$hidden))
  )
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
  predict_cells(fit, values, type, resolve_threads(NULL, call), call)
}
